namespace DockerNetwork.Model.Results;

/// <summary>
/// Whether every source reaches every target, from results as they come. Those of one source must come together; only they are held.
/// </summary>
internal sealed class ReachabilitySummary
{
    private readonly Dictionary<ProbeEnd, List<ProbeOutcome>> _open = [];
    private ProbeEnd? _source;
    private bool _all = true;

    /// <summary>Adds a result.</summary>
    public void Add(ReachabilityResult result)
    {
        if (result.SourceEnd != _source)
            Settle();
        _source = result.SourceEnd;
        if (!_open.TryGetValue(result.TargetEnd, out var probes))
            _open[result.TargetEnd] = probes = [];
        probes.Add(ProbeOutcome.From(result));
    }

    /// <summary>Every pair was reached, on every service; null if there was no result.</summary>
    public bool? EveryPairReached()
    {
        Settle();
        return _source is null ? null : _all;
    }

    private void Settle()
    {
        _all = _all && _open.Values.All(probes => PairOutcome.Of(probes).EveryServiceReached);
        _open.Clear();
    }
}
