using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>One pair and service of a round of Wait-ContainerReachability.</summary>
/// <param name="Result">The deciding result, of all names and addresses.</param>
/// <param name="Ready">It is as wanted.</param>
internal sealed record AwaitedPair(ReachabilityResult Result, bool Ready)
{
    /// <summary>
    /// The pairs of a round, each service by itself. A pair is reachable if one name or address is, and unreachable if none is and all are
    /// known. A name that is missing may only be late.
    /// </summary>
    public static IEnumerable<AwaitedPair> Of(IEnumerable<ReachabilityResult> results, ExpectedReachability until)
    {
        foreach (var pair in results.Where(result => Expectation.Concerns(until, result)).GroupBy(r => (r.SourceEnd, r.TargetEnd)))
        {
            var probes = pair.Select(result => (Outcome: ProbeOutcome.From(result), Result: result)).ToList();
            foreach (var service in PairOutcome.Of([.. probes.Select(p => p.Outcome)]).Services)
            {
                var decisive = probes.Find(p => ReferenceEquals(p.Outcome, service.Decisive)).Result;
                var unclear = service.Reached ? null : probes.Find(p => p.Outcome.Service == service.Service && IsUnclear(p.Result)).Result;
                yield return until == ExpectedReachability.Reachable
                    ? new AwaitedPair(decisive, service.Reached)
                    : new AwaitedPair(unclear ?? decisive, !service.Reached && unclear is null);
            }
        }
    }

    private static bool IsUnclear(ReachabilityResult result) =>
        result.Observed == ReachabilityState.Unknown || result.Effective == ReachabilityState.Unknown || Expectation.IsMissing(result);
}
