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
    private readonly HashSet<(string?, int?)> _senders = [];

    /// <summary>The same as what it is: a request, an answer, or one from another end than was asked. Null for another's.</summary>
    public SightingItem? Related(SightingItem item)
    {
        if (item.Sighting is not (SightingKind.Request or SightingKind.Answer))
            return item;
        if (_flows.Contains((item.To, item.ToPort, item.From, item.FromPort)))
            return item with { Sighting = SightingKind.Answer };
        if (_senders.Contains((item.To, item.ToPort)))
            return item with { Sighting = SightingKind.Stray, Number = null };
        if (item.Sighting == SightingKind.Answer)
            return null;
        if (_flows.Count < MaxFlows)
        {
            _flows.Add((item.From, item.FromPort, item.To, item.ToPort));
            _senders.Add((item.From, item.FromPort));
        }

        return item;
    }
}
