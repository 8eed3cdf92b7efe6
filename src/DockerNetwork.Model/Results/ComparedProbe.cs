namespace DockerNetwork.Model.Results;

/// <summary>The part of a result that is compared with that of another test.</summary>
/// <param name="Probe">What was tried, and its outcome.</param>
/// <param name="Reasons">Why; empty if that is not known.</param>
/// <param name="Network">The network that carries the packets; null if it is not known.</param>
internal sealed record ComparedProbe(ProbeOutcome Probe, IReadOnlyList<Reason> Reasons, string? Network)
{
    /// <summary>Reasons that say how a probe was made or lost; the same state may come with them or without.</summary>
    private static readonly HashSet<string> Incidental = new(StringComparer.Ordinal)
    {
        ReasonCode.AmbiguousName, ReasonCode.AnswerLost, ReasonCode.Disagreement, ReasonCode.NoAnswer, ReasonCode.NotProbed,
        ReasonCode.NotTraced, ReasonCode.PacketLost, ReasonCode.ProbeLost, ReasonCode.ProcessChanged, ReasonCode.SomePacketsLost,
    };

    /// <summary>From a result.</summary>
    public static ComparedProbe From(ReachabilityResult result) => new(ProbeOutcome.From(result), result.Reasons, result.Network);

    /// <summary>The code that decides the state; null if it is not known.</summary>
    public string? DecidingCode =>
        Reasons.Select(reason => reason.Code).FirstOrDefault(code => code.Length > 0 && !Incidental.Contains(code));
}
