namespace DockerNetwork.Model.Results;

/// <summary>The codes of reasons. They are documented in about_ContainerReachability and do not change their meaning.</summary>
public static class ReasonCode
{
    /// <summary>The source is not running, so nothing can be sent from it.</summary>
    public const string SourceNotRunning = nameof(SourceNotRunning);

    /// <summary>The target is not running. It has no address and no name.</summary>
    public const string TargetNotRunning = nameof(TargetNotRunning);

    /// <summary>
    /// The owner of the shared network namespace is not running or no longer exists. Only the loopback interface is left.
    /// </summary>
    public const string NamespaceOwnerNotRunning = nameof(NamespaceOwnerNotRunning);

    /// <summary>
    /// The owner of the shared network namespace was started again later. The other container is still in the old namespace.
    /// </summary>
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

    /// <summary>
    /// The address is the virtual address of a service of the swarm, whose load balancer forwards connections to the tasks.
    /// </summary>
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

    /// <summary>
    /// The target's network has the gateway mode routed, which lets through echo requests and connections to published ports.
    /// </summary>
    public const string RoutedNetwork = nameof(RoutedNetwork);

    /// <summary>The network's gateway mode nat-unprotected lets everything through (engines from 29.0 on).</summary>
    public const string UnprotectedNetwork = nameof(UnprotectedNetwork);

    /// <summary>
    /// The two share no network, and one of them is on Podman's default network, which Podman does not isolate from other networks.
    /// </summary>
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

    /// <summary>A name server, or the hosts file, has no address for the name, or none of the family that is asked for.</summary>
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

    /// <summary>The address is the host's, no process of the host listens on the port, and no container publishes it.</summary>
    public const string NobodyListens = nameof(NobodyListens);

    /// <summary>The name or address is that of another container or of the host, and not the target's.</summary>
    public const string AnotherContainer = nameof(AnotherContainer);

    /// <summary>A firewall or a router refused the packet: the ICMP message came from another address than the target's.</summary>
    public const string FirewallRefused = nameof(FirewallRefused);

    /// <summary>The name led to an address that is not the target's, or not the one that was predicted.</summary>
    public const string AnotherAddress = nameof(AnotherAddress);

    /// <summary>Prediction and observation differ.</summary>
    public const string Disagreement = nameof(Disagreement);

    /// <summary>
    /// A reason for Blocked that may be observed as NoRoute too: nothing answers for the address, which the sender's kernel reports as "no
    /// route to host" if the probe waits for some seconds.
    /// </summary>
    internal static bool EndsOnTheWire(string code) =>
        code is HostNotOnNetwork or InterContainerCommunicationOff or IPv6Disabled or MembersKeptApart or UnusedAddress;
}
