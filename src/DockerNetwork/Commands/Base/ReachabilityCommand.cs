using System.Management.Automation;
using System.Net.Sockets;
using DockerNetwork.Completion;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>A cmdlet that tests who reaches whom: what Test-ContainerReachability and Wait-ContainerReachability both ask.</summary>
public abstract class ReachabilityCommand : CollectingCommand<ContainerIdentity>
{
    /// <summary>
    /// Where the probes start: names (wildcards allowed), ids, id prefixes, containers, or @host for the engine's host.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container")]
    [AllowNull, AllowEmptyCollection, NetworkAsContainers, ValidateSource]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SourceCompleter))]
    public ContainerIdentity[] Source { get; set; } = [];

    /// <summary>
    /// The targets: containers (names, wildcards, ids, or containers), addresses, host names, host:port, URLs, or @host (the engine's
    /// host), @gateway (the gateways of the source) and @outside (the next hop of the host's default route). Without it, the targets are
    /// the other containers on the source's networks.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = "Target")]
    [Parameter(Position = 1, ParameterSetName = "Mesh")]
    [ValidateTarget]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public ContainerIdentity[]? Target { get; set; }

    /// <summary>Tests every source against every source, including itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Mesh")]
    public SwitchParameter Mesh { get; set; }

    /// <summary>TCP ports to connect to, 1 to 65535. Without any port, the probe is an ICMP echo, as with ping.</summary>
    [Parameter]
    [Alias("Port")]
    [PortNumberTransformation("tcp"), ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(TcpPortCompleter))]
    public int[] TcpPort { get; set; } = [];

    /// <summary>UDP ports to send a datagram to, 1 to 65535. If there is no answer, the state is Unknown.</summary>
    [Parameter]
    [PortNumberTransformation("udp"), ValidateRange(1, 65535)]
    [ArgumentCompleter(typeof(UdpPortCompleter))]
    public int[] UdpPort { get; set; } = [];

    /// <summary>Sends an HTTP GET to the TCP ports, or to port 80 if none are given.</summary>
    [Parameter]
    public SwitchParameter Http { get; set; }

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Only names and addresses on these networks (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>How target containers are addressed: Name, Alias, Address; all three if not given.</summary>
    [Parameter]
    public TargetLiterals By { get; set; } = TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address;

    /// <summary>
    /// How to observe: Agent enters the containers' network namespaces, Sidecar starts a container for each source, Exec uses the
    /// containers' own ping and nc, None only predicts. If not given, the first of them that the engine allows.
    /// </summary>
    [Parameter]
    public ProbeMethod? Method { get; set; }

    private protected sealed override int EnginesAtOnce => SideBySide.TestedAtOnce;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IPv4 && IPv6)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(IPv4), nameof(IPv6), "Omit both to use either family."));
        // Bound all the same, because PowerShell's own error about parameter sets does not say what to do.
        if (Mesh && Target is not null)
        {
            ThrowTerminatingError(ErrorRecords.Conflict(
                nameof(Mesh), nameof(Target), "To test containers against each other, separate their names with commas: web, db -Mesh."));
        }
    }

    /// <summary>What the parameters of this class ask for, with probes of one packet each.</summary>
    /// <param name="snapshot">Where the networks are looked up.</param>
    /// <param name="timeoutSeconds">Of each probe.</param>
    private protected TestOptions CommonOptions(EngineSnapshot snapshot, int timeoutSeconds) => new()
    {
        By = By,
        TcpPorts = TcpPort,
        UdpPorts = UdpPort,
        Http = Http,
        Networks = Network is null ? null : [.. Network.SelectMany(n => Selection.Networks(snapshot, n)).Select(n => n.Id)],
        Probe = new ProbeOptions(1, TimeSpan.FromSeconds(timeoutSeconds))
        {
            Family = IPv4 ? AddressFamily.InterNetwork : IPv6 ? AddressFamily.InterNetworkV6 : null,
        },
        Method = Method,
    };
}
