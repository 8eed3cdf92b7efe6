namespace DockerNetwork.Model.Results;

/// <summary>The combined result of all probes of one service, by any name or address.</summary>
/// <param name="Service">Protocol and port.</param>
/// <param name="Decisive">
/// The deciding probe: a name that is reached, otherwise an address that is reached, otherwise the probe that came furthest.
/// </param>
/// <param name="ByAddressOnly">It was reached by an address, and by none of the names that were tried.</param>
/// <param name="Disagrees">For at least one probe, prediction and observation differ.</param>
internal sealed record ServiceOutcome(Service Service, ProbeOutcome Decisive, bool ByAddressOnly, bool Disagrees)
{
    /// <summary>The target was reached.</summary>
    public bool Reached => Decisive.Reached;

    /// <summary>The decisive result was not observed.</summary>
    public bool PredictedOnly => Decisive.PredictedOnly;
}

/// <summary>
/// Whether one container reaches another: the one answer that -Quiet, the matrix and the topology give. A name lookup alone does not show
/// whether the target is reached, so lookups count only if there are no other probes.
/// </summary>
internal sealed class PairOutcome
{
    /// <summary>Of several that did not get through, the most decisive first: how far the packet came.</summary>
    private static readonly ReachabilityState[] FurthestFirst =
    [
        ReachabilityState.Reachable,
        ReachabilityState.Refused,
        ReachabilityState.NotRunning,
        ReachabilityState.Blocked,
        ReachabilityState.NoRoute,
        ReachabilityState.Misdirected,
        ReachabilityState.Unresolved,
        ReachabilityState.Unknown,
    ];

    private PairOutcome(IReadOnlyList<ProbeOutcome> probes)
    {
        Probes = probes;
        Services = [.. probes.GroupBy(p => p.Service).Select(service => Of(service.Key, [.. service]))];
    }

    /// <summary>The probes that count.</summary>
    public IReadOnlyList<ProbeOutcome> Probes { get; }

    /// <summary>Each protocol and port, in the order in which they were tried.</summary>
    public IReadOnlyList<ServiceOutcome> Services { get; }

    /// <summary>Every service was reached, by at least one name or address.</summary>
    public bool EveryServiceReached => Services.All(s => s.Reached);

    /// <summary>All services together.</summary>
    public PairState State =>
        !Services.Any(s => s.Reached)
            ? Probes.All(p => p.State == ReachabilityState.Unknown) ? PairState.Unknown : PairState.Unreachable
            : EveryServiceReached && !Services.Any(s => s.ByAddressOnly) ? PairState.Reachable : PairState.Partly;

    /// <summary>From the probes of one pair, at least one.</summary>
    public static PairOutcome Of(IReadOnlyCollection<ProbeOutcome> probes)
    {
        var sent = probes.Where(p => p.Service != Service.Lookup).ToArray();
        return new PairOutcome(sent.Length > 0 ? sent : [.. probes]);
    }

    private static ServiceOutcome Of(Service service, ProbeOutcome[] probes)
    {
        var decisive = probes.OrderBy(Rank).ThenBy(p => Array.IndexOf(FurthestFirst, p.State)).First();
        return new ServiceOutcome(
            service,
            decisive,
            decisive is { Reached: true, Name.IsAddress: true } && Array.Exists(probes, p => !p.Name.IsAddress),
            Array.Exists(probes, p => p.Agrees == false));

        static int Rank(ProbeOutcome probe) => !probe.Reached ? 2 : probe.Name.IsAddress ? 1 : 0;
    }
}
