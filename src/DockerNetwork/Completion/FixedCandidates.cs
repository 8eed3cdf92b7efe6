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
        new("attempts:2", "how often the name servers are asked before giving up"),
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

    /// <summary>A parameter that is on, off, or left to the engine.</summary>
    public static IReadOnlyList<Candidate> Booleans { get; } =
    [
        new("$true", "on") { Expression = "$true" },
        new("$false", "off") { Expression = "$false" },
    ];
}
