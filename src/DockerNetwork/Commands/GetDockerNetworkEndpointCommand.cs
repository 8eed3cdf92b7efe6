using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkEndpoint: one object for each container on each network, including stopped containers. A container that shares the
/// network namespace of another has the endpoints of the other container.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkEndpoint", DefaultParameterSetName = "Network",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkEndpoint.md")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class GetDockerNetworkEndpointCommand : CollectingCommand<EndpointSelector>
{
    /// <summary>Networks: names (wildcards allowed), ids, id prefixes, or networks. All if not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [NetworkOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>Containers: names (wildcards allowed), ids, id prefixes, or containers. All if not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [ContainerTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>
    /// Only endpoints with one of these addresses, or with an address in one of these subnets. Of a stopped container, its static addresses
    /// count.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointAddressCompleter))]
    public AddressIdentity[]? IPAddress { get; set; }

    /// <summary>Only endpoints with one of these MAC addresses, in any usual spelling (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MacAddressCompleter))]
    public MacIdentity[]? MacAddress { get; set; }

    /// <summary>Only endpoints with one of these names: aliases, and what the engine's DNS resolves (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointAliasCompleter))]
    public string[]? Alias { get; set; }

    /// <summary>
    /// Also the containers of other nodes of the swarm that the engine knows: those on the routing mesh, and on overlay networks of its own
    /// containers.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeRemote { get; set; }

    /// <summary>
    /// Endpoints on networks of a swarm that the engines list themselves, if there are several: for the others, they are not remote.
    /// </summary>
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var selector in EndpointSelector.Of(Network, Container))
            await CollectAsync(selector.DockerHost, selector, output);
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (IncludeRemote && CollectedHosts is { Count: > 1 } hosts)
        {
            await foreach (var (client, listed) in AnswersAsync(hosts, ListedAsync, static (_, ids) => ids, output, cancellationToken))
                _listed.UnionWith(listed);
        }

        await base.EndProcessingAsync(output, cancellationToken);

        async Task<IReadOnlyList<string>> ListedAsync(EngineClient client, CancellationToken end)
        {
            var snapshot = await SnapshotAsync(client, end);
            return EndpointSelector.Listed(Collected(client.DockerHost), snapshot);
        }
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<EndpointSelector> items, CommandOutput output, CancellationToken cancellationToken)
    {
        var client = Engine(host);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var networks = await SelectAsync(EndpointSelector.Networks(items), n => Selection.Networks(snapshot, n), output);
        var containers = await SelectAsync(EndpointSelector.Containers(items), c => Selection.Containers(snapshot, c), output);
        var all = Endpoints(snapshot);
        var selected = new List<NetworkEndpoint>();
        foreach (var (network, container) in items)
        {
            // What means nothing has had its error.
            if (network is not null && !networks.ContainsKey(network) || container is not null && !containers.ContainsKey(container))
                continue;
            await GuardAsync(output, container?.ToString(), () =>
            {
                var here = all.FindAll(e =>
                    (network is null || networks[network].Any(n => n.Id == e.NetworkId))
                    && (container is null || containers[container].Any(c => c.Id == e.ContainerId)));
                if (here.Count == 0 && IsLiteral(network?.Text) && IsLiteral(container?.Text))
                {
                    var refusal = NotOn(networks[network!][0], containers[container!][0], all);
                    // Of several engines, it is on the network of another one.
                    return Defers((network, container), refusal) ? Task.CompletedTask : throw refusal;
                }

                Found((network, container));
                selected.AddRange(here);
                return Task.CompletedTask;
            });
        }

        var filter = new EndpointFilter(null, IPAddress, MacAddress, Alias);
        selected.RemoveAll(e => !filter.MayFit(e));
        var wanted = selected.Select(Key).ToHashSet();
        snapshot = await snapshot.InspectAsync(client, Concerned(snapshot, selected), cancellationToken);
        var found = Endpoints(snapshot).Where(e => wanted.Contains(Key(e)) && filter.Fits(e));
        if (IncludeRemote)
        {
            // A container of another node is not one that -Container names.
            var remote = (await RemoteEndpoints.ReadAsync(client, snapshot, cancellationToken)).Where(e => filter.Fits(e)
                && !_listed.Contains(e.EndpointId)
                && items.Any(item => item.Container is null && (item.Network is null || IsOn(item.Network, e))));
            found = found.Concat(remote).OrderBy(e => e.Network, StringComparer.Ordinal).ThenBy(e => e.Container, StringComparer.Ordinal);
        }

        await output.WriteObjectsAsync([.. found]);

        bool IsOn(NetworkIdentity network, NetworkEndpoint endpoint) =>
            networks.TryGetValue(network, out var meant) && meant.Any(n => n.Id == endpoint.NetworkId);
    }

    private static List<NetworkEndpoint> Endpoints(EngineSnapshot snapshot) =>
        [
            .. snapshot.Containers
                .SelectMany(snapshot.EndpointsOf)
                .OrderBy(e => e.Network, StringComparer.Ordinal)
                .ThenBy(e => e.Container, StringComparer.Ordinal),
        ];

    private static (string, string, string) Key(NetworkEndpoint endpoint) => (endpoint.ContainerId, endpoint.NetworkId, endpoint.Network);

    /// <summary>The containers, and those whose namespace they share.</summary>
    private static IEnumerable<string> Concerned(EngineSnapshot snapshot, IEnumerable<NetworkEndpoint> endpoints) => endpoints
        .Select(e => snapshot.Container(e.ContainerId)!)
        .SelectMany(c => new[] { c, snapshot.NamespaceOwner(c) })
        .OfType<Container>()
        .Select(c => c.Id);

    private static bool IsLiteral(string? text) => text is not null && !Wildcards.IsPattern(text);

    private static CommandException NotOn(Network network, Container container, IEnumerable<NetworkEndpoint> all)
    {
        var others = all.Where(e => e.ContainerId == container.Id).Select(e => e.Network).ToList();
        return CommandErrors.EndpointNotFound(container.Name, network.Name, others);
    }
}
