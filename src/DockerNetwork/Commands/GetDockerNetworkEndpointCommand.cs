using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkEndpoint: the join table of containers and networks, one row a container on a network, stopped containers included. A container that
/// shares the network namespace of another stands where that one does.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkEndpoint", DefaultParameterSetName = "Network",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkEndpoint.md")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class GetDockerNetworkEndpointCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, List<Selector>> _selectors = [];

    /// <summary>Networks: names (wildcards allowed), ids, beginnings of ids, or networks. All when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers. All when not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [ContainerTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        // Asked at the end, so that an engine is asked once for all that a pipeline brings.
        foreach (var network in Network ?? [null!])
        {
            foreach (var container in Container ?? [null!])
            {
                var client = Engine(network?.DockerHost ?? container?.DockerHost);
                if (!_selectors.TryGetValue(client, out var selectors))
                    _selectors[client] = selectors = [];
                selectors.Add(new Selector(network, container));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (client, selectors) in _selectors)
        {
            await ReportAsync(output, async () =>
            {
                var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
                var networks = await ResolveAsync(selectors.Select(s => s.Network), identity => Selection.Networks(snapshot, identity), output);
                var containers = await ResolveAsync(selectors.Select(s => s.Container), identity => Selection.Containers(snapshot, identity), output);
                var all = Endpoints(snapshot);
                var selected = new List<NetworkEndpoint>();
                foreach (var (network, container) in selectors.Where(s => (s.Network is null || networks.ContainsKey(s.Network)) && (s.Container is null || containers.ContainsKey(s.Container))))
                {
                    await ReportAsync(output, container?.ToString(), () =>
                    {
                        var found = all.Where(e => (network is null || networks[network].Any(n => n.Id == e.NetworkId)) && (container is null || containers[container].Any(c => c.Id == e.ContainerId))).ToList();
                        if (found.Count == 0 && IsLiteral(network?.Text) && IsLiteral(container?.Text))
                            throw NotOn(networks[network!][0], containers[container!][0], all);
                        selected.AddRange(found);
                        return Task.CompletedTask;
                    });
                }

                var wanted = selected.Select(Key).ToHashSet();
                snapshot = await snapshot.InspectAsync(client, Concerned(snapshot, selected), cancellationToken);
                foreach (var endpoint in Endpoints(snapshot).Where(e => wanted.Contains(Key(e))))
                    await output.WriteObjectAsync(endpoint);
            });
        }
    }

    private static List<NetworkEndpoint> Endpoints(EngineSnapshot snapshot) =>
        [.. snapshot.Containers.SelectMany(snapshot.EndpointsOf).OrderBy(e => e.Network, StringComparer.Ordinal).ThenBy(e => e.Container, StringComparer.Ordinal)];

    private static (string, string, string) Key(NetworkEndpoint endpoint) => (endpoint.ContainerId, endpoint.NetworkId, endpoint.Network);

    /// <summary>The containers, and those whose namespace they share.</summary>
    private static IEnumerable<string> Concerned(EngineSnapshot snapshot, IEnumerable<NetworkEndpoint> endpoints) => endpoints
        .Select(e => snapshot.Container(e.ContainerId)!)
        .SelectMany(c => new[] { c, snapshot.NamespaceOwner(c) })
        .OfType<Container>()
        .Select(c => c.Id);

    /// <summary>What identities mean, each asked for once; one that means nothing is an error about it, and is left out.</summary>
    private static async Task<Dictionary<TIdentity, IReadOnlyList<T>>> ResolveAsync<TIdentity, T>(
        IEnumerable<TIdentity?> identities, Func<TIdentity, IReadOnlyList<T>> select, CommandOutput output)
        where TIdentity : class
    {
        var resolved = new Dictionary<TIdentity, IReadOnlyList<T>>();
        foreach (var identity in identities.OfType<TIdentity>().Distinct())
        {
            await ReportAsync(output, identity.ToString(), () =>
            {
                resolved[identity] = select(identity);
                return Task.CompletedTask;
            });
        }

        return resolved;
    }

    private static bool IsLiteral(string? text) => text is not null && !Wildcards.IsPattern(text);

    private static CommandException NotOn(Network network, Container container, IEnumerable<NetworkEndpoint> all)
    {
        var others = string.Join(", ", all.Where(e => e.ContainerId == container.Id).Select(e => e.Network));
        return new CommandException(
            "EndpointNotFound", ErrorCategory.ObjectNotFound,
            $"The container '{container}' is not on the network '{network}'. It is on {(others.Length == 0 ? "no network" : others)}. Connect-DockerNetwork connects it.");
    }

    /// <summary>A network, a container, one on the other; null for all.</summary>
    private readonly record struct Selector(NetworkIdentity? Network, ContainerIdentity? Container);
}
