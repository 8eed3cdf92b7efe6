namespace DockerNetwork.Completion;

/// <summary>
/// The options that the engine's own network drivers know, with values that make sense, as hashtables of one entry: PowerShell asks nobody
/// for the keys inside a hashtable. From the drivers' documentation and moby (libnetwork/drivers, netlabel).
/// </summary>
internal static class DriverOptions
{
    private const string Bridge = "com.docker.network.bridge.";

    /// <summary>What Windows' drivers know begins so; this module knows no list of it.</summary>
    private const string OfWindows = "com.docker.network.windowsshim.";

    private static readonly (string Drivers, string Name, string[] Values, string About)[] Known =
    [
        ("bridge", Bridge + "name", ["br-app"], "name of the Linux bridge on the host, at most 15 characters"),
        ("bridge", Bridge + "enable_icc", ["false", "true"], "whether its containers can reach each other"),
        ("bridge", Bridge + "enable_ip_masquerade", ["false", "true"], "whether outgoing packets use the host's address"),
        ("bridge", Bridge + "host_binding_ipv4", ["127.0.0.1", "0.0.0.0"], "where published ports listen when no address is given"),
        ("bridge", Bridge + "gateway_mode_ipv4", ["nat", "routed", "isolated", "nat-unprotected"],
            "how packets enter and leave; engine 27 and newer, isolated 28"),
        ("bridge", Bridge + "gateway_mode_ipv6", ["nat", "routed", "isolated", "nat-unprotected"], "like gateway_mode_ipv4, for IPv6"),
        ("bridge", Bridge + "inhibit_ipv4", ["true", "false"], "whether the bridge itself gets no IPv4 address"),
        ("bridge", Bridge + "trusted_host_interfaces", ["eth0"],
            "interfaces of the host from which containers can be reached directly; engine 28.2 and newer"),
        ("bridge", "com.docker.network.host_ipv4", ["192.0.2.1"], "source address of outgoing packets; an address of the host"),
        ("bridge", "com.docker.network.host_ipv6", ["2001:db8::1"], "source address of outgoing IPv6 packets; an address of the host"),
        ("bridge overlay", "com.docker.network.driver.mtu", ["1500", "1450", "9000"], "largest packet size in bytes"),
        ("bridge", "com.docker.network.container_iface_prefix", ["eth"], "name prefix of the interfaces inside"),
        ("bridge ipvlan macvlan overlay", "com.docker.network.advertise_addr_nmsgs", ["3", "0"],
            "how many times a new container announces its addresses, 0 to 3; engine 28 and newer"),
        ("bridge ipvlan macvlan overlay", "com.docker.network.advertise_addr_ms", ["1000"],
            "milliseconds between these messages, 100 to 2000; engine 28 and newer"),
        ("macvlan", "macvlan_mode", ["bridge", "private", "vepa", "passthru"], "how its containers reach each other"),
        ("ipvlan", "ipvlan_mode", ["l2", "l3", "l3s"], "switched, or routed by the host"),
        ("ipvlan", "ipvlan_flag", ["bridge", "private", "vepa"], "how its containers reach each other"),
        ("overlay", "encrypted", [""], "whether traffic between nodes is encrypted (IPsec)"),
        ("overlay", "com.docker.network.driver.overlay.vxlanid_list", ["4097"], "VXLAN ids, one for each subnet"),
    ];

    /// <summary>What drivers know too and nobody is offered: parameters of New-DockerNetwork, and what the engine sets itself.</summary>
    private static readonly (string Drivers, string Name)[] NotOffered =
    [
        ("ipvlan macvlan", "parent"),
        ("bridge ipvlan macvlan overlay", "com.docker.network.enable_ipv4"),
        ("bridge ipvlan macvlan overlay", "com.docker.network.enable_ipv6"),
        ("bridge", Bridge + "default_bridge"),
        ("bridge", "com.docker.network.driver.private.no_proxy_6to4"),
    ];

    private static readonly (string Name, string Value, string About)[] OfEndpoints =
    [
        ("com.docker.network.endpoint.ifname", "eth0", "name of the interface inside; engine 28 and newer"),
        ("com.docker.network.endpoint.sysctls", "net.ipv4.conf.IFNAME.log_martians=1",
            "kernel parameters of the interface, with IFNAME for its name; engine 27.4 and newer"),
    ];

    private static readonly (string Name, string Value, string About)[] Sysctls =
    [
        ("net.core.somaxconn", "4096", "longest queue of connections waiting to be accepted"),
        ("net.ipv4.conf.all.rp_filter", "0", "0 accepts packets on an interface that answers do not leave by"),
        ("net.ipv4.ip_forward", "1", "1 forwards packets like a router"),
        ("net.ipv4.ip_local_port_range", "1024 65535", "ports of outgoing connections"),
        ("net.ipv4.ip_unprivileged_port_start", "0", "lowest port that needs no privileges"),
        ("net.ipv4.ping_group_range", "0 2147483647", "groups that can ping without privileges"),
        ("net.ipv4.tcp_keepalive_time", "600", "seconds until an idle connection is checked"),
        ("net.ipv4.tcp_syncookies", "1", "1 protects against SYN floods"),
        ("net.ipv6.conf.all.disable_ipv6", "0", "0 enables IPv6, 1 disables it"),
        ("net.ipv6.conf.all.forwarding", "1", "1 forwards IPv6 packets like a router"),
    ];

    /// <summary>Options of a network of a driver; of the bridge driver where none is given.</summary>
    /// <param name="driver">The driver; null for the default.</param>
    /// <param name="interfaces">Interfaces of the engine's host, for the parent of macvlan and ipvlan; none where they are not
    /// known.</param>
    public static IEnumerable<Candidate> OfNetwork(string? driver, IReadOnlyList<string> interfaces)
    {
        var name = driver?.ToLowerInvariant() ?? "bridge";
        var parents = name is "macvlan" or "ipvlan"
            ? (interfaces.Count > 0 ? interfaces : ["eth0"]).Select(i =>
                Candidate.Entry("parent", i, "the host interface that carries the network; eth0.10 for VLAN 10"))
            : [];
        return parents.Concat(Known
            .Where(option => option.Drivers.Split(' ').Contains(name, StringComparer.Ordinal))
            .SelectMany(option => option.Values.Select(value => Candidate.Entry(option.Name, value, option.About))));
    }

    /// <summary>
    /// The drivers that know an option, whatever the version of their engine; none if nobody knows it. Null if that cannot be told: for a
    /// plugin, and for options of Windows.
    /// </summary>
    /// <param name="driver">The driver that the option is for.</param>
    /// <param name="name">The option.</param>
    public static IReadOnlyList<string>? DriversOf(string driver, string name)
    {
        var all = All().ToList();
        return name.StartsWith(OfWindows, StringComparison.Ordinal) || !all.Exists(option => option.Driver == driver)
            ? null
            : [.. all.Where(option => option.Name == name).Select(option => option.Driver)];
    }

    /// <summary>All options that a driver knows.</summary>
    public static IEnumerable<string> NamesOf(string driver) =>
        All().Where(option => option.Driver == driver).Select(option => option.Name);

    private static IEnumerable<(string Driver, string Name)> All() => Known
        .Select(option => (option.Drivers, option.Name))
        .Concat(NotOffered)
        .SelectMany(option => option.Drivers.Split(' ').Select(driver => (driver, option.Name)));

    /// <summary>Options of a container's endpoint.</summary>
    public static IEnumerable<Candidate> OfEndpoint() => OfEndpoints.Select(o => Candidate.Entry(o.Name, o.Value, o.About));

    /// <summary>Kernel parameters that belong to a network namespace, so that a container may set them.</summary>
    public static IEnumerable<Candidate> Sysctl() => Sysctls.Select(o => Candidate.Entry(o.Name, o.Value, o.About));
}
