using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Repair;

/// <summary>
/// What -WhatIf goes on with: the engine as it would be after the fixes that were shown. The run predicts the other rows again after each
/// fix, and so does this.
/// </summary>
/// <param name="snapshot">The engine now. Its containers must have been inspected.</param>
internal sealed class RepairPlan(EngineSnapshot snapshot)
{
    /// <summary>The engine after the fixes so far; null if one of them is about what the engine does not have.</summary>
    public EngineSnapshot? Snapshot { get; private set; } = snapshot;

    /// <summary>A fix is taken as run. One about what the engine does not have leaves everything else as it was shown.</summary>
    public void Run(ProposedFix fix) => Snapshot = Snapshot is null ? null : PlannedFix.After(Snapshot, fix.Commands);

    /// <summary>
    /// A row as the run would find it: reachable, with the fix that is then proposed, or with none. If it cannot be predicted, as it is.
    /// </summary>
    public async Task<BrokenProbe> AgainAsync(BrokenProbe probe, CancellationToken cancellationToken)
    {
        if (Snapshot is null)
            return probe;
        ReachabilityResult? now = null;
        try
        {
            await foreach (var row in probe.AgainAsync(null, Snapshot, ProbeMethod.None, TimeSpan.Zero, cancellationToken))
                now = row;
        }
        catch (CommandException)
        {
            return probe;
        }

        return now is null ? probe : probe with { Reachable = now.Reachable, Fix = now.Reachable ? null : ProposedFix.Of(now.Reasons) };
    }
}
