using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>The rows that were repaired, tested again.</summary>
public sealed partial class RepairContainerReachabilityCommand
{
    private async Task TestAgainAsync(
        EngineClient client, List<BrokenProbe> probes, CommandProgress progress, CommandOutput output, CancellationToken cancellationToken)
    {
        if (probes.Count == 0)
            return;
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        foreach (var probe in probes)
        {
            await GuardAsync(output, probe.Item, () => TestAgainAsync(client, snapshot, probe, output, cancellationToken));
            progress.Advance(probe);
        }
    }

    private async Task TestAgainAsync(
        EngineClient client, EngineSnapshot snapshot, BrokenProbe probe, CommandOutput output, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(TimeoutSeconds);

        // A program that was just started needs a moment before it listens.
        var deadline = DateTime.UtcNow.AddSeconds(TimeoutSeconds);
        ReachabilityResult? result;
        do
        {
            result = await LastAsync(probe.AgainAsync(client, snapshot, null, timeout, cancellationToken));
            if (result is not { Observed: ReachabilityState.Refused })
                break;
            await Task.Delay(200, cancellationToken);
        }
        while (DateTime.UtcNow < deadline);
        if (result is not null)
            await output.WriteObjectAsync(result);
    }
}
