using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>The sentences of <see cref="HostRules"/>, with what would mend it.</summary>
internal static class HostReasons
{
    public static Reason HostAddress(AddressQuestion asked, Network bridge) => new(
        ReasonCode.HostAddress, bridge.Name,
        $"{asked.Address} is the gateway of the network {bridge}, which is an address of {RootlessReasons.Host(asked.Question)}.");

    public static Reason PublishedAddress(AddressQuestion asked, Container publisher) => new(
        ReasonCode.HostAddress, publisher.Name,
        $"{asked.Address} is an address of the engine's host: {publisher} publishes a port there.");

    public static Reason OtherAddress(AddressQuestion asked) => new(
        ReasonCode.HostAddress, "@host",
        $"{asked.Address} is an address of {RootlessReasons.Host(asked.Question)}.");

    public static Reason NodeAddress(AddressQuestion asked) => new(
        ReasonCode.HostAddress, "@host",
        $"{asked.Address} is an address of the engine's host. It is the address of this node in the swarm.");

    public static Reason LoopbackWithoutProxy(AddressQuestion asked, Container publisher) => AddressReasons.NotPredicted(
        $"{publisher} publishes port {asked.Question.Port} of the host, and the engine runs no proxy for it (userland-proxy=false). The "
        + $"kernel does not redirect connections to ::1. {AddressReasons.OnlyAProbe(asked)}");

    public static Reason HeldPort(AddressQuestion asked, Container publisher) => AddressReasons.NotPredicted(
        $"{publisher} publishes port {asked.Question.Port} of the host, and the engine runs no proxy for it (userland-proxy=false). This "
        + $"engine ({asked.Snapshot.Engine}) does not redirect IPv6 connections, so they are accepted, but do not reach {publisher}.");

    public static Reason PublisherWithoutHost(AddressQuestion asked, Container publisher, Network theirs) => AddressReasons.NotPredicted(
        $"{publisher} publishes port {asked.Question.Port}, but the engine's host has no address on its network {theirs}, so the "
        + $"host sends packets to that network by another route. {AddressReasons.OnlyAProbe(asked)}");

    public static Reason PublisherBehindRouter(AddressQuestion asked, Container publisher, IPAddress router) => AddressReasons.NotPredicted(
        $"{publisher} publishes port {asked.Question.Port}, but sends its answers to the router {router}, which is not the engine's "
        + $"host. {AddressReasons.OnlyAProbe(asked)}");

    public static Reason LedElsewhere(
        AddressQuestion asked, NetworkEndpoint peer, Network bridge, HostIndex host) => AddressReasons.NotPredicted(
        $"{asked.Address} belongs to {peer.Container} on the network {bridge}, but the engine's host "
        + (host.Has(asked.Address)
            ? "has the same address."
            : $"sends packets for it through {host.RouteTo(asked.Address)!.Interface}, not to the bridge of that network.")
        + $" {AddressReasons.OnlyAProbe(asked)}");

    public static Reason HostReachesBridges(AddressQuestion asked, Network bridge) => new(
        ReasonCode.HostReachesBridges, bridge.Name,
        $"{asked.Source} uses the host's network, and the host has an interface on the bridge of the network {bridge}.");

    public static Reason PublishedPortRedirected(AddressQuestion asked, Network ours, Container publisher, Network theirs) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{publisher} publishes port {asked.Question.Port} of the host. The network {ours} is not masqueraded, so the engine redirects "
        + $"connections from it to the network {theirs}, and then drops them because they go from one bridge to another. Connect to "
        + $"{publisher} itself on a network that both are on.");

    public static Reason RedirectedWithoutProxy(AddressQuestion asked, Network ours, Container publisher, Network theirs) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{publisher} publishes port {asked.Question.Port} of the host, and the engine runs no proxy for it (userland-proxy=false). It "
        + $"redirects connections from the network {ours} to the network {theirs}, and then drops them, because they go from one bridge "
        + $"to another. Connect to {publisher} itself on a network that both are on.");

    public static Reason RedirectedBack(AddressQuestion asked, Network ours, Container publisher) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{publisher} publishes port {asked.Question.Port} of the host, and the engine runs no proxy for it (userland-proxy=false). It "
        + $"redirects connections from the network {ours} back into it, where inter-container communication is off.");

    public static Reason HostNotOnOverlay(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        HostNotOnNetwork(asked, peer, theirs, "only its own containers are on an overlay network");

    public static Reason HostKeptFromParent(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        HostNotOnNetwork(
            asked, peer, theirs,
            $"the kernel separates the containers of {theirs.Driver} networks from the host's own interface");

    public static Reason KeptFromHost(AddressQuestion asked, Network ours) => new(
        ReasonCode.HostNotOnNetwork, ours.Name,
        $"{asked.Address} is an address of the engine's host. The kernel separates the containers of {ours.Driver} networks from the "
        + $"host's own interface, so {asked.Source} and the host do not reach each other through the network {ours}. "
        + AddressReasons.OnlyAProbe(asked));

    public static Reason HostNotOnBridge(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        HostNotOnNetwork(
            asked, peer, theirs,
            BridgeAddresses.Inhibited(theirs, asked.Family)
                ? "the option com.docker.network.bridge.inhibit_ipv4 gives the host no address on the network"
                : "the gateway mode isolated gives the host no address on the network");

    private static Reason HostNotOnNetwork(AddressQuestion asked, NetworkEndpoint peer, Network theirs, string why) => new(
        ReasonCode.HostNotOnNetwork, theirs.Name,
        $"{AddressReasons.BelongsTo(asked, peer, theirs)}, which {asked.Source} is not on. Its packets end at the engine's host: {why}.",
        Fixes.Join(asked.Question, asked.Address));
}
