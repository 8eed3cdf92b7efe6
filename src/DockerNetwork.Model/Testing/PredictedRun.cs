using System.Net.Sockets;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>A plan as the rules see it. Nothing is sent.</summary>
/// <param name="plan">The plan.</param>
public sealed class PredictedRun(TestPlan plan)
{
    private readonly SnapshotIndex _index = SnapshotIndex.Of(plan.Snapshot);

    /// <summary>The results in the order of the plan, each made when it is asked for.</summary>
    public IEnumerable<ReachabilityResult> Results() => plan.Sources.SelectMany(source => source.Probes).Select(Result);

    /// <summary>The result of one probe.</summary>
    internal ReachabilityResult Result(PlannedProbe probe) => new(probe, Verdict(probe)) { Time = plan.Options.Time.GetLocalNow() };

    /// <summary>What the rules say of one probe.</summary>
    internal Verdict Verdict(PlannedProbe probe)
    {
        if (probe.NoAddress)
        {
            var family = plan.Options.Probe.Family switch
            {
                AddressFamily.InterNetwork => "IPv4 ",
                AddressFamily.InterNetworkV6 => "IPv6 ",
                _ => "",
            };
            return new Verdict(ReachabilityState.Unknown, null, null,
            [
                new Reason(
                    ReasonCode.NotProbed, probe.Source.Name,
                    $"{probe.Source} has no {family}address for {probe.Literal}."),
            ]);
        }

        var question = Question(probe);
        var verdict = probe.Protocol == ProbeProtocol.Dns ? Predictor.PredictName(question) : Predictor.Predict(question);
        return question.Elsewhere is null ? verdict : OnSource(verdict);
    }

    /// <summary>What the rules are asked about one probe.</summary>
    internal Question Question(PlannedProbe probe) => new(_index, probe.Source, probe.Container, probe.Literal)
    {
        Port = probe.Port,
        Protocol = probe.Protocol == ProbeProtocol.Udp ? "udp" : "tcp",
        Family = plan.Options.Probe.Family,
        Elsewhere = plan.EngineOf(probe.Container),
    };

    /// <summary>A fix is run on the engine of the source, so what would change the target's is left out.</summary>
    private static Verdict OnSource(Verdict verdict)
    {
        return verdict with
        {
            Reasons = [.. verdict.Reasons.Select(WithoutFix)],
            Further = verdict.Further is { } further ? () => further().Select(WithoutFix) : null,
        };

        static Reason WithoutFix(Reason reason) =>
            reason.Code == ReasonCode.SourceNotRunning ? reason : new Reason(reason.Code, reason.Component, () => reason.Message);
    }
}
