using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>Who can reach a port from the host's side.</summary>
public enum PortExposure : long
{
    /// <summary>Only the container's networks: the port is exposed, not published.</summary>
    None,

    /// <summary>Only the host itself, which listens on a loopback address.</summary>
    Loopback,

    /// <summary>Anyone who can reach that one address of the host.</summary>
    Address,

    /// <summary>
    /// Everyone, because the host listens on all its addresses, unless a firewall in front of the host blocks access. Ordinary rules of the
    /// host's own firewall do not, because the engine's rules come first (moby#22054).
    /// </summary>
    Open,
}

/// <summary>
/// A port of a container, and where the host listens for it. There is one object for each mapping of the engine, so that counts, filters
/// and exports are exact. <see cref="PortMappingProperties.Published"/> and the heading of the table combine mappings that belong together
/// (both families, ranges).
/// </summary>
public sealed record PortMapping : PortMappingProperties
{
    internal new IPAddress? HostAddress { get; init; }

    /// <summary>
    /// The host's side: "0.0.0.0:8080", "[::1]:8080", "*:8080", "*:9000-9010", "*:?"; empty if the port is only exposed.
    /// </summary>
    internal string PublishedAt
    {
        get
        {
            if (Exposure == PortExposure.None)
                return "";
            var address = HostAddress is null ? "*"
                : HostAddress.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{HostAddress}]"
                : HostAddress.ToString();
            var port = HostPort?.ToString(CultureInfo.InvariantCulture) ?? "?";
            return HostPortEnd is { } end ? string.Create(CultureInfo.InvariantCulture, $"{address}:{port}-{end}") : $"{address}:{port}";
        }
    }

    /// <summary>"0.0.0.0:8080->80/tcp", "80/tcp".</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PublishedAt}{(Exposure == PortExposure.None ? "" : "->")}{ContainerPort}/{Protocol}");
}

/// <summary>
/// The properties of <see cref="PortMapping"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record PortMappingProperties : ModuleObject
{
    private protected PortMappingProperties()
    {
    }

    /// <summary>The container's name. Empty for a port that the swarm forwards to a service (<see cref="Service"/>).</summary>
    public required string Container { get; init; }

    /// <summary>The container's id. Empty for a port that the swarm forwards to a service.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The image, by the name that was given when the container was created.</summary>
    public string Image { get; init; } = "";

    /// <summary>The container's state. If it is not running, the mapping is the one that opens when it starts.</summary>
    public ContainerState State { get; init; }

    /// <summary>The mapping is in effect now: the owner of the network namespace is running.</summary>
    public bool Active { get; init; }

    /// <summary>tcp, udp or sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The port in the container, 0 to 65535.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>
    /// The address on which the host listens. Null if the port is only exposed (<see cref="Exposure"/> None). Also null for all addresses
    /// if the engine has not opened them itself: before the start, and on the host's network.
    /// </summary>
    public string? HostAddress => Typed.HostAddress?.ToString();

    /// <summary>The host's port. Null if the port is only exposed, and before the start if the engine will choose the port.</summary>
    public int? HostPort { get; init; }

    /// <summary>
    /// Before the start, the last port of the range that the engine will choose from; <see cref="HostPort"/> is the first. Null otherwise.
    /// </summary>
    public int? HostPortEnd { get; init; }

    /// <summary>Who can reach it from the host's side.</summary>
    public PortExposure Exposure { get; init; }

    /// <summary>
    /// The mapping combined with those of the other address family and of adjacent ports: "*:8000-8010->80-90/tcp". * means all addresses,
    /// and ? a port that the engine chooses. Only mappings in the output of the command are combined.
    /// </summary>
    public string Published { get; init; } = "";

    /// <summary>
    /// The container uses the host's network, where nothing is published. The port is one that it exposes, and it is open on the host if
    /// its program listens. Only the program knows the address.
    /// </summary>
    public bool HostNetwork { get; init; }

    /// <summary>
    /// The container that the port belongs to, if this container shares its network namespace; null for the container's own ports.
    /// </summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>The service of the swarm that the port or the container belongs to; null for other containers.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// How the service publishes the port. ingress: each node of the swarm listens, and forwards to the tasks. host: only the node of a
    /// task listens, for this task. Null for other containers, and if the port is only exposed.
    /// </summary>
    public string? PublishMode { get; init; }

    /// <summary>The networks on which the container itself can be reached.</summary>
    public IReadOnlyList<string> Networks { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>All mappings of this container in the output of the command, combined as in <see cref="Published"/>.</summary>
    internal string Summary { get; init; } = "";

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    private PortMapping Typed => (PortMapping)this;
}
