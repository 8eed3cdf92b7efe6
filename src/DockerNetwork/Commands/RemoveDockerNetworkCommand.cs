using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Remove-DockerNetwork: removes networks. If containers, running or stopped, are on a network, removing it is an error that names them.
/// -Force disconnects them first, and endpoints whose container no longer exists.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DockerNetwork", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Remove-DockerNetwork.md")]
[OutputType(typeof(Network))]
public sealed class RemoveDockerNetworkCommand : EngineCommand
{
    private readonly HashSet<string> _removed = [];

    /// <summary>Names (wildcards allowed), ids, id prefixes, or networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseContainers]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RemovableNetworkCompleter))]
    public NetworkIdentity[] Network { get; set; } = [];

    /// <summary>First disconnects the containers on the network, and does not ask before it removes the swarm's routing mesh.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the networks that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Removing networks");
        await ForFoundAsync(Network, i => i.DockerHost, Selection.Networks, RemoveAllAsync, output, cancellationToken, IsDoubtful);

        async Task RemoveAllAsync(EngineClient client, NetworkIdentity identity, IReadOnlyList<Network> networks)
        {
            progress.Expect(networks.Count);
            foreach (var network in networks)
            {
                await GuardAsync(output, identity.TargetOf(network), () => RemoveAsync(client, network, output, cancellationToken));
                progress.Advance(network);
            }
        }
    }

    /// <summary>Another command of the pipeline may have disconnected who was on it.</summary>
    private bool IsDoubtful(Network network) => _removed.Contains(network.Id) || (!Force && network.Endpoints.Count > 0);

    private async Task RemoveAsync(EngineClient client, Network network, CommandOutput output, CancellationToken cancellationToken)
    {
        if (network.Predefined)
        {
            throw CommandErrors.PredefinedNetwork(network.Name);
        }

        if (network.Endpoints.Count > 0 && !Force)
            throw InUse(network, network.Endpoints, await IsUniqueAsync(client, network, cancellationToken));

        var action = network.Endpoints.Count > 0
            ? $"Disconnect {string.Join(", ", network.Endpoints.Select(e => e.Container))} and remove network"
            : "Remove network";
        if (!await ShouldProcessAsync(output, client.DockerHost, network.Name, action))
            return;
        if (network.Ingress && !Force && !await output.ShouldContinueAsync(
            "Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. "
            + "Otherwise, removal may not be effective and functionality of newly created ingress networks will be impaired.",
            "Remove the swarm's routing mesh?"))
        {
            return;
        }

        // The user may take a long time to answer the prompt.
        var users = await NetworkUsers.ReadAsync(client, network, cancellationToken);
        if (Force)
            await DisconnectAllAsync(client, network, users, cancellationToken);
        else if (users.Count > 0)
            throw InUse(network, users, await IsUniqueAsync(client, network, cancellationToken));
        try
        {
            await NetworkUsers.RemoveAsync(client, network, cancellationToken);
        }
        catch (EngineException e)
        {
            throw e.Naming(network.Id, network.Name);
        }

        _removed.Add(network.Id);
        DoubtSnapshots();
        if (PassThru)
            await output.WriteObjectAsync(network);
    }

    /// <summary>Engines before API 1.44 allow several networks of one name.</summary>
    private async Task<bool> IsUniqueAsync(EngineClient client, Network network, CancellationToken cancellationToken) =>
        (await SnapshotAsync(client, cancellationToken)).Networks.Count(n => n.Name == network.Name) <= 1;

    private static CommandException InUse(Network network, IReadOnlyList<NetworkEndpoint> endpoints, bool isUnique)
    {
        var users = endpoints.Select(e => e.State == ContainerState.Running
            ? e.Container
            : $"{e.Container} ({e.State.ToString().ToLowerInvariant()})");
        // A name that is a pattern would match other networks as soon as this one is gone.
        var name = PowerShellWord.Of(isUnique && FixRules.IsName(network.Name) ? network.Name : network.Id);
        var command = $"Disconnect-DockerNetwork -Network {name} -Container *";
        return CommandErrors.NetworkInUse(network.Name, users, command);
    }

    /// <summary>
    /// Running containers and stale endpoints are in the inspect document, stopped containers only in the list of containers.
    /// </summary>
    private static async Task DisconnectAllAsync(
        EngineClient client, Network network, IReadOnlyList<NetworkEndpoint> users, CancellationToken cancellationToken)
    {
        var active = (await client.InspectNetworkAsync(network.Id, cancellationToken)).Containers ?? [];
        var names = active
            .Select(pair => pair.Key.StartsWith("ep-", StringComparison.Ordinal) ? pair.Value?.Name ?? pair.Key : pair.Key)
            .Concat(users.Select(e => e.ContainerId))
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(name, Force: true), cancellationToken);
            }
            catch (EngineException e) when (e.Failure == EngineFailure.NotFound
                || e.Message.Contains("is not connected", StringComparison.Ordinal))
            {
                // It went by itself meanwhile, which is what was wanted.
            }
        }
    }
}
