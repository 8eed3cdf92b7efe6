using System.Diagnostics;
using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Pipeline;

/// <summary>
/// The pictures of engines that names are looked up in: one a pipeline that runs through, not one a name. A pipeline that takes its time
/// gets a new one now and then, and a name that is not in the snapshot is looked for in a new one before it is an error.
/// </summary>
internal sealed class SnapshotCache
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly Dictionary<EngineClient, (EngineSnapshot Snapshot, long Taken)> _snapshots = [];

    /// <summary>What an identity means. Of an object too it is the container as the engine has it, because a file may call it something else.</summary>
    /// <exception cref="CommandException">ContainerNotFound, AmbiguousContainer.</exception>
    public async Task<IReadOnlyList<Container>> SelectAsync(EngineClient client, ContainerIdentity identity, CancellationToken cancellationToken)
    {
        var recent = _snapshots.TryGetValue(client, out var last) && Stopwatch.GetElapsedTime(last.Taken) < GoodFor;
        try
        {
            if (recent)
                return Selection.Containers(last.Snapshot, identity);
        }
        catch (CommandException e) when (e.Category == ErrorCategory.ObjectNotFound)
        {
            // A command before this one in the pipeline may have made it just now.
        }

        var taken = Stopwatch.GetTimestamp();
        var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
        _snapshots[client] = (snapshot, taken);
        return Selection.Containers(snapshot, identity);
    }
}
