using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkEndpoint: the join table of containers and networks, one row a container on a network, stopped containers included. A container that
/// shares the network namespace of another stands where that one does.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkEndpoint", DefaultParameterSetName = "Network")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class GetDockerNetworkEndpointCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, List<Selector>> _selectors = [];

    /// <summary>Networks: names (wildcards allowed), ids, beginnings of ids, or networks. All when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [SupportsWildcards]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers. All when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [SupportsWildcards]
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
                var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
                var all = Endpoints(snapshot);
                var selected = new List<NetworkEndpoint>();
                foreach (var selector in selectors)
                {
                    await ReportAsync(output, selector.ToString(), () =>
                    {
                        selected.AddRange(selector.Select(snapshot, all));
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

    /// <summary>A network, a container, one on the other; null for all.</summary>
    private sealed record Selector(NetworkIdentity? Network, ContainerIdentity? Container)
    {
        /// <summary>The endpoints that are meant.</summary>
        /// <exception cref="CommandException">NetworkNotFound, ContainerNotFound, AmbiguousNetwork, AmbiguousContainer, EndpointNotFound.</exception>
        public IReadOnlyList<NetworkEndpoint> Select(EngineSnapshot snapshot, IReadOnlyList<NetworkEndpoint> all)
        {
            var networks = Network is null ? null : Selection.Networks(snapshot, Network.Text);
            var containers = Container is null ? null : Selection.Containers(snapshot, Container.Text);
            NetworkEndpoint[] selected =
            [
                .. all.Where(e => (networks is null || networks.Any(n => n.Id == e.NetworkId)) && (containers is null || containers.Any(c => c.Id == e.ContainerId))),
            ];
            if (selected.Length == 0 && Network is not null && Container is not null
                && !WildcardPattern.ContainsWildcardCharacters(Network.Text) && !WildcardPattern.ContainsWildcardCharacters(Container.Text))
            {
                var others = string.Join(", ", all.Where(e => e.ContainerId == containers![0].Id).Select(e => e.Network));
                throw new CommandException(
                    "EndpointNotFound", ErrorCategory.ObjectNotFound,
                    $"The container '{containers![0]}' is not on the network '{networks![0]}'. It is on {(others.Length == 0 ? "no network" : others)}. Connect-DockerNetwork connects it.");
            }

            return selected;
        }

        /// <summary>What the user gave: the container, else the network.</summary>
        public override string? ToString() => (Container ?? (object?)Network)?.ToString();
    }
}
