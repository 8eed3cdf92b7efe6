using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Repair;

/// <summary>
/// Which targets need no repair, because some name or address leads to them. A name lookup counts only if nothing else was asked of the
/// pair, as in <see cref="PairOutcome"/>.
/// </summary>
internal sealed class ReachedTargets
{
    private readonly HashSet<(DockerHost Host, ProbeEnd From, ProbeEnd To, Service Service)> _reached = [];
    private readonly HashSet<(DockerHost Host, ProbeEnd From, ProbeEnd To)> _sent = [];
    private readonly HashSet<(DockerHost Host, ProbeEnd From, ProbeEnd To, Service Service)> _led = [];

    /// <summary>Keeps in mind what a result says.</summary>
    public void Add(DockerHost host, BrokenProbe probe)
    {
        if (probe.Service != Service.Lookup)
            _sent.Add((host, probe.SourceEnd, probe.TargetEnd));
        if (probe.Reachable)
            AddReached(host, probe);
        else if (probe.Predicted == ReachabilityState.Reachable)
            _led.Add((host, probe.SourceEnd, probe.TargetEnd, probe.Service));
    }

    /// <summary>
    /// The network leads to the target by some name or address already, and yet nothing answers there: a closed port, or a firewall. A
    /// further network does not mend the one, and goes around the other.
    /// </summary>
    public bool IsLedTo(DockerHost host, BrokenProbe probe) =>
        _led.Contains((host, probe.SourceEnd, probe.TargetEnd, probe.Service));

    /// <summary>Keeps in mind that the pair was repaired.</summary>
    public void AddReached(DockerHost host, BrokenProbe probe) => _reached.Add((host, probe.SourceEnd, probe.TargetEnd, probe.Service));

    /// <summary>A result needs no repair.</summary>
    public bool Covers(DockerHost host, BrokenProbe probe) =>
        _reached.Contains((host, probe.SourceEnd, probe.TargetEnd, probe.Service))
        || (probe.Service == Service.Lookup && _sent.Contains((host, probe.SourceEnd, probe.TargetEnd)));
}
