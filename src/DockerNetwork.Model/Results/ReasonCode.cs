namespace DockerNetwork.Model.Results;

/// <summary>The codes of reasons. They are documented in about_ContainerReachability and do not change their meaning.</summary>
public static class ReasonCode
{
    /// <summary>The source is not running, so nothing can be sent from it.</summary>
    public const string SourceNotRunning = nameof(SourceNotRunning);

    /// <summary>The target is not running. It has no address and no name.</summary>
    public const string TargetNotRunning = nameof(TargetNotRunning);

    /// <summary>The owner of the shared network namespace is not running or is gone. Only the loopback interface is left.</summary>
    public const string NamespaceOwnerNotRunning = nameof(NamespaceOwnerNotRunning);

    /// <summary>The owner of the shared network namespace was started again later. The other container is in the old one.</summary>
    public const string NamespaceOwnerRestarted = nameof(NamespaceOwnerRestarted);

    /// <summary>Source and target use the same network namespace.</summary>
    public const string SameNamespace = nameof(SameNamespace);

    /// <summary>The source is on the network "none": it has only the loopback interface.</summary>
    public const string NoNetwork = nameof(NoNetwork);

    /// <summary>The target has no address of its own: it is on "none" or uses the host's network.</summary>
    public const string TargetHasNoAddress = nameof(TargetHasNoAddress);

    /// <summary>The engine resolves container names only on user-defined networks, and the two share none.</summary>
    public const string NamesNeedUserDefinedNetwork = nameof(NamesNeedUserDefinedNetwork);

    /// <summary>The two share no network, so the name does not resolve.</summary>
    public const string NoSharedNetwork = nameof(NoSharedNetwork);

    /// <summary>The target, or another container, has the name on a network that the source is not on.</summary>
    public const string NameOnAnotherNetwork = nameof(NameOnAnotherNetwork);

    /// <summary>The engine's DNS knows the name on a network of the source.</summary>
    public const string ResolvedByEngine = nameof(ResolvedByEngine);

    /// <summary>No resolver can ask the engine's DNS for the name. Only a hosts file can contain it.</summary>
    public const string InvalidDnsName = nameof(InvalidDnsName);

    /// <summary>The name is in the source's own hosts file (--add-host, --link or its host name).</summary>
    public const string ResolvedByHostsFile = nameof(ResolvedByHostsFile);

    /// <summary>Both are on one network.</summary>
    public const string SharedNetwork = nameof(SharedNetwork);

    /// <summary>The address is the virtual one of a service of the swarm, whose load balancer forwards connections to tasks.</summary>
    public const string ServiceAddress = nameof(ServiceAddress);

    /// <summary>The engine drops packets from one bridge network to another.</summary>
    public const string IsolatedNetworks = nameof(IsolatedNetworks);

    /// <summary>The network has inter-container communication switched off.</summary>
    public const string InterContainerCommunicationOff = nameof(InterContainerCommunicationOff);

    /// <summary>
    /// The network's driver does not let packets pass directly between its containers: macvlan and ipvlan in the modes private and vepa.
    /// </summary>
    public const string MembersKeptApart = nameof(MembersKeptApart);

    /// <summary>The two are in different subnets of one network, and a router outside the engine decides.</summary>
    public const string DifferentSubnets = nameof(DifferentSubnets);

    /// <summary>Several containers of one network have the same MAC address.</summary>
    public const string DuplicateMacAddress = nameof(DuplicateMacAddress);

    /// <summary>All networks of the source are internal, so packets cannot leave them.</summary>
    public const string InternalNetworkOnly = nameof(InternalNetworkOnly);

    /// <summary>The source uses the host's network, and the host reaches every bridge.</summary>
    public const string HostReachesBridges = nameof(HostReachesBridges);

    /// <summary>The address belongs to the engine's host, for example as the gateway of a bridge network.</summary>
    public const string HostAddress = nameof(HostAddress);

    /// <summary>The source has no address of the target's family (IPv4 or IPv6).</summary>
    public const string NoAddressOfFamily = nameof(NoAddressOfFamily);

    /// <summary>
    /// IPv6 is disabled in the target, or on its loopback interface, by a sysctl, and the engine lists an address that it does not have or
    /// that it does not reach itself.
    /// </summary>
    public const string IPv6Disabled = nameof(IPv6Disabled);

    /// <summary>No network of the source has a gateway.</summary>
    public const string NoDefaultRoute = nameof(NoDefaultRoute);

    /// <summary>The name stands for several containers, and only some of them can be reached.</summary>
    public const string AmbiguousName = nameof(AmbiguousName);

    /// <summary>
    /// The engine redirects a published port to a network that the source is isolated from, because the source's network is not
    /// masqueraded.
    /// </summary>
    public const string PublishedPortRedirected = nameof(PublishedPortRedirected);

    /// <summary>An engine before 27.0 isolates networks only for IPv4, and forwards IPv6 between them.</summary>
    public const string IPv6NotIsolated = nameof(IPv6NotIsolated);

    /// <summary>The target's network has the gateway mode routed, which lets echo requests and published ports through.</summary>
    public const string RoutedNetwork = nameof(RoutedNetwork);

    /// <summary>The network's gateway mode nat-unprotected lets everything through (engines from 29.0 on).</summary>
    public const string UnprotectedNetwork = nameof(UnprotectedNetwork);

    /// <summary>The two share no network, and one of them is on Podman's default network, which is not isolated from others.</summary>
    public const string NotIsolated = nameof(NotIsolated);

    /// <summary>
    /// The target's network trusts the bridge that the source sends through, and the port is published (engines from 29.0 on).
    /// </summary>
    public const string TrustedInterface = nameof(TrustedInterface);

    /// <summary>From other networks, only connections to published ports are let through, and this port is not published.</summary>
    public const string PortNotPublished = nameof(PortNotPublished);

    /// <summary>Inter-container communication is off, and a legacy link opens the port.</summary>
    public const string LegacyLink = nameof(LegacyLink);

    /// <summary>The route leads through the host, which is not on the target's network: overlay, macvlan, gateway mode isolated.</summary>
    public const string HostNotOnNetwork = nameof(HostNotOnNetwork);

    /// <summary>
    /// The address is outside the engine, and the source's network is not masqueraded: only a host with a route back can answer.
    /// </summary>
    public const string NotMasqueraded = nameof(NotMasqueraded);

    /// <summary>The packet goes through the engine's host, which does not forward packets (net.ipv4.ip_forward is 0).</summary>
    public const string NotForwarded = nameof(NotForwarded);

    /// <summary>The address is in the subnet of a network, and no running container has it.</summary>
    public const string UnusedAddress = nameof(UnusedAddress);

    /// <summary>No rule decides this case. Only a probe can show the result.</summary>
    public const string NotPredicted = nameof(NotPredicted);

    /// <summary>The probe could not be made, so nothing was observed.</summary>
    public const string NotProbed = nameof(NotProbed);

    /// <summary>The probe program ended or hung twice while it probed from this source. The result is not known.</summary>
    public const string ProbeLost = nameof(ProbeLost);

    /// <summary>
    /// The source was started again while it was probed, or its process id belongs to another process. The result is not known.
    /// </summary>
    public const string ProcessChanged = nameof(ProcessChanged);

    /// <summary>
    /// A UDP port did not answer, which shows neither success nor failure; or a port accepted the connection of an HTTP probe, and gave no
    /// HTTP answer.
    /// </summary>
    public const string NoAnswer = nameof(NoAnswer);

    /// <summary>A name server or the hosts file has no address for the name; predicted: the target does not have the name.</summary>
    public const string NameNotFound = nameof(NameNotFound);

    /// <summary>The source's own network stack says that there is no route to the address.</summary>
    public const string NoRouteFromSource = nameof(NoRouteFromSource);

    /// <summary>The target's kernel ignores echo requests (a sysctl). A port may be reachable all the same.</summary>
    public const string EchoIgnored = nameof(EchoIgnored);

    /// <summary>The target is paused: its kernel completes TCP handshakes, but no process reads.</summary>
    public const string TargetPaused = nameof(TargetPaused);

    /// <summary>The target shares the network namespace of another container, and networks know only the name of that container.</summary>
    public const string NameOfNamespaceOwner = nameof(NameOfNamespaceOwner);

    /// <summary>Nothing listens on the port.</summary>
    public const string PortRefused = nameof(PortRefused);

    /// <summary>
    /// No process of the target listens on the port, nor on another one that can be reached. Of an address of the host: no process of the
    /// host listens there, and no container publishes the port.
    /// </summary>
    public const string NobodyListens = nameof(NobodyListens);

    /// <summary>The name or address is that of another container or of the host, and not the target's.</summary>
    public const string AnotherContainer = nameof(AnotherContainer);

    /// <summary>A firewall or a router refused the packet: the ICMP message came from another address than the target's.</summary>
    public const string FirewallRefused = nameof(FirewallRefused);

    /// <summary>The name led to an address that is not the target's, or not the one that was predicted.</summary>
    public const string AnotherAddress = nameof(AnotherAddress);

    /// <summary>The kernel of the engine's host has no IPVS, which the virtual address of a service of the swarm needs.</summary>
    public const string NoIpvs = nameof(NoIpvs);

    /// <summary>A rule of a firewall, or the policy of a chain, drops the packet. Only a trace with -Explain names the rule.</summary>
    public const string DroppedByRule = nameof(DroppedByRule);

    /// <summary>A rule of a firewall refuses the packet with an ICMP message or a TCP reset.</summary>
    public const string RefusedByRule = nameof(RefusedByRule);

    /// <summary>
    /// The host did not translate the packet: the rule that publishes the port, or that masquerades the network, is missing.
    /// </summary>
    public const string NotTranslated = nameof(NotTranslated);

    /// <summary>The port is published by a process of the engine (docker-proxy), and that process does not run.</summary>
    public const string ProxyNotRunning = nameof(ProxyNotRunning);

    /// <summary>A firewall rule that is not the engine's gave the packets another destination.</summary>
    public const string TranslatedByRule = nameof(TranslatedByRule);

    /// <summary>A route of the host, or a rule of policy routing, leads the packet away from the target's network.</summary>
    public const string RouteElsewhere = nameof(RouteElsewhere);

    /// <summary>The request arrived, and the answer left by another way than it has to take back.</summary>
    public const string ReplyMisrouted = nameof(ReplyMisrouted);

    /// <summary>The request arrived, and whoever has to answer has no route to the source.</summary>
    public const string NoRouteBack = nameof(NoRouteBack);

    /// <summary>The host's end of a container's veth pair is not a port of the network's bridge.</summary>
    public const string NotOnBridge = nameof(NotOnBridge);

    /// <summary>A port of the network's bridge is set so that packets do not pass it.</summary>
    public const string BridgePortClosed = nameof(BridgePortClosed);

    /// <summary>The network's bridge has no address in its subnet, so the host is not the gateway of its containers.</summary>
    public const string BridgeWithoutAddress = nameof(BridgeWithoutAddress);

    /// <summary>An interface on the way is switched off.</summary>
    public const string LinkDown = nameof(LinkDown);

    /// <summary>Nobody answers the question who has the address of the next hop (ARP, neighbor discovery).</summary>
    public const string NoNeighbor = nameof(NoNeighbor);

    /// <summary>The kernel drops the packet because an answer to its sender would leave by another interface (rp_filter).</summary>
    public const string ReversePathFilter = nameof(ReversePathFilter);

    /// <summary>Packets between ports of a bridge pass no firewall (bridge-nf-call-iptables is 0), so no answer is translated.</summary>
    public const string BridgeNetfilterOff = nameof(BridgeNetfilterOff);

    /// <summary>The kernel's table of connections is full, so it drops packets of new ones (nf_conntrack_max).</summary>
    public const string ConnectionTableFull = nameof(ConnectionTableFull);

    /// <summary>The kernel's table of neighbors is full, so it cannot find the next hop (gc_thresh3).</summary>
    public const string NeighborTableFull = nameof(NeighborTableFull);

    /// <summary>The port is listened on, and the queue of connections that nobody has accepted is full.</summary>
    public const string QueueFull = nameof(QueueFull);

    /// <summary>Two machines answer for the address, and the packet went to the other one.</summary>
    public const string DuplicateAddress = nameof(DuplicateAddress);

    /// <summary>The packet came to the target with another hardware address: the sender's table of neighbors is wrong or old.</summary>
    public const string WrongMacAddress = nameof(WrongMacAddress);

    /// <summary>The target listens, but on another port, at another address, or over the other one of IPv4 and IPv6.</summary>
    public const string ListensElsewhere = nameof(ListensElsewhere);

    /// <summary>The target listens on the port at its loopback address only.</summary>
    public const string ListensOnLoopbackOnly = nameof(ListensOnLoopbackOnly);

    /// <summary>The port is the one that is published on the host. Other containers have to use the port of the container.</summary>
    public const string PublishedPortNotContainerPort = nameof(PublishedPortNotContainerPort);

    /// <summary>
    /// The address is the loopback address of the source itself, where nobody listens on the port, and one container on its networks has
    /// that port.
    /// </summary>
    public const string LocalhostIsTheContainer = nameof(LocalhostIsTheContainer);

    /// <summary>Small packets arrive and large ones do not: an interface on the way has a smaller MTU.</summary>
    public const string PathMtu = nameof(PathMtu);

    /// <summary>The engine's DNS does not know the name, and the name server that it asks does not answer.</summary>
    public const string UpstreamDnsSilent = nameof(UpstreamDnsSilent);

    /// <summary>The request was seen up to a point on the way and not behind it. The trace shows the point.</summary>
    public const string PacketLost = nameof(PacketLost);

    /// <summary>The request arrived. Its answer was seen up to a point on the way back, which the trace shows, and not behind it.</summary>
    public const string AnswerLost = nameof(AnswerLost);

    /// <summary>Some packets were seen up to a point on the way, which the trace shows, and others got further.</summary>
    public const string SomePacketsLost = nameof(SomePacketsLost);

    /// <summary>The packets could not be traced.</summary>
    public const string NotTraced = nameof(NotTraced);

    /// <summary>The target is on another engine, and shares no overlay network with the source.</summary>
    public const string OnAnotherEngine = nameof(OnAnotherEngine);

    /// <summary>Prediction and observation differ.</summary>
    public const string Disagreement = nameof(Disagreement);

    /// <summary>
    /// A reason for Blocked that may be observed as NoRoute too: nothing answers for the address, which the sender's kernel reports as "no
    /// route to host" if the probe waits for some seconds.
    /// </summary>
    internal static bool EndsOnTheWire(string code) =>
        code is HostNotOnNetwork or InterContainerCommunicationOff or IPv6Disabled or MembersKeptApart or UnusedAddress
            or LinkDown or NotOnBridge or BridgePortClosed or BridgeWithoutAddress or OnAnotherEngine;
}
