using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>What -Quiet must not hide: that a name leads to the target only sometimes.</summary>
internal static class AmbiguousNames
{
    /// <summary>
    /// The reason for a doubt about a result: the name of the target is a name of another container too, or only some of the containers
    /// with a name can be reached. Several containers with one alias that all can be reached are what an alias is often for, so that is no
    /// doubt. Null if there is none. Only the decisive reasons of a prediction are read: to make the others, it would be predicted twice.
    /// </summary>
    public static Reason? Of(ReachabilityResult result) =>
        (result.TargetId is null
            ? result.Predicted == ReachabilityState.Unknown
            : result.TargetName.Equals(result.Target, StringComparison.OrdinalIgnoreCase))
        && result.Observed is not ReachabilityState.Unresolved
            ? (result.Observed is null ? result.Verdict.Reasons : result.Reasons).FirstOrDefault(
                reason => reason.Code == ReasonCode.AmbiguousName)
            : null;
}
