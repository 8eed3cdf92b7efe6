namespace DockerNetwork.Probe;

/// <summary>
/// Pauses new probes when the added neighbours come near the capacity of the kernel's table, until they are removed.
/// </summary>
/// <param name="loop">What starts probes.</param>
/// <param name="flush">Takes out the neighbours of all sources.</param>
internal sealed class NeighbourBudget(Loop loop, Action flush)
{
    /// <summary>
    /// Probes to new neighbours between two flushes: even with an entry on either side below the smallest table, which other containers
    /// use too.
    /// </summary>
    public const int Most = 300;

    /// <summary>
    /// Something has to go on even if the table is full of others: the kernel makes room for new ones when it is asked for it.
    /// </summary>
    private const int Least = 16;

    /// <summary>Milliseconds. Answers on a link take well under that; what is not answered by then is flushed with the next ones.</summary>
    private const int Patience = 100;

    /// <summary>Milliseconds to wait where a flush has not made room.</summary>
    private const int Crowded = 1000;

    private int _left = Most;
    private bool _flushing;

    /// <summary>Counts a probe.</summary>
    public void Count(bool neighbour)
    {
        // A name will most likely lead to a neighbour too. An entry stands on either side, and in a mesh serves the way back as well.
        if (neighbour && --_left <= 0)
            Flush();
    }

    /// <summary>No probe is at work: what is left now belongs to others.</summary>
    public void Measure() => _left = Allowance(NeighbourTable.Room());

    /// <summary>Takes them out as soon as those at work are done, or at the end of <see cref="Patience"/>.</summary>
    public void Flush()
    {
        if (_flushing)
            return;
        _flushing = true;
        loop.Pause();
        Wait(Environment.TickCount64 + Patience);
    }

    /// <summary>How many probes may follow; a quarter of the room is left to others.</summary>
    internal static int Allowance(int? room) => room is { } entries ? Math.Clamp(entries * 3 / 4 / 2, Least, Most) : Most;

    private void Wait(long until) => loop.After(1, () =>
    {
        if (loop.InFlight > 0 && Environment.TickCount64 < until)
        {
            Wait(until);
            return;
        }

        flush();
        Measure();
        if (_left > Least)
            Resume();
        else
            loop.After(Crowded, Resume);
    });

    private void Resume()
    {
        _flushing = false;
        loop.Resume();
    }
}
