using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerPortMapping: the ports that containers expose and publish, where the host listens for them, and who can reach that. Of stopped
/// containers what opens when they start.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerPortMapping",
    HelpUri = HelpPages.Folder + "Get-DockerPortMapping.md")]
[OutputType(typeof(PortMapping))]
public sealed class GetDockerPortMappingCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, List<ContainerIdentity>> _containers = [];

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers. All of them, stopped ones included, when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>Only ports of these numbers, on the container's side or the host's, 1 to 65535.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(MappedPortCompleter))]
    public int[]? Port { get; set; }

    /// <summary>Only ports of these protocols: tcp, udp or sctp.</summary>
    [Parameter]
    [ValidateSet("tcp", "udp", "sctp")]
    public string[]? Protocol { get; set; }

    /// <summary>Only ports that the host listens for, or will when the container starts.</summary>
    [Parameter]
    public SwitchParameter Published { get; set; }

    /// <summary>Only ports that are open to the world: the host listens for them at all its addresses, or will when the container starts.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        // Asked at the end, so that an engine is asked once for all that a pipeline brings.
        foreach (var identity in Container ?? [new ContainerIdentity("*")])
        {
            var client = Engine(identity.DockerHost);
            if (!_containers.TryGetValue(client, out var identities))
                _containers[client] = identities = [];
            identities.Add(identity);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (client, identities) in _containers)
        {
            await ReportAsync(output, async () =>
            {
                var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
                var containers = new List<Container>();
                foreach (var identity in identities)
                {
                    await ReportAsync(output, identity.ToString(), () =>
                    {
                        containers.AddRange(Selection.Containers(snapshot, identity));
                        return Task.CompletedTask;
                    });
                }

                snapshot = await snapshot.InspectAsync(client, PortTable.Inspected(snapshot, containers), cancellationToken);
                foreach (var id in containers.Select(c => c.Id).Distinct(StringComparer.Ordinal))
                {
                    foreach (var mapping in PortTable.Merge([.. PortTable.Of(snapshot, snapshot.Container(id)!).Where(Fits)]))
                        await output.WriteObjectAsync(mapping);
                }
            });
        }
    }

    private bool Fits(PortMapping mapping) =>
        (!Open || mapping.Exposure == PortExposure.Open)
        && (!Published || mapping.Exposure != PortExposure.None)
        && (Protocol is null || Protocol.Contains(mapping.Protocol, StringComparer.OrdinalIgnoreCase))
        && (Port is null || Array.Exists(Port, port => port == mapping.ContainerPort || port >= mapping.HostPort && port <= (mapping.HostPortEnd ?? mapping.HostPort)));
}
