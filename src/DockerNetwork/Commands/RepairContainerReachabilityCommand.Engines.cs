using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Pipeline;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <content>Results of several engines. A fix runs on the engine of its result, and on no other.</content>
public sealed partial class RepairContainerReachabilityCommand
{
    /// <summary>Whether a result crosses engines. Only the test can ask both, so it is not repaired.</summary>
    private static async Task<bool> CrossesAsync(CommandOutput output, BrokenProbe probe)
    {
        if (probe is { TargetDockerHost: not null, Reachable: false })
        {
            await output.WriteWarningAsync(
                $"{probe} is not reachable. It is left as it is, because only results within one engine are repaired: {probe.Source} is on "
                + $"the engine {probe.DockerHost}, and {probe.Target} is on {probe.TargetDockerHost}. {probe.Message}".TrimEnd());
        }

        return probe.TargetDockerHost is not null;
    }

    /// <summary>
    /// Without results of another engine than the one that the user named. An engine may have several addresses, so the ids of the
    /// containers decide; a result without ids is one of its own engine only.
    /// </summary>
    private async Task<List<BrokenProbe>> OfEngineAsync(
        DockerHost host, List<BrokenProbe> probes, CommandOutput output, CancellationToken cancellationToken)
    {
        if (!probes.Exists(IsForeign))
            return probes;
        var snapshot = await SnapshotAsync(Engine(host), cancellationToken);
        var own = new List<BrokenProbe>();
        foreach (var probe in probes)
        {
            await GuardAsync(output, probe.Item, () =>
            {
                string[] ids = [.. new[] { probe.SourceId, probe.TargetId }.OfType<string>()];
                if (IsForeign(probe) && (ids.Length == 0 || Array.Exists(ids, id => snapshot.Container(id) is null)))
                {
                    throw CommandErrors.FixNotAllowed(
                        $"the result is from the engine {probe.DockerHost}, but {host}, which you named, does not have its containers");
                }

                own.Add(probe);
                return Task.CompletedTask;
            });
        }

        return own;

        bool IsForeign(BrokenProbe probe) => probe.DockerHost is { } named && named != host;
    }
}
