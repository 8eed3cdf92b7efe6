using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Why a packet to an address arrives, or does not: the sentences of the rules about addresses, with what would mend it.</summary>
internal static class AddressReasons
{
    public static Reason OwnAddress(AddressQuestion asked) => new(
        ReasonCode.SameNamespace, asked.Source.Name,
        $"{asked.Address} is an address of {asked.Source} itself.");

    public static Reason NoNetwork(AddressQuestion asked) => new(
        ReasonCode.NoNetwork, asked.Source.Name,
        $"{asked.Source} is not on any network: it has only the loopback interface.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason SharedNetwork(AddressQuestion asked, NetworkEndpoint peer, Network shared) => new(
        ReasonCode.SharedNetwork, shared.Name,
        () => $"{asked.Source} and {peer.Container} are both on the network {shared}.");

    public static Reason ServiceAddress(AddressQuestion asked, NetworkEndpoint peer, Network shared)
    {
        var tasks = asked.Question.Index.Named(shared.Id, $"tasks.{peer.Service}").Select(task => task.Container).ToList();
        return new Reason(
            ReasonCode.ServiceAddress, shared.Name,
            $"{asked.Address} is the virtual address of the service {peer.Service} on the network {shared}. The swarm's load balancer "
            + $"forwards connections to its tasks: {string.Join(", ", tasks)}.");
    }

    public static Reason ServiceWithoutTasks(AddressQuestion asked, NetworkEndpoint peer, Network shared) => new(
        ReasonCode.ServiceAddress, shared.Name,
        $"{asked.Address} is the virtual address of the service {peer.Service} on the network {shared}, but no task of the service is "
        + $"ready there. The address stays while tasks are being stopped. {OnlyAProbe(asked)}");

    public static Reason MembersKeptApart(AddressQuestion asked, NetworkEndpoint peer, Network shared, string option) => new(
        ReasonCode.MembersKeptApart, shared.Name,
        $"{asked.Source} and {peer.Container} are both on the network {shared}, which does not let packets pass between its "
        + $"containers ({option}=private).");

    public static Reason SwitchDecides(AddressQuestion asked, NetworkEndpoint peer, Network shared, string option) => new(
        ReasonCode.MembersKeptApart, shared.Name,
        $"{asked.Source} and {peer.Container} are both on the network {shared}, whose packets all leave through the parent "
        + $"interface ({option}=vepa). They arrive only if the switch there sends them back. {OnlyAProbe(asked)}");

    public static Reason DifferentSubnets(AddressQuestion asked, NetworkEndpoint peer, Network shared, IPNetwork from, IPNetwork to) => new(
        ReasonCode.DifferentSubnets, shared.Name,
        $"{asked.Source} and {peer.Container} are in different subnets ({from} and {to}) of the {shared.Driver} network {shared}. "
        + (shared.Driver == "overlay" ? "The kernel in the network's own namespace" : "A router outside the engine")
        + $" decides whether packets pass between them. {OnlyAProbe(asked)}");

    public static Reason DuplicateMacAddress(
        AddressQuestion asked, string mac, IReadOnlyList<NetworkEndpoint> same, Network shared) => new(
        ReasonCode.DuplicateMacAddress, shared.Name,
        string.Join(" and ", same.Take(2).Select(endpoint => endpoint.Container))
        + (same.Count > 2 ? $" and {same.Count - 2} more" : "")
        + $" have the same MAC address {mac} on the network {shared}, so packets for one may go to another. {OnlyAProbe(asked)}");

    public static Reason InterContainerCommunicationOff(Network shared) => new(
        ReasonCode.InterContainerCommunicationOff, shared.Name,
        $"Inter-container communication is off on the network {shared} (com.docker.network.bridge.enable_icc=false).");

    public static Reason EchoInRoutedNetwork(Network shared) => new(
        ReasonCode.RoutedNetwork, shared.Name,
        $"Inter-container communication is off on the network {shared}, but its gateway mode routed lets through echo requests.");

    public static Reason EchoToRoutedNetwork(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.RoutedNetwork, theirs.Name,
        $"{BelongsTo(asked, peer, theirs)}. Its gateway mode routed lets through echo requests from other networks.");

    public static Reason PublishedInRoutedNetwork(int port, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.RoutedNetwork, theirs.Name,
        $"{peer.Container} publishes port {port}, and the gateway mode routed of its network {theirs} lets through connections to "
        + $"that port from other networks.");

    public static Reason PortNotPublished(AddressQuestion asked, int port, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.PortNotPublished, theirs.Name,
        $"The network {theirs} has the gateway mode routed, which lets in only echo requests and connections to published ports from other "
        + $"networks, and {peer.Container} does not publish {port}/{asked.Question.Protocol} there.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason RoutedIsolated(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IsolatedNetworks, theirs.Name,
        $"{BelongsTo(asked, peer, theirs)}; {asked.Source} is on {Names(asked)}. Engines from 28.0 on let other bridge networks into a "
        + $"network with the gateway mode routed. This engine ({asked.Snapshot.Engine}) drops traffic between bridge networks.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason LegacyLink(AddressQuestion asked, NetworkEndpoint peer, Network bridge) => new(
        ReasonCode.LegacyLink, bridge.Name,
        $"Inter-container communication is off on the network {bridge}, but the legacy link from {asked.Source} to {peer.Container} opens "
        + $"the ports that {peer.Container} exposes.");

    public static Reason LinkDependsOnOrder(AddressQuestion asked, NetworkEndpoint peer) => NotPredicted(
        $"The legacy link from {asked.Source} to {peer.Container} may open the port. {asked.Source} is on other networks too, and the "
        + $"engine does not report in which order it joined them. {OnlyAProbe(asked)}");

    public static Reason NoAddressOfFamily(AddressQuestion asked)
    {
        var without = $"{asked.Source} has no {FamilyName(asked)} address, so it cannot send to {asked.Address}. ";
        if (asked.Family == AddressFamily.InterNetworkV6 && asked.SourceOwner is { } disabled
            && (disabled.IPv6Disabled || asked.SourceEndpoints.Any(endpoint => IPv6Switch.IsOff(asked, endpoint) == true)))
        {
            return new Reason(
                ReasonCode.NoAddressOfFamily, asked.Source.Name,
                without + $"IPv6 is disabled in {disabled} ({IPv6Switch.Name(disabled)}).");
        }

        var isThere = asked.SourceEndpoints.Any(endpoint => endpoint.NetworkId == asked.Theirs?.Id);
        return new Reason(
            ReasonCode.NoAddressOfFamily, asked.Source.Name,
            without + $"None of its networks ({Names(asked)}) provides one.",
            isThere ? null : Fixes.Join(asked.Question, asked.Address));
    }

    public static Reason IPv6Disabled(AddressQuestion asked, Container target) => new(
        ReasonCode.IPv6Disabled, target.Name,
        $"IPv6 is disabled in {target} ({IPv6Switch.Name(target)}), so it does not have the address {asked.Address} that this engine "
        + "lists for it.");

    public static Reason IPv6Undecided(AddressQuestion asked, Container owner, NetworkEndpoint endpoint) => NotPredicted(
        $"Kernel parameters of {owner} (--sysctl …disable_ipv6) switch IPv6 off for some of its interfaces. The engine does not report "
        + $"whether the interface on the network {endpoint.Network} is one of them. {OnlyAProbe(asked)}");

    public static Reason LoopbackBroadcast(AddressQuestion asked) => NotPredicted(
        $"{asked.Address} is the broadcast address of the loopback interface. {OnlyAProbe(asked)}");

    public static Reason OfNoMachine(AddressQuestion asked, string kind) => NotPredicted(
        $"{asked.Address} is {kind}. No single machine has it. {OnlyAProbe(asked)}");

    public static Reason LoopbackIPv6Disabled(AddressQuestion asked, Container owner) => new(
        ReasonCode.IPv6Disabled, owner.Name,
        $"{asked.Address} is an address of {owner} itself. IPv6 is disabled on its loopback interface "
        + $"(--sysctl net.ipv6.conf.lo.disable_ipv6=1), which carries packets to its own addresses.");

    public static Reason IPv6NotIsolated(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IPv6NotIsolated, theirs.Name,
        $"{BelongsTo(asked, peer, theirs)}, which {asked.Source} is not on. This engine ({asked.Snapshot.Engine}) isolates "
        + $"networks for IPv4 only. Engines from 27.0 on isolate them for IPv6 too.");

    public static Reason MayFilterIPv6(AddressQuestion asked) => NotPredicted(
        $"This engine ({asked.Snapshot.Engine}) was started with --experimental. If it was started with --ip6tables too, its firewall "
        + $"rules apply to IPv6. It does not report whether it was. {OnlyAProbe(asked)}");

    public static Reason InternalNetworkOnly(AddressQuestion asked) => new(
        ReasonCode.InternalNetworkOnly, Names(asked),
        $"{asked.Source} is only on internal networks ({Names(asked)}), which do not lead to any other network.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason NoDefaultRoute(AddressQuestion asked) => new(
        ReasonCode.NoDefaultRoute, asked.Source.Name,
        $"None of the networks of {asked.Source} ({Names(asked)}) has an {FamilyName(asked)} gateway, so it has no route to "
        + $"{asked.Address}.",
        Fixes.Join(asked.Question, asked.Address));

    public static Reason IsolatedNetworks(AddressQuestion asked, NetworkEndpoint peer, Network theirs) => new(
        ReasonCode.IsolatedNetworks, theirs.Name,
        () => $"{asked.Address} belongs to {peer.Container} on the network {theirs}; {asked.Source} is on {Names(asked)}. "
            + $"The engine drops traffic between bridge networks.",
        () => Fixes.Join(asked.Question, asked.Address));

    public static Reason NotForwarded(AddressQuestion asked) => new(
        ReasonCode.NotForwarded, "@host",
        $"Packets from {asked.Source} to {asked.Address} go through the engine's host, which does not forward {FamilyName(asked)} packets "
        + $"(the kernel parameter {(asked.Family == AddressFamily.InterNetwork ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding")} "
        + "is 0).");

    public static Reason NotMasqueraded(AddressQuestion asked, Network ours) => new(
        ReasonCode.NotMasqueraded, ours.Name,
        $"{asked.Address} does not belong to any container. {Exits.From(asked.Question, asked.Family)}{Exits.OfHost(asked)}An answer "
        + $"arrives only if the other side has a route back to {ours}.");

    public static Reason OutsideTheEngine(AddressQuestion asked) => NotPredicted(
        $"{asked.Address} does not belong to any container or network of this engine. "
        + $"{Exits.From(asked.Question, asked.Family)}{Exits.OfHost(asked)}{RootlessReasons.Outside(asked.Question)}{OnlyAProbe(asked)}");

    public static Reason UnusedAddress(AddressQuestion asked, Network bridge)
    {
        var subnet = bridge.Subnets.First(s => s.Contains(asked.Address));
        if (bridge.Name == Route.OverlayBridge && !asked.Snapshot.Swarm.KnowsOverlayBridge)
        {
            return NotPredicted(
                $"{asked.Address} is in the subnet {subnet} of the network {bridge}. The engine does not list which container has which "
                + $"address there. {OnlyAProbe(asked)}");
        }

        if (BridgeAddresses.Of(bridge).Contains(asked.Address))
        {
            return new Reason(
                ReasonCode.UnusedAddress, bridge.Name,
                asked.Host is null
                    ? $"{asked.Address} is the gateway of the network {bridge}. {OnlyAProbe(asked)}"
                    : $"{asked.Address} is the gateway of the network {bridge}, and the engine's host does not have the address.");
        }

        return new Reason(
            ReasonCode.UnusedAddress, bridge.Name,
            asked.Host is null
                ? $"{asked.Address} is in the subnet {subnet} of the network {bridge}, and no running container has it.{Reserved(asked)} "
                + $"The network hides any machine outside that has this address."
                : $"{asked.Address} is in the subnet {subnet} of the network {bridge}, and neither a running container nor the engine's "
                + $"host has it.{Reserved(asked)} The network hides any machine outside that has this address.");
    }

    public static Reason UnusedAddressOnParent(AddressQuestion asked, Network network) => new(
        ReasonCode.UnusedAddress, network.Name,
        $"{asked.Address} is in a subnet of the network {network}, and no running container of this engine has it.{Reserved(asked)} "
        + OnlyAProbe(asked));

    public static Reason NoRule(AddressQuestion asked) => NotPredicted(
        asked.Routes.FirstOrDefault(route => route.GatewayBesideHost(asked.Family) is not null) is { Network: var network } other
            ? $"The default route of {asked.Source} on the network {network} leads to {other.GatewayBesideHost(asked.Family)}, which is "
            + $"not an address of the engine's host. {OnlyAProbe(asked)}"
            : $"No rule covers the network that {asked.Address} belongs to. {OnlyAProbe(asked)}");

    /// <summary>For whom the address is kept, as far as the engine says: a stopped container, or an auxiliary address.</summary>
    private static string Reserved(AddressQuestion asked)
    {
        foreach (var network in asked.Snapshot.Networks)
        {
            foreach (var endpoint in network.Endpoints)
            {
                if (asked.Address.Equals(endpoint.StaticIPAddress) || asked.Address.Equals(endpoint.StaticIPv6Address))
                    return $" {endpoint.Container} asks for it, but {StateReasons.Is(endpoint.State)}.";
            }

            foreach (var (name, address) in network.Ipam.SelectMany(subnet => subnet.AuxAddress))
            {
                if (asked.Address.Equals(address))
                    return $" It is the auxiliary address '{name}' of the network {network}.";
            }
        }

        return "";
    }

    internal static Reason NotPredicted(string message) => new(ReasonCode.NotPredicted, "prediction", message);

    internal static string BelongsTo(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        $"{asked.Address} belongs to {peer.Container} on the network {theirs}";

    internal static string OnlyAProbe(AddressQuestion asked) => $"Only a probe can show whether {asked.Source} reaches {asked.Address}.";

    private static string FamilyName(AddressQuestion asked) => asked.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    private static string Names(AddressQuestion asked) => string.Join(", ", asked.SourceEndpoints.Select(e => e.Network));
}
