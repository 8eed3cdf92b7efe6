using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkTopology: the graph of an engine: networks, containers, their connections, published ports, and uplinks.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkTopology", DefaultParameterSetName = "Network",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkTopology.md")]
[OutputType(typeof(NetworkTopology))]
public sealed class GetDockerNetworkTopologyCommand : CollectingCommand<EndpointSelector>
{
    /// <summary>Only these networks and the containers on them: names (wildcards allowed), ids, id prefixes, or networks.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [NetworkOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>
    /// Only these containers and their networks: names (wildcards allowed), ids, id prefixes, or containers.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [ContainerTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>
    /// Reads a snapshot instead of asking an engine: an object from Get-DockerNetworkSnapshot, also after Export-Clixml or
    /// ConvertTo-Json and back, or the JSON text of a file.
    /// </summary>
    [Parameter]
    [SavedSnapshotTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SavedSnapshot? Snapshot { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var selector in EndpointSelector.Of(Network, Container))
        {
            if (Snapshot is null)
                await CollectAsync(selector.DockerHost, selector, output);
            else
                Collect(null, selector);
        }
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<EndpointSelector> items, CommandOutput output, CancellationToken cancellationToken)
    {
        var snapshot = Snapshot is null ? await SnapshotAsync(Engine(host), cancellationToken) : Snapshot.ToSnapshot();
        var networks = Selected(
            items, i => i.Network, await SelectAsync(EndpointSelector.Networks(items), n => Selection.Networks(snapshot, n), output));
        var containers = Selected(
            items, i => i.Container, await SelectAsync(EndpointSelector.Containers(items), c => Selection.Containers(snapshot, c), output));
        // If nothing of what was wanted is there, everything is not the answer.
        if (networks is not { Count: 0 } && containers is not { Count: 0 })
            await output.WriteObjectAsync(TopologyBuilder.Of(snapshot, networks, containers));
    }

    /// <summary>What was selected; null, for everything, if nothing was asked for.</summary>
    private static List<T>? Selected<TIdentity, T>(
        IEnumerable<EndpointSelector> items,
        Func<EndpointSelector, TIdentity?> identity,
        IReadOnlyDictionary<TIdentity, IReadOnlyList<T>> selected)
        where TIdentity : class =>
        items.All(i => identity(i) is null) ? null : selected.Values.SelectMany(found => found).ToList();
}
