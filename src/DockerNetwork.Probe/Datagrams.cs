using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Which datagrams answer. An answer need not carry the number of the trace, and that of a service that echoes does: it goes back between
/// two ends that a request was seen to go between.
/// </summary>
internal sealed class Datagrams
{
    /// <summary>More than translations make of one trace.</summary>
    private const int MaxFlows = 1000;

    private readonly HashSet<(string?, int?, string?, int?)> _flows = [];
    private readonly HashSet<(string?, int?, int?)> _senders = [];
    private readonly HashSet<(string?, int?, string?, int?)> _passed = [];

    /// <summary>The same as what it is: a request, an answer, or one from another address than was asked. Null for another's.</summary>
    /// <param name="item">The datagram.</param>
    /// <param name="leaves">It leaves the namespace.</param>
    public SightingItem? Related(SightingItem item, bool leaves)
    {
        if (item.Sighting is not (SightingKind.Request or SightingKind.Answer))
            return item;
        if (_flows.Contains((item.To, item.ToPort, item.From, item.FromPort)))
            return item with { Sighting = SightingKind.Answer };
        if (_senders.Contains((item.To, item.ToPort, item.FromPort)))
            return IsStray(item, leaves) ? item with { Sighting = SightingKind.Stray, Number = null } : null;
        if (item.Sighting == SightingKind.Answer)
            return null;
        if (_flows.Count < MaxFlows)
        {
            _flows.Add((item.From, item.FromPort, item.To, item.ToPort));
            _senders.Add((item.From, item.FromPort, item.ToPort));
        }

        return item;
    }

    /// <summary>Made in this namespace, and told once. What comes in is of others, and so is what of it goes out again.</summary>
    private bool IsStray(SightingItem item, bool leaves) =>
        _passed.Count < MaxFlows && _passed.Add((item.From, item.FromPort, item.To, item.ToPort)) && leaves;
}
