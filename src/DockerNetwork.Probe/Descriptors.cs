namespace DockerNetwork.Probe;

/// <summary>
/// The file descriptors that this process may have, divided between what sources hold open and connections in flight, so that neither ever
/// meets
/// the limit: with few of them the work takes longer, and its answers are the same.
/// </summary>
internal sealed class Descriptors
{
    /// <summary>What an open source needs at most: its namespace, its files, netlink, two for ICMP, and one for each name server.</summary>
    public const int PerSource = 8;

    /// <summary>What a source without work keeps, so that its neighbours can still be removed: netlink.</summary>
    public const int PerFinished = 1;

    /// <summary>
    /// For short-lived uses: container files that are being read, the kernel's statistics, a namespace that is inspected.
    /// </summary>
    private const int Reserve = 16;

    /// <summary>The runtime and the three standard streams, if they cannot be counted.</summary>
    private const int InUse = 16;

    private readonly int _sources;
    private int _taken;

    /// <param name="free">Descriptors that can still be opened.</param>
    public Descriptors(int free)
    {
        var usable = Math.Max(0, free - Reserve);
        _sources = Math.Max(PerSource, usable / 2);
        Connections = Math.Max(2, usable - _sources);
    }

    /// <summary>How many connections may be open at once.</summary>
    public int Connections { get; }

    /// <summary>True if descriptors are running out; then nothing is kept that is not needed.</summary>
    public bool Tight => _sources - _taken < _sources / 4;

    /// <summary>
    /// Raises the soft limit as far as it goes (Docker 29 starts containers with 1,024 of 524,288) and counts what is left of it.
    /// </summary>
    public static Descriptors OfProcess() => new((int)Math.Min(RaiseLimit(), 1 << 20) - CountOpen());

    /// <summary>Takes some for a source; false if there are not enough.</summary>
    public bool TryTake(int count)
    {
        if (_taken + count > _sources)
            return false;
        _taken += count;
        return true;
    }

    public void Give(int count) => _taken -= count;

    private static unsafe ulong RaiseLimit()
    {
        const int OpenFiles = 7;
        const ulong Usual = 1024;
        var limit = stackalloc ulong[2];
        if (Native.GetLimit(OpenFiles, limit) != 0)
            return Usual;
        var soft = limit[0];
        limit[0] = limit[1];
        return Native.SetLimit(OpenFiles, limit) == 0 ? limit[1] : soft;
    }

    private static int CountOpen()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return InUse;
        }
    }
}
