using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>Disconnect-DockerNetwork: takes containers off networks. -Container selects among those that are on the network.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "DockerNetwork", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Disconnect-DockerNetwork.md")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class DisconnectDockerNetworkCommand : EngineCommand
{
    /// <summary>Networks: names (wildcards allowed), ids, beginnings of ids, or networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[] Network { get; set; } = [];

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers. With -Force also the name of a stale endpoint.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Also where the container is gone and only its endpoint is left.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the endpoints as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var networkIdentity in Network)
        {
            await ReportAsync(output, networkIdentity.ToString(), async () =>
            {
                var client = Engine(networkIdentity.DockerHost ?? Array.Find(Container, c => c.DockerHost is not null)?.DockerHost);
                var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
                foreach (var network in Selection.Networks(snapshot, networkIdentity))
                {
                    foreach (var identity in Container)
                        await ReportAsync(output, identity.ToString(), () => DisconnectAsync(client, snapshot, network, identity, output, cancellationToken));
                }
            });
        }
    }

    private async Task DisconnectAsync(
        EngineClient client, EngineSnapshot snapshot, Network network, ContainerIdentity identity, CommandOutput output, CancellationToken cancellationToken)
    {
        if (Force && !Selection.IsContainer(snapshot, identity))
        {
            // A stale endpoint goes by its own name, which no container has any more.
            var name = identity.Id ?? Wildcards.Literal(identity.Text);
            if (await output.ShouldProcessAsync(network.Name, $"Disconnect the endpoint {name}"))
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(name, Force: true), cancellationToken);
            return;
        }

        var isPattern = Wildcards.IsPattern(identity.Text);
        foreach (var container in Selection.Containers(snapshot, identity))
        {
            if (network.Endpoints.FirstOrDefault(e => e.ContainerId == container.Id) is not { } endpoint)
            {
                if (isPattern)
                    continue;
                throw new CommandException(
                    "NotConnected", ErrorCategory.ObjectNotFound,
                    $"The container '{container}' is not on the network '{network}'. On it: {(network.Endpoints.Count == 0 ? "nobody" : string.Join(", ", network.Endpoints.Select(e => e.Container)))}.");
            }

            await ReportAsync(output, identity.TargetOf(container), async () =>
            {
                if (!await output.ShouldProcessAsync(network.Name, $"Disconnect {container}"))
                    return;
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(container.Id, Force), cancellationToken);
                if (PassThru)
                    await output.WriteObjectAsync(endpoint);
            });
        }
    }
}
