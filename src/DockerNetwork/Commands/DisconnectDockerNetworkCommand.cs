using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Disconnect-DockerNetwork: disconnects containers from networks. -Container selects among the containers on the network.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "DockerNetwork", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Disconnect-DockerNetwork.md")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class DisconnectDockerNetworkCommand : EngineCommand
{
    private readonly HashSet<(string Network, string Container)> _disconnected = [];

    /// <summary>Networks: names (wildcards allowed), ids, id prefixes, or networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectedNetworkCompleter))]
    public NetworkIdentity[] Network { get; set; } = [];

    /// <summary>
    /// Containers: names (wildcards allowed), ids, id prefixes, or containers. With -Force, this can also be the name of a stale endpoint.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ContainerOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectedContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>
    /// Also disconnects an endpoint whose container no longer exists, and removes a network that no longer exists from stopped containers
    /// that still list it and so cannot start.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the endpoints as they were before.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var containerHost = Array.Find(Container, c => c.DockerHost is not null)?.DockerHost;
        await ForEachAsync(Network, network => network.DockerHost ?? containerHost, DisconnectAllAsync, output, cancellationToken);

        async Task DisconnectAllAsync(EngineClient client, NetworkIdentity networkIdentity)
        {
            IReadOnlyList<Network> networks;
            try
            {
                networks = await FindAsync(client, s => Selection.Networks(s, networkIdentity), cancellationToken);
                Found(networkIdentity);
            }
            catch (CommandException e) when (Force && e.ErrorId == ErrorKind.NetworkNotFound.Id)
            {
                await ForgetAsync(client, networkIdentity, e, output, cancellationToken);
                return;
            }
            catch (CommandException e) when (Defers(networkIdentity, e))
            {
                return;
            }

            foreach (var network in networks)
            {
                foreach (var identity in Container)
                {
                    await GuardAsync(
                        output,
                        identity.ToString(),
                        () => DisconnectAsync(
                            client, network, identity, Wildcards.IsPattern(networkIdentity.Text), output, cancellationToken));
                }
            }
        }
    }

    private async Task DisconnectAsync(
        EngineClient client,
        Network network,
        ContainerIdentity identity,
        bool ofPattern,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<(Container Container, NetworkEndpoint Endpoint)> attached;
        try
        {
            attached = await FindAsync(
                client, s => Attached(s, network, identity, ofPattern), cancellationToken, a => _disconnected.Contains(KeyOf(a.Endpoint)));
            Found(identity);
        }
        catch (CommandException e) when (Force && e.ErrorId == ErrorKind.ContainerNotFound.Id)
        {
            // A stale endpoint goes by its own name, which no container has any more.
            var name = identity.Id ?? Wildcards.Literal(identity.Text);
            if (!await ShouldProcessAsync(output, client.DockerHost, network.Name, $"Disconnect the endpoint {name}"))
                return;
            try
            {
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(name, Force: true), cancellationToken);
                Found(identity);
            }
            catch (EngineException refusal) when (refusal.Failure == EngineFailure.NotFound && Defers(identity, e))
            {
                // Another engine may have the container.
            }

            return;
        }
        catch (CommandException e) when (Defers(identity, e))
        {
            return;
        }

        foreach (var (container, endpoint) in attached)
        {
            await GuardAsync(output, identity.TargetOf(container), async () =>
            {
                if (!await ShouldProcessAsync(output, client.DockerHost, network.Name, $"Disconnect {container}"))
                    return;
                // Aliases and options are gone afterwards, and Connect-DockerNetwork restores them from what is returned.
                var before = PassThru
                    ? await InspectAsync(client, await SnapshotAsync(client, cancellationToken), endpoint, cancellationToken) ?? endpoint
                    : endpoint;
                await client.DisconnectNetworkAsync(network.Id, new DisconnectRequest(container.Id, Force), cancellationToken);
                _disconnected.Add(KeyOf(endpoint));
                DoubtSnapshots();
                if (PassThru)
                    await output.WriteObjectAsync(before);
            });
        }
    }

    /// <summary>
    /// Takes a network that is gone off the containers that still list it. They are stopped, so the engine only forgets the name, and a
    /// network that has the name now does not notice.
    /// </summary>
    private async Task ForgetAsync(
        EngineClient client,
        NetworkIdentity networkIdentity,
        CommandException notFound,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        foreach (var identity in Container)
        {
            await GuardAsync(output, identity.ToString(), async () =>
            {
                var stale = await FindAsync(client, s => Stale(s, networkIdentity, identity), cancellationToken);
                if (stale.Count == 0 && !Wildcards.IsPattern(identity.Text))
                {
                    if (Defers(networkIdentity, notFound))
                        return;
                    throw notFound;
                }

                Found(networkIdentity);
                foreach (var endpoint in stale)
                {
                    if (!await ShouldProcessAsync(output, client.DockerHost, endpoint.Network, $"Disconnect {endpoint.Container}"))
                        continue;
                    await client.DisconnectNetworkAsync(
                        endpoint.Network, new DisconnectRequest(endpoint.ContainerId, Force: true), cancellationToken);
                    DoubtSnapshots();
                    if (PassThru)
                        await output.WriteObjectAsync(endpoint);
                }
            });
        }
    }

    /// <summary>The endpoints of a network that is gone. One of a container that was never started has no network id.</summary>
    private static IReadOnlyList<NetworkEndpoint> Stale(
        EngineSnapshot snapshot, NetworkIdentity networkIdentity, ContainerIdentity identity) =>
        [
            .. Selection.Containers(snapshot, identity)
                .SelectMany(c => c.Endpoints)
                .Where(e => e.State != ContainerState.Running && snapshot.Network(e.NetworkId) is null)
                .Where(e => networkIdentity.Id is { } id
                    ? e.NetworkId == id || (e.NetworkId.Length == 0 && e.Network == networkIdentity.Name)
                    : e.Network == Wildcards.Literal(networkIdentity.Text) || e.NetworkId == networkIdentity.Text),
        ];

    /// <summary>
    /// Which containers that an identity means are on a network. A pattern passes over those that are not, whether it is for containers or
    /// for networks.
    /// </summary>
    private static IReadOnlyList<(Container Container, NetworkEndpoint Endpoint)> Attached(
        EngineSnapshot snapshot, Network network, ContainerIdentity identity, bool ofPattern)
    {
        var endpoints = snapshot.Network(network.Id)?.Endpoints ?? [];
        var attached = new List<(Container, NetworkEndpoint)>();
        foreach (var container in Selection.Containers(snapshot, identity))
        {
            if (endpoints.FirstOrDefault(e => e.ContainerId == container.Id) is { } endpoint)
                attached.Add((container, endpoint));
            else if (Forgotten(snapshot, network, container) is { } forgotten)
                attached.Add((container, forgotten));
            else if (!ofPattern && !Wildcards.IsPattern(identity.Text))
                throw CommandErrors.NotConnected(container.Name, network.Name, [.. endpoints.Select(e => e.Container)]);
        }

        return attached;
    }

    /// <summary>
    /// What a stopped container still lists of a network that was removed and made again by the same name: it cannot start.
    /// </summary>
    private static NetworkEndpoint? Forgotten(EngineSnapshot snapshot, Network network, Container container) =>
        container.State == ContainerState.Running
            ? null
            : container.Endpoints.FirstOrDefault(e => e.Network == network.Name && snapshot.Network(e.NetworkId) is null);

    private static (string Network, string Container) KeyOf(NetworkEndpoint endpoint) => (endpoint.NetworkId, endpoint.ContainerId);
}
