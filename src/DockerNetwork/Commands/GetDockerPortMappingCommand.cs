using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerPortMapping: the ports that containers expose and publish, where the host listens for them, and who can reach them. For
/// stopped containers, it returns the ports that open when they start.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerPortMapping",
    HelpUri = HelpPages.Folder + "Get-DockerPortMapping.md")]
[OutputType(typeof(PortMapping))]
public sealed class GetDockerPortMappingCommand : CollectingCommand<ContainerIdentity>
{
    /// <summary>
    /// Containers: names (wildcards allowed), ids, id prefixes, or containers. All, including stopped ones, if not given.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NetworkAsContainers]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>Only ports with these numbers, 1 to 65535, in the container or on the host.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(MappedPortCompleter))]
    public int[]? Port { get; set; }

    /// <summary>Only mappings of these ports of the host, as 8080 or 53/udp, or of a range that has one of them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HeldPortCompleter))]
    public PortIdentity[]? HostPort { get; set; }

    /// <summary>Only ports of these protocols: tcp, udp or sctp.</summary>
    [Parameter]
    [ValidateSet("tcp", "udp", "sctp")]
    public string[]? Protocol { get; set; }

    /// <summary>Only ports that the host listens for, or will when the container starts.</summary>
    [Parameter]
    public SwitchParameter Published { get; set; }

    /// <summary>
    /// Only ports that are open to the world: the host listens for them at all its addresses, or will when the container starts.
    /// </summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <summary>No container was named, so ports that belong to none are meant, too.</summary>
    private bool _all;

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        _all |= Container is null;
        foreach (var identity in Container ?? [new ContainerIdentity("*")])
            await CollectAsync(identity.DockerHost, identity, output);
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<ContainerIdentity> items, CommandOutput output, CancellationToken cancellationToken)
    {
        var client = Engine(host);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var selected = await SelectAsync(items, identity => Selection.Containers(snapshot, identity), output);
        var containers = selected.Values.SelectMany(c => c).ToList();
        snapshot = await snapshot.InspectAsync(client, PortTable.Inspected(snapshot, containers), cancellationToken);
        await output.WriteObjectsAsync([.. containers
            .Select(c => c.Id)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(id => PortTable.Merge([.. PortTable.Of(snapshot, snapshot.Container(id)!).Where(Fits)]))]);
        if (_all)
        {
            var services = (await ServicePorts.ReadAsync(client, snapshot, cancellationToken)).Where(Fits).GroupBy(port => port.Service);
            await output.WriteObjectsAsync([.. services.SelectMany(ports => PortTable.Merge([.. ports]))]);
        }
    }

    private bool Fits(PortMapping mapping) =>
        (!Open || mapping.Exposure == PortExposure.Open)
        && (!Published || mapping.Exposure != PortExposure.None)
        && (Protocol is null || Protocol.Contains(mapping.Protocol, StringComparer.OrdinalIgnoreCase))
        && (HostPort is null || Array.Exists(HostPort, port => port.Matches(mapping)))
        && (Port is null
            || Array.Exists(
                Port,
                port => port == mapping.ContainerPort || port >= mapping.HostPort && port <= (mapping.HostPortEnd ?? mapping.HostPort)));
}
