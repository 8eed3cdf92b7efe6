using System.Net;

namespace DockerNetwork.Probe;

/// <summary>The attempts of one probe, and the round trips of those that were answered.</summary>
internal sealed class Tally
{
    private long _min = long.MaxValue;
    private long _sum;
    private long _max;

    public int Sent { get; private set; }

    public int Received { get; private set; }

    public void Send() => Sent++;

    /// <summary>Attempts that say nothing about the target do not count: they are repeated.</summary>
    public void TakeBack(int attempts) => Sent -= attempts;

    public void Receive(long nanoseconds)
    {
        Received++;
        _min = Math.Min(_min, nanoseconds);
        _max = Math.Max(_max, nanoseconds);
        _sum += nanoseconds;
    }

    /// <summary>An outcome with the address and all that was counted.</summary>
    public Outcome Complete(Outcome outcome, IPAddress address) =>
        outcome with { Address = address, Sent = Sent, Received = Received, Min = _min, Sum = _sum, Max = _max };
}
