namespace DockerNetwork.Model.Results;

/// <summary>The codes of reasons. They are documented in about_ContainerReachability and do not change their meaning.</summary>
public static class ReasonCode
{
    /// <summary>The source does not run, so nothing can be sent from it.</summary>
    public const string SourceNotRunning = nameof(SourceNotRunning);

    /// <summary>The target does not run; it has no address and no name.</summary>
    public const string TargetNotRunning = nameof(TargetNotRunning);

    /// <summary>The container whose network namespace is shared does not run or is gone; only the loopback interface is left.</summary>
    public const string NamespaceOwnerNotRunning = nameof(NamespaceOwnerNotRunning);

    /// <summary>The container whose network namespace is shared was started again; the other is left in the old namespace.</summary>
    public const string NamespaceOwnerRestarted = nameof(NamespaceOwnerRestarted);

    /// <summary>Source and target are one network namespace.</summary>
    public const string SameNamespace = nameof(SameNamespace);

    /// <summary>The source is on the network "none": it has only the loopback interface.</summary>
    public const string NoNetwork = nameof(NoNetwork);

    /// <summary>The target has no address of its own: it is on "none" or uses the host's network.</summary>
    public const string TargetHasNoAddress = nameof(TargetHasNoAddress);

    /// <summary>The engine resolves container names on user-defined networks only, and the two share none.</summary>
    public const string NamesNeedUserDefinedNetwork = nameof(NamesNeedUserDefinedNetwork);

    /// <summary>The two share no network, so the name does not resolve.</summary>
    public const string NoSharedNetwork = nameof(NoSharedNetwork);

    /// <summary>The target has the name on a network that the source is not on, though they share another.</summary>
    public const string NameOnAnotherNetwork = nameof(NameOnAnotherNetwork);

    /// <summary>The name is one that the engine's DNS answers on a shared network.</summary>
    public const string ResolvedByEngine = nameof(ResolvedByEngine);

    /// <summary>The name is not a DNS name that the engine's DNS can be asked for: only a hosts file can hold it.</summary>
    public const string InvalidDnsName = nameof(InvalidDnsName);

    /// <summary>The name stands in the source's own hosts file (--add-host, --link or its host name).</summary>
    public const string ResolvedByHostsFile = nameof(ResolvedByHostsFile);

    /// <summary>Both are on one network.</summary>
    public const string SharedNetwork = nameof(SharedNetwork);

    /// <summary>The engine drops what goes from one bridge network to another.</summary>
    public const string IsolatedNetworks = nameof(IsolatedNetworks);

    /// <summary>The network has inter-container communication switched off.</summary>
    public const string InterContainerCommunicationOff = nameof(InterContainerCommunicationOff);

    /// <summary>The network's driver lets no packet pass between its members: macvlan and ipvlan in the modes private and vepa.</summary>
    public const string MembersKeptApart = nameof(MembersKeptApart);

    /// <summary>The two are in different subnets of one network, and a router outside the engine decides.</summary>
    public const string DifferentSubnets = nameof(DifferentSubnets);

    /// <summary>Several containers of one network have the same MAC address.</summary>
    public const string DuplicateMacAddress = nameof(DuplicateMacAddress);

    /// <summary>All networks of the source are internal: there is no way out of them.</summary>
    public const string InternalNetworkOnly = nameof(InternalNetworkOnly);

    /// <summary>The source uses the host's network, and the host reaches every bridge.</summary>
    public const string HostReachesBridges = nameof(HostReachesBridges);

    /// <summary>The address is a gateway of a bridge network: the engine's host.</summary>
    public const string HostAddress = nameof(HostAddress);

    /// <summary>The source has no address of the family, IPv4 or IPv6, that the target has.</summary>
    public const string NoAddressOfFamily = nameof(NoAddressOfFamily);

    /// <summary>IPv6 is disabled in the target by a sysctl, and the engine lists an address that it does not have.</summary>
    public const string IPv6Disabled = nameof(IPv6Disabled);

    /// <summary>No network of the source has a gateway.</summary>
    public const string NoDefaultRoute = nameof(NoDefaultRoute);

    /// <summary>The name stands for several containers, and only some of them can be reached.</summary>
    public const string AmbiguousName = nameof(AmbiguousName);

    /// <summary>
    /// A published port that the engine redirects to a network which the source is isolated from: the source's network is not masqueraded.
    /// </summary>
    public const string PublishedPortRedirected = nameof(PublishedPortRedirected);

    /// <summary>An engine before 27.0 forwards IPv6 between networks, which it isolates for IPv4.</summary>
    public const string IPv6NotIsolated = nameof(IPv6NotIsolated);

    /// <summary>The network's gateway mode routed lets it through: echo requests, and the ports that are published.</summary>
    public const string RoutedNetwork = nameof(RoutedNetwork);

    /// <summary>Into a network of gateway mode routed only published ports are let through, and this one is not.</summary>
    public const string PortNotPublished = nameof(PortNotPublished);

    /// <summary>Inter-container communication is off, and a legacy link opens the port.</summary>
    public const string LegacyLink = nameof(LegacyLink);

    /// <summary>The way leads through the host, which is not on the target's network: overlay, macvlan, gateway mode isolated.</summary>
    public const string HostNotOnNetwork = nameof(HostNotOnNetwork);

    /// <summary>
    /// The address is outside the engine, and the source's network is not masqueraded: only who has a route back answers.
    /// </summary>
    public const string NotMasqueraded = nameof(NotMasqueraded);

    /// <summary>The address is in the subnet of a network, and no running container has it.</summary>
    public const string UnusedAddress = nameof(UnusedAddress);

    /// <summary>No rule decides; only a probe can show it.</summary>
    public const string NotPredicted = nameof(NotPredicted);

    /// <summary>The probe could not be made; nothing is known.</summary>
    public const string NotProbed = nameof(NotProbed);

    /// <summary>The program that probes ended or hung while it probed from this source, twice; nothing is known.</summary>
    public const string ProbeLost = nameof(ProbeLost);

    /// <summary>The source was started again while it was probed, or its process belongs to something else; nothing is known.</summary>
    public const string ProcessChanged = nameof(ProcessChanged);

    /// <summary>A UDP port kept silent, which says nothing.</summary>
    public const string NoAnswer = nameof(NoAnswer);

    /// <summary>A name server, or the hosts file, has no address for the name.</summary>
    public const string NameNotFound = nameof(NameNotFound);

    /// <summary>The source's own network stack says that there is no way to the address.</summary>
    public const string NoRouteFromSource = nameof(NoRouteFromSource);

    /// <summary>The target's kernel ignores echo requests (a sysctl). A port may be reachable all the same.</summary>
    public const string EchoIgnored = nameof(EchoIgnored);

    /// <summary>The target is paused: its kernel completes a TCP handshake, and nobody reads.</summary>
    public const string TargetPaused = nameof(TargetPaused);

    /// <summary>The name is known under another container's name only: the target shares that one's network namespace.</summary>
    public const string NameOfNamespaceOwner = nameof(NameOfNamespaceOwner);

    /// <summary>Nobody listens on the port.</summary>
    public const string PortRefused = nameof(PortRefused);

    /// <summary>A firewall or a router refused the packet: the ICMP message came from another address than the target's.</summary>
    public const string FirewallRefused = nameof(FirewallRefused);

    /// <summary>The name led to an address that is not the target's; whoever answered there is somebody else.</summary>
    public const string AnotherAddress = nameof(AnotherAddress);

    /// <summary>Prediction and observation differ.</summary>
    public const string Disagreement = nameof(Disagreement);

    /// <summary>
    /// A reason for Blocked that may be observed as NoRoute too: nobody answers for the address, which the sender's kernel reports as "no
    /// route to host" if the probe waits for some seconds.
    /// </summary>
    internal static bool EndsOnTheWire(string code) =>
        code is HostNotOnNetwork or InterContainerCommunicationOff or IPv6Disabled or MembersKeptApart;
}
