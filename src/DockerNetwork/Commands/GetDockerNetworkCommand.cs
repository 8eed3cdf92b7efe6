using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetwork: lists networks with their subnets and endpoints. It makes two requests, however many networks there are. The
/// endpoints include stopped containers.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetwork", DefaultParameterSetName = "Name",
    HelpUri = HelpPages.Folder + "Get-DockerNetwork.md")]
[OutputType(typeof(Network))]
public sealed class GetDockerNetworkCommand : EngineCommand
{
    /// <summary>
    /// Names (wildcards allowed), ids, id prefixes, or networks. A name without wildcards that does not exist is an error; a pattern that
    /// matches nothing is not.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [ContainerAsNetworks]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[]? Name { get; set; }

    /// <summary>Ids or id prefixes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only networks with one of these drivers (wildcards allowed): bridge, host, null, overlay, macvlan, ipvlan …</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DriverInUseCompleter))]
    public string[]? Driver { get; set; }

    /// <summary>Only networks with one of these scopes: local, swarm or global.</summary>
    [Parameter]
    [ValidateSet("local", "swarm", "global")]
    public string[]? Scope { get; set; }

    /// <summary>Only networks with all of these labels, as key or key=value (wildcards allowed).</summary>
    [Parameter]
    [LabelFilterTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkLabelCompleter))]
    public string[]? Label { get; set; }

    /// <summary>Only networks that can be removed and that no container, running or stopped, is connected to.</summary>
    [Parameter]
    public SwitchParameter Unused { get; set; }

    /// <summary>Only networks with a subnet that contains one of these addresses, or overlaps one of these subnets.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointAddressCompleter))]
    public AddressIdentity[]? IPAddress { get; set; }

    /// <summary>
    /// Only networks with one of these interfaces of the host: the bridge, or the parent interface of macvlan and ipvlan (wildcards
    /// allowed).
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkInterfaceCompleter))]
    public string[]? HostInterface { get; set; }

    /// <summary>
    /// Only networks with a subnet that overlaps one of another network or, if the engine is on this machine, an interface or a route of
    /// the host. The property Overlaps says with what.
    /// </summary>
    [Parameter]
    public SwitchParameter Overlapping { get; set; }

    /// <summary>
    /// Also inspects each network, with one more request: how many addresses of its subnets are in use and free (API 1.52) and, of overlay
    /// networks, the peers, services and tasks (<c>docker network inspect --verbose</c>).
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var detail = Detailed || Overlapping;
        return Id is null
            ? WriteFoundAsync(Names, Names[0].DockerHost, Selection.Networks, Fits, output, cancellationToken, detail ? DetailAsync : null)
            : WriteFoundAsync(Id, null, Selection.NetworksById, Fits, output, cancellationToken, detail ? DetailAsync : null);

        async Task<IReadOnlyList<Network>> DetailAsync(EngineClient client, EngineSnapshot snapshot, IReadOnlyList<Network> networks)
        {
            if (Overlapping)
                networks = SubnetOverlaps.Among(networks, snapshot.Networks, HostNetworks.Of(client.DockerHost));
            return Detailed ? await NetworkInspection.ReadAsync(client, networks, cancellationToken) : networks;
        }
    }

    private NetworkIdentity[] Names => Name ?? [new NetworkIdentity("*")];

    private bool Fits(EngineSnapshot snapshot, Network network) =>
        Selection.Matches(Driver, network.Driver)
        && Selection.Matches(Scope, network.Scope)
        && Selection.HasLabels(Label, network.Label)
        && (IPAddress is null || network.Subnets.Any(subnet => Array.Exists(IPAddress, wanted => wanted.Overlaps(subnet))))
        && (HostInterface is null || (network.HostInterface is { } host && Selection.Matches(HostInterface, host)))
        && (!Unused || snapshot.IsUnused(network));
}
