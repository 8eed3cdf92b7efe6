using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>A trace that was made.</summary>
/// <param name="Evidence">What was seen.</param>
/// <param name="Finding">What it shows.</param>
internal sealed record Traced(TraceEvidence Evidence, TraceFinding Finding)
{
    /// <summary>What came of a connection of its own; null if none was made.</summary>
    public ReachabilityState? Observed { get; init; }

    /// <summary>The second connection, which a port proxy makes to the container; null if there is none.</summary>
    public Traced? Behind { get; init; }
}
