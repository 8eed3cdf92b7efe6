using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>Get-DockerNetworkTopology: the graph of an engine: networks, containers, who is on which, published ports, and the way out.</summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkTopology", DefaultParameterSetName = "Network",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkTopology.md")]
[OutputType(typeof(NetworkTopology))]
public sealed class GetDockerNetworkTopologyCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, Selectors> _engines = [];
    private readonly Selectors _offline = new([], []);

    /// <summary>Only these networks and who is on them: names (wildcards allowed), ids, beginnings of ids, or networks.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>Only these containers and the networks they are on: names (wildcards allowed), ids, beginnings of ids, or containers.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Network")]
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Container")]
    [ContainerTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>
    /// Draws a snapshot instead of an engine, which is not asked: what Get-DockerNetworkSnapshot gave, also after Export-Clixml or ConvertTo-Json and back, or
    /// the JSON text of a file.
    /// </summary>
    [Parameter]
    [SavedSnapshotTransformation]
    public SavedSnapshot? Snapshot { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        // Asked at the end: one graph an engine for all that a pipeline brings.
        foreach (var network in Network ?? [null!])
        {
            foreach (var container in Container ?? [null!])
            {
                var selectors = _offline;
                if (Snapshot is null)
                {
                    var client = Engine(network?.DockerHost ?? container?.DockerHost);
                    if (!_engines.TryGetValue(client, out selectors))
                        _engines[client] = selectors = new Selectors([], []);
                }

                if (network is not null && !selectors.Networks.Contains(network))
                    selectors.Networks.Add(network);
                if (container is not null && !selectors.Containers.Contains(container))
                    selectors.Containers.Add(container);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (Snapshot is not null)
            await DrawAsync(Snapshot.ToSnapshot(), _offline, output);
        foreach (var (client, selectors) in _engines)
            await ReportAsync(output, async () => await DrawAsync(await SnapshotReader.ReadAsync(client, cancellationToken), selectors, output));
    }

    private static async Task DrawAsync(EngineSnapshot snapshot, Selectors selectors, CommandOutput output)
    {
        var networks = await SelectAsync(selectors.Networks, n => Selection.Networks(snapshot, n), output);
        var containers = await SelectAsync(selectors.Containers, c => Selection.Containers(snapshot, c), output);
        // Where nothing of what was wanted is there, everything is no answer.
        if (networks is not { Count: 0 } && containers is not { Count: 0 })
            await output.WriteObjectAsync(TopologyBuilder.Of(snapshot, networks, containers));
    }

    /// <summary>What identities mean; null where there are none. One that means nothing is an error about it, and is left out.</summary>
    private static async Task<List<T>?> SelectAsync<TIdentity, T>(List<TIdentity> identities, Func<TIdentity, IReadOnlyList<T>> select, CommandOutput output)
        where TIdentity : class
    {
        if (identities.Count == 0)
            return null;
        var selected = new List<T>();
        foreach (var identity in identities)
        {
            await ReportAsync(output, identity.ToString(), () =>
            {
                selected.AddRange(select(identity));
                return Task.CompletedTask;
            });
        }

        return selected;
    }

    private sealed record Selectors(List<NetworkIdentity> Networks, List<ContainerIdentity> Containers);
}
