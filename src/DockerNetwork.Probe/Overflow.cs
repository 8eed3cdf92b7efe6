using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Whether the kernel's neighbour table was full while a probe waited. Then its silence, or "no route", says nothing about the target:
/// either side may have found no place for the other, and the probe is repeated for a while.
/// </summary>
internal sealed class Overflow(Source source)
{
    private const string Text = "the kernel's neighbor table is full (net.ipv4.neigh.default.gc_thresh3)";

    private long _before = NeighbourTable.Overflows(fresh: false);
    private long? _until;

    /// <summary>
    /// Milliseconds from the first time that the table was found full. The kernel makes room for what is older than five seconds
    /// (neigh_forced_gc). Shorter only in a test.
    /// </summary>
    public static long Patience { get; set; } = 20_000;

    /// <summary>True if the table was full since the attempt began.</summary>
    public bool Happened => NeighbourTable.Overflows(fresh: true) != _before;

    /// <summary>The outcome of a probe if there is no time left for another attempt.</summary>
    public static Outcome Outcome => new(ProbeState.Unknown) { Text = Text };

    /// <summary>Plans another attempt; what was before does not count against it.</summary>
    /// <returns>What begins it; null if there is no time left for it.</returns>
    public Timer? TryAgain(Action attempt)
    {
        var now = Environment.TickCount64;
        _until ??= now + Patience;
        source.Crowded();

        // Not all at once again.
        var delay = 500 + (Native.RandomNumber() % 4000);
        if (source.Cancelled || now + delay >= _until)
            return null;
        return source.Loop.After(delay, () =>
        {
            _before = NeighbourTable.Overflows(fresh: false);
            attempt();
        });
    }
}
