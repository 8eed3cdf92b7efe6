using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>A question about one address, and what several rules need to know of it.</summary>
internal sealed class AddressQuestion
{
    /// <summary>27.0, which turned on ip6tables by default, and knows the gateway mode routed.</summary>
    public static readonly EngineVersion Ip6Tables = new(27, 0);

    /// <summary>28.0, from which on the gateway modes are predicted.</summary>
    private static readonly EngineVersion GatewayModes = new(28, 0);

    private readonly NetworkEndpoint[] _peers;

    public AddressQuestion(Question question, IPAddress address, string? network)
    {
        (Question, Address, Network) = (question, address, network);
        _peers = question.Index.At(address);
        Theirs = Peer is { } peer ? question.NetworkOf(peer) : null;
    }

    public Question Question { get; }

    /// <summary>The address that the name stands for, or that was asked for.</summary>
    public IPAddress Address { get; }

    /// <summary>The network whose DNS gave the address; null if none did.</summary>
    public string? Network { get; }

    public EngineSnapshot Snapshot => Question.Snapshot;

    /// <summary>Facts of the engine's host; null if they are not known.</summary>
    public HostIndex? Host => Question.Index.Host;

    /// <summary>The engine's own version, whatever API version it was asked in.</summary>
    public EngineVersion Version => Snapshot.Engine.Version;

    public Container Source => Question.Source;

    /// <summary>The container whose network namespace the source uses; null if that container is gone.</summary>
    public Container? SourceOwner => Question.SourceOwner;

    /// <summary>The source has a network namespace of its own or shares that of a container, not the host's.</summary>
    public bool FromContainer => Question.SourceOwner is { HostNetwork: false };

    public bool FromHostNetwork => Question.SourceOwner is { HostNetwork: true };

    public IReadOnlyList<NetworkEndpoint> SourceEndpoints => Question.SourceEndpoints;

    public IReadOnlyList<Route> Routes => Question.Routes;

    public AddressFamily Family => Address.AddressFamily;

    /// <summary>
    /// Whether the engine writes firewall rules for the family. For IPv6 it did not before 27.0, unless it was started with --ip6tables.
    /// It does not report that, but takes it only together with --experimental, which it reports. Null if it may.
    /// </summary>
    public bool? IsFiltered => Family == AddressFamily.InterNetwork || Version >= Ip6Tables ? true
        : Snapshot.Engine.Experimental ? null
        : false;

    /// <summary>Who has the address; null if no container has it.</summary>
    public NetworkEndpoint? Peer => _peers.Length > 0 ? _peers[0] : null;

    /// <summary>The network of <see cref="Peer"/>.</summary>
    public Network? Theirs { get; }

    /// <summary>The network of <see cref="Peer"/> if it is a bridge network; null otherwise.</summary>
    public Network? TheirBridge => Theirs is { Driver: "bridge" } bridge ? bridge : null;

    /// <summary>The network that a packet leaves by: the one that the address is on, else the one with the default route.</summary>
    public Network? Leaving =>
        (Routes.FirstOrDefault(route => route.Contains(Address)) ?? Routes.FirstOrDefault(route => route.LeadsOut(Family)))?.Network;

    /// <summary>
    /// Packets to another network leave through a bridge, to the host: there is a network with a gateway of the family, all such networks
    /// are bridges, and their gateways are the host.
    /// </summary>
    public bool LeavesByBridge
    {
        get
        {
            var any = false;
            foreach (var route in Routes)
            {
                if (!route.LeadsOut(Family))
                    continue;
                if (!route.LeadsToHost(Family))
                    return false;
                any = true;
            }

            return any;
        }
    }

    /// <summary>Who has the address on one network. Networks that are apart may use the same addresses.</summary>
    public NetworkEndpoint? PeerOn(string networkId)
    {
        foreach (var peer in _peers)
        {
            if (peer.NetworkId == networkId)
                return peer;
        }

        return null;
    }

    /// <summary>Who has the address on a network of the source.</summary>
    public NetworkEndpoint? PeerBeside(NetworkEndpoint own) => PeerOn(own.NetworkId) ?? Question.LinkLocalPeer(own, Address);

    /// <summary>The network that has the default route of a container in this family; null if none has.</summary>
    public Network? DefaultRouteOf(Container container) =>
        Question.Index.RoutesOf(container).FirstOrDefault(route => route.LeadsOut(Family))?.Network;

    /// <summary>Whether a network has the gateway mode routed, on an engine that lets other bridge networks in then.</summary>
    public bool IsRouted(Network bridge) => Version >= GatewayModes && KnowsRoutedMode(bridge);

    /// <summary>Whether a network has the gateway mode routed, on an engine that knows it.</summary>
    public bool KnowsRoutedMode(Network bridge) =>
        Version >= Ip6Tables && !bridge.Internal && bridge.GatewayMode(Family) == "routed";

    /// <summary>Whether the host has no address on a bridge: gateway mode isolated, or inhibit_ipv4.</summary>
    public bool IsWithoutHost(Network bridge) =>
        BridgeAddresses.Inhibited(bridge, Family)
        || (Version >= GatewayModes && bridge.GatewayMode(Family) == "isolated");
}
