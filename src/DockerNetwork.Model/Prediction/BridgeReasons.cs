using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>The sentences of <see cref="DirectAccessRules"/>, with what would mend it. They name the engine that does so.</summary>
internal static class BridgeReasons
{
    private const string UnlessStarted = "unless it was started with --allow-direct-routing, which it does not report";

    public static Reason LetIn(AddressQuestion asked, NetworkEndpoint peer, Network theirs, Network ours, string mode) => mode switch
    {
        "nat-unprotected" => new(
            ReasonCode.UnprotectedNetwork, theirs.Name,
            $"{BelongsTo(asked, peer, theirs)}. Its gateway mode nat-unprotected opens every port to other networks on engines from 29.0 "
            + $"on ({asked.Snapshot.Engine})."),
        "routed" when asked.Question.Port is null => AddressReasons.EchoToRoutedNetwork(asked, peer, theirs),
        "routed" => AddressReasons.PublishedInRoutedNetwork(asked.Question.Port!.Value, peer, theirs),
        _ => new(
            ReasonCode.TrustedInterface, theirs.Name,
            $"{peer.Container} publishes port {asked.Question.Port}, and its network {theirs} trusts the bridge of {ours} "
            + $"(trusted_host_interfaces): engines from 29.0 on ({asked.Snapshot.Engine}) let connections to that port through."),
    };

    /// <summary>The packet does not come in by the target's own bridge.</summary>
    public static Reason NotByItsBridge(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IsolatedNetworks, theirs.Name,
        $"{BelongsTo(asked, peer, theirs)}; {asked.Source} is on {Names(asked)}. {Engine(asked)} drops packets to a container's address "
        + "that come from another network.",
        Fixes.Join(asked.Question, asked.Address));

    /// <summary>The same for a published port, which is open if the engine was started so (dockerd; seen on 29.7.2).</summary>
    public static Reason UnlessDirect(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IsolatedNetworks, theirs.Name,
        $"{BelongsTo(asked, peer, theirs)}; {asked.Source} is on {Names(asked)}. {Engine(asked)} drops connections to a container's "
        + $"published port that come from another network, {UnlessStarted}.",
        Fixes.Join(asked.Question, asked.Address));

    /// <summary>The packet comes in, but not to this port, or it is an echo request.</summary>
    public static Reason NotPublished(AddressQuestion asked, NetworkEndpoint peer, Network theirs, string mode) =>
        mode == "routed" ? AddressReasons.PortNotPublished(asked, asked.Question.Port!.Value, peer, theirs) : new(
            ReasonCode.PortNotPublished, theirs.Name,
            $"The network {theirs} trusts the bridge that {asked.Source} sends through (trusted_host_interfaces). {Engine(asked)} lets "
            + $"only connections to published ports through"
            + (asked.Question.Port is { } port ? $", and {peer.Container} does not publish {port}/{asked.Question.Protocol} there." : "."),
            Fixes.Join(asked.Question, asked.Address));

    /// <summary>The request arrives, but its answer does not.</summary>
    public static Reason AnswerDropped(AddressQuestion asked, NetworkEndpoint peer, Network theirs, Network ours) => new(
        ReasonCode.IsolatedNetworks, ours.Name,
        $"{BelongsTo(asked, peer, theirs)}. {asked.Source} sends to it through the network {ours}, which is not masqueraded. "
        + $"{Engine(asked)} drops the answer, because it goes to a container's address and comes from another network, {UnlessStarted}.",
        Fixes.Join(asked.Question, asked.Address));

    /// <summary>What the container publishes is not known without inspecting it.</summary>
    public static Reason BindingsNotListed(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => NotPredicted(
        $"The network {theirs} has the gateway mode routed, which lets only connections to published ports through. {Engine(asked)} does "
        + $"not list the ports that {peer.Container} publishes there, and {peer.Container} was not inspected.");

    public static Reason OpenIfProxied(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => NotPredicted(
        $"{peer.Container} publishes port {asked.Question.Port} at an IPv6 address of the host and has no IPv6 address on the network "
        + $"{theirs}. {Engine(asked)} opens the port for IPv4 as well, unless it was started with --userland-proxy=false, which it does "
        + "not report. Only a probe can show it.");

    /// <summary>A published port that an internal network does not lead to.</summary>
    public static Reason InternalNetworkDropped(AddressQuestion asked, Network ours, Container publisher) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{publisher} publishes port {asked.Question.Port} of the host. {Engine(asked)} redirects the connection to {publisher} "
        + $"itself, and drops it because it leaves the internal network {ours}.",
        Fixes.Join(asked.Question, asked.Address));

    /// <summary>A published port whose answer does not get back.</summary>
    public static Reason RedirectedAnswerDropped(AddressQuestion asked, Network ours, Container publisher, Network theirs) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{publisher} publishes port {asked.Question.Port} of the host. The network {ours} is not masqueraded, so {publisher} sends "
        + $"its answer from the network {theirs} straight to {asked.Source}. {Engine(asked)} drops this answer because it comes from "
        + $"another network, {UnlessStarted}. Connect to {publisher} itself on a network that both are on.");

    /// <summary>A published port of the source's own, by a network that is not masqueraded.</summary>
    public static Reason RedirectedToItself(AddressQuestion asked, Network ours, Network theirs) => new(
        ReasonCode.PublishedPortRedirected, ours.Name,
        $"{asked.Source} publishes port {asked.Question.Port} of the host on the network {theirs}. {Engine(asked)} redirects the "
        + $"connection from the network {ours}, which is not masqueraded, back to {asked.Source} with its own address as the sender, and "
        + $"the kernel drops such packets.");

    /// <summary>The answer may take a shortcut past the host, which alone can translate its address back.</summary>
    public static Reason AnswerByRouter(AddressQuestion asked, Container target, IPAddress router) => NotPredicted(
        $"{target} sends its answers to the router {router}, which is not the engine's host. Only a probe can show whether they get back "
        + $"to {asked.Source}.");

    public static Reason AnswerBesideTheHost(AddressQuestion asked, Network ours, Container publisher) => NotPredicted(
        $"{publisher} publishes port {asked.Question.Port} of the host and is on the network {ours} too, which is not masqueraded. Whether "
        + $"its answer passes through the host's firewall depends on the host.");

    public static Reason BackendNotKnown(AddressQuestion asked, Network ours) => NotPredicted(
        $"From the internal network {ours}, published ports of the host are reached with the firewall backend nftables and not with "
        + $"iptables. {Engine(asked)} does not report which it uses.");

    private static Reason NotPredicted(string message) => new(ReasonCode.NotPredicted, "prediction", message);

    private static string BelongsTo(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}";

    private static string Names(AddressQuestion asked) => string.Join(", ", asked.SourceEndpoints.Select(e => e.Network));

    /// <summary>At the beginning of a sentence.</summary>
    private static string Engine(AddressQuestion asked) => $"This engine ({asked.Snapshot.Engine})";
}
