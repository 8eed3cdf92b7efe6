namespace DockerNetwork.Model.Results;

/// <summary>The part of a result that matters for its pair. The result may have been exported and read back without its reasons.</summary>
/// <param name="Source">Where the probe started.</param>
/// <param name="Target">What it was aimed at.</param>
/// <param name="Name">By which name or address.</param>
/// <param name="Service">What was sent.</param>
/// <param name="Predicted">What was expected; null if it was not asked.</param>
/// <param name="Observed">What happened; null if nothing was sent.</param>
/// <param name="Agrees">Whether the two agree; null if one is missing or unknown.</param>
/// <param name="Latency">Average round-trip time; null if there is none.</param>
public sealed record ProbeOutcome(
    string Source,
    string Target,
    TargetName Name,
    Service Service,
    ReachabilityState? Predicted,
    ReachabilityState? Observed,
    bool? Agrees,
    TimeSpan? Latency)
{
    /// <summary>The full id of the source; null if it has none, or if it is not known.</summary>
    public string? SourceId { get; init; }

    /// <summary>The full id of the target; null if it is not a container, or if it is not known.</summary>
    public string? TargetId { get; init; }

    /// <summary>The engine, as text; null if it is not known.</summary>
    public string? DockerHost { get; init; }

    /// <summary>The engine of the target, as text; null if it is that of the source.</summary>
    public string? TargetDockerHost { get; init; }

    /// <summary>Which container it starts from.</summary>
    internal ProbeEnd SourceEnd => ProbeEnd.Source(DockerHost, SourceId, Source);

    /// <summary>The container or text that the probe is aimed at.</summary>
    internal ProbeEnd TargetEnd => ProbeEnd.Target(TargetDockerHost ?? DockerHost, TargetId, Target);

    /// <summary>As <see cref="ResultProperties.Effective"/>.</summary>
    internal ReachabilityState State => ReachabilityResult.EffectiveOf(Predicted, Observed);

    /// <summary>The target was reached.</summary>
    internal bool Reached => State == ReachabilityState.Reachable;

    /// <summary>The state is a prediction.</summary>
    internal bool PredictedOnly => (Observed is null or ReachabilityState.Unknown) && State != ReachabilityState.Unknown;

    /// <summary>"blocked", "no route".</summary>
    internal string Words => ReachabilityStateText.Words(State);

    /// <summary>From a result.</summary>
    public static ProbeOutcome From(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(
            result.Source,
            result.Target,
            result.Planned.Name,
            result.Planned.Service,
            result.Predicted,
            result.Observed,
            result.Agrees,
            result.Latency)
        {
            SourceId = result.SourceId,
            TargetId = result.TargetId,
            DockerHost = result.DockerHost?.ToString(),
            TargetDockerHost = result.TargetDockerHost?.ToString(),
        };
    }
}
