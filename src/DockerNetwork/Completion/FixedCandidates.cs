namespace DockerNetwork.Completion;

/// <summary>Closed sets that the parameter's type does not tell.</summary>
internal static class FixedCandidates
{
    /// <summary>What -RestartPolicy takes.</summary>
    public static IReadOnlyList<Candidate> RestartPolicies { get; } =
    [
        new("no", "never"),
        new("always", "whenever it ends, and when the engine starts"),
        new("unless-stopped", "like always, unless the container was stopped by hand"),
        new("on-failure", "when it ends with an error"),
        new("on-failure:5", "when it ends with an error, at most five times"),
    ];

    /// <summary>Options of resolv.conf (resolv.conf(5)).</summary>
    public static IReadOnlyList<Candidate> DnsOptions { get; } =
    [
        new("attempts:2", "how many times each name server is asked before giving up"),
        new("edns0", "uses EDNS extensions (RFC 2671)"),
        new("ndots:1", "names with fewer dots are tried with the search domains first"),
        new("no-aaaa", "asks only for IPv4 addresses"),
        new("rotate", "uses the name servers in turn"),
        new("single-request", "asks for IPv4 and IPv6 addresses one after the other"),
        new("timeout:5", "seconds until the next name server is asked"),
        new("trust-ad", "trusts the name server's DNSSEC validation"),
        new("use-vc", "asks over TCP"),
    ];

    /// <summary>What -AddHost is mostly used for.</summary>
    public static IReadOnlyList<Candidate> AddedHosts { get; } =
    [
        new("host.docker.internal:host-gateway", "the engine's host, by the name that Docker Desktop uses"),
    ];

    /// <summary>What -CapAdd and -CapDrop take (capabilities(7)). An engine takes each with CAP_ before it, too.</summary>
    public static IReadOnlyList<Candidate> Capabilities { get; } =
    [
        new("ALL", "every capability; with -CapAdd as dangerous as -Privileged"),
        new("AUDIT_CONTROL", "changes the rules of the kernel's audit"),
        new("AUDIT_READ", "reads the kernel's audit log"),
        new("AUDIT_WRITE", "writes to the kernel's audit log; given by default"),
        new("BLOCK_SUSPEND", "keeps the host from suspending"),
        new("BPF", "loads BPF programs"),
        new("CHECKPOINT_RESTORE", "saves and restores processes"),
        new("CHOWN", "changes the owner of files; given by default"),
        new("DAC_OVERRIDE", "ignores the permissions of files; given by default"),
        new("DAC_READ_SEARCH", "reads any file, also outside the container"),
        new("FOWNER", "acts as the owner of any file; given by default"),
        new("FSETID", "keeps the set-user-ID bit of changed files; given by default"),
        new("IPC_LOCK", "locks memory"),
        new("IPC_OWNER", "ignores the permissions of System V IPC"),
        new("KILL", "signals any process; given by default"),
        new("LEASE", "takes leases of files"),
        new("LINUX_IMMUTABLE", "sets the immutable flag of files"),
        new("MAC_ADMIN", "changes mandatory access control"),
        new("MAC_OVERRIDE", "ignores mandatory access control"),
        new("MKNOD", "makes device files; given by default"),
        new("NET_ADMIN", "changes interfaces, routes and firewall rules of its network namespace"),
        new("NET_BIND_SERVICE", "listens on ports below 1024; given by default"),
        new("NET_BROADCAST", "sends broadcasts and listens to multicasts"),
        new("NET_RAW", "sends and reads raw packets, as ping and tcpdump do; given by default"),
        new("PERFMON", "observes the performance of the system"),
        new("SETFCAP", "sets the capabilities of files; given by default"),
        new("SETGID", "changes its groups; given by default"),
        new("SETPCAP", "changes the capabilities of its processes; given by default"),
        new("SETUID", "changes its user; given by default"),
        new("SYS_ADMIN", "mounts, enters namespaces and much more; nearly root on the host"),
        new("SYS_BOOT", "restarts the host"),
        new("SYS_CHROOT", "changes its root folder; given by default"),
        new("SYS_MODULE", "loads kernel modules: root on the host"),
        new("SYS_NICE", "raises the priority of processes"),
        new("SYS_PACCT", "switches process accounting on and off"),
        new("SYS_PTRACE", "traces and changes other processes"),
        new("SYS_RAWIO", "reads and writes the host's hardware directly"),
        new("SYS_RESOURCE", "ignores limits of resources"),
        new("SYS_TIME", "sets the host's clock"),
        new("SYS_TTY_CONFIG", "changes virtual terminals"),
        new("SYSLOG", "reads the kernel's log"),
        new("WAKE_ALARM", "wakes the host by a timer"),
    ];

    /// <summary>Data of an echo request or datagram that fills a packet of a common MTU.</summary>
    public static IReadOnlyList<Candidate> PacketSizes { get; } =
    [
        new("1472", "fills an IPv4 packet of 1500 bytes (Ethernet)"),
        new("1452", "fills an IPv6 packet of 1500 bytes"),
        new("1422", "fills an IPv4 packet of 1450 bytes (VXLAN: overlay networks)"),
        new("1392", "fills an IPv4 packet of 1420 bytes (WireGuard)"),
        new("1232", "fills an IPv6 packet of 1280 bytes, the least that a link must carry"),
        new("8972", "fills an IPv4 packet of 9000 bytes (jumbo frames)"),
    ];

    /// <summary>A parameter that is on, off, or left to the engine.</summary>
    public static IReadOnlyList<Candidate> Booleans { get; } =
    [
        new("$true", "on") { Expression = "$true" },
        new("$false", "off") { Expression = "$false" },
    ];
}
