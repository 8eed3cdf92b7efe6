using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Listening;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerContainerListener: who listens where in running containers, and on the engine's host: protocol, address, port, process, and
/// from where that address can be reached. Without the cmdlet, this takes <c>nsenter</c> and <c>ss -tulpn</c> on the host.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerContainerListener",
    HelpUri = HelpPages.Folder + "Get-DockerContainerListener.md")]
[OutputType(typeof(ContainerListener))]
public sealed class GetDockerContainerListenerCommand : EngineCommand
{
    /// <summary>
    /// Containers: names (wildcards allowed), ids, id prefixes, or containers; or @host for the engine's host. All running containers if
    /// not given.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NetworkAsContainers, ValidateSource]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SourceCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>Only listeners on these ports, 1 to 65535.</summary>
    [Parameter]
    [PortNumberTransformation, ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(ListenerPortCompleter))]
    public int[]? Port { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Reading listeners");
        await ForFoundAsync(
            Container ?? [new ContainerIdentity("*")],
            i => i.DockerHost,
            Selection.ContainersOrHost,
            ReadAsync,
            output,
            cancellationToken,
            c => !c.Up);

        async Task ReadAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            var snapshot = await SnapshotAsync(client, cancellationToken);
            snapshot = await snapshot.InspectAsync(client, containers.Where(c => !c.IsHost).Select(c => c.Id), cancellationToken);
            output.Expect(containers.Select(c => c.Name));
            progress.Expect(containers.Count);
            var reader = new NamespaceReader(client, text => _ = output.WriteVerboseAsync(text));
            foreach (var container in containers.Select(c => c.IsHost ? c : snapshot.Container(c.Id)).OfType<Container>())
            {
                await GuardAsync(
                    output, container.Name, () => WriteAsync(snapshot, reader, container, identity, output, cancellationToken));
                progress.Advance(container);
            }
        }
    }

    private async Task WriteAsync(
        EngineSnapshot snapshot,
        NamespaceReader reader,
        Container container,
        ContainerIdentity identity,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        if (container.State is not (ContainerState.Running or ContainerState.Paused))
        {
            if (Wildcards.IsPattern(identity.Text))
                return;
            throw CommandErrors.NoListeners(container.Name, container.State.ToString().ToLowerInvariant());
        }

        var listeners = await reader.ListenersAsync(container.IsHost ? null : container, cancellationToken);
        await output.WriteObjectsAsync(
            [.. ListenerTable.Of(snapshot, container, listeners).Where(item => Port is null || Port.Contains(item.Port))]);
    }
}
