using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>From where on the host's side a port can be reached.</summary>
public enum PortExposure
{
    /// <summary>From the container's networks only: the port is exposed, not published.</summary>
    None,

    /// <summary>From the host itself: it listens at a loopback address.</summary>
    Loopback,

    /// <summary>From wherever one address of the host is reached.</summary>
    Address,

    /// <summary>
    /// From the whole world, as the host listens at all its addresses; unless a firewall outside Docker says otherwise. The usual rules of
    /// the host's own do not: the engine's come before them (moby#22054).
    /// </summary>
    Open,
}

/// <summary>
/// A port of a container, and where the host listens for it. One object for each that the engine has, so that counting, filtering and
/// exporting tell the truth; what belongs together (both families, ranges) is put together in <see cref="Published"/> and over the groups
/// of the table.
/// </summary>
public sealed record PortMapping
{
    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The image as it was named at creation.</summary>
    public string Image { get; init; } = "";

    /// <summary>The container's state. Of one that does not run, this is what opens when it starts.</summary>
    public ContainerState State { get; init; }

    /// <summary>In effect now: the container that has the network namespace runs.</summary>
    public bool Active { get; init; }

    /// <summary>tcp, udp or sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where the container listens, 0 to 65535.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>
    /// Where the host listens. Null where the port is only exposed (<see cref="Exposure"/> None), and for all addresses where the engine
    /// has not opened them itself: before the start, and on the host's network.
    /// </summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host's port. Null where the port is only exposed, and before the start where the engine chooses one then.</summary>
    public int? HostPort { get; init; }

    /// <summary>
    /// Before the start, where the engine chooses from a range: its last port, <see cref="HostPort"/> being the first. Null otherwise.
    /// </summary>
    public int? HostPortEnd { get; init; }

    /// <summary>Who can reach it from the host's side.</summary>
    public PortExposure Exposure { get; init; }

    /// <summary>
    /// What this object is part of, with both address families and adjacent ports put together: "*:8000-8010->80-90/tcp", where * is all
    /// addresses and ? a port that the engine chooses. Only what the command gave is put together.
    /// </summary>
    public string Published { get; init; } = "";

    /// <summary>
    /// The container uses the host's network, where nothing is published: the port is one that it exposes, and open on the host where its
    /// program listens; which address that is, only the program knows.
    /// </summary>
    public bool HostNetwork { get; init; }

    /// <summary>
    /// The container that the port belongs to, where this one shares its network namespace; null for the container's own.
    /// </summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>The networks on whose addresses the container itself can be reached.</summary>
    public IReadOnlyList<string> Networks { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>All that the command gave of this container, put together as in <see cref="Published"/>.</summary>
    internal string Summary { get; init; } = "";

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>
    /// The host's side: "0.0.0.0:8080", "[::1]:8080", "*:8080", "*:9000-9010", "*:?"; empty where the port is only exposed.
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
