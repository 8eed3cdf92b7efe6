using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>
/// A line of the program's input: probes from one source, or a question about its interfaces or about the host, or the end of a job. An
/// empty line is a sign of life.
/// </summary>
internal sealed record JobMessage
{
    /// <summary>The program accepts no more probes in a line. A line has at most 8 MiB.</summary>
    public const int MaxProbes = 20_000;

    /// <summary>The program accepts no more addresses of the host in a line.</summary>
    public const int MaxHostAddresses = 4096;

    /// <summary>The caller's number for the job; each line of the answer carries it.</summary>
    [JsonPropertyName("job")]
    public int Id { get; init; }

    /// <summary>A process of the container; 0 for the network namespace that the program runs in.</summary>
    [JsonPropertyName("pid")]
    public int ProcessId { get; init; }

    /// <summary>
    /// The full id of the container that the process must belong to; null if that is not checked: for the host, and in a sidecar.
    /// </summary>
    public string? Container { get; init; }

    /// <summary>
    /// The container uses the host's network. If its control groups do not name it, its process is then no less likely to be its own.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HostNetwork { get; init; }

    /// <summary>
    /// The id of an overlay network whose own namespace is meant, instead of that of the container: a container on it leads there.
    /// </summary>
    public string? Overlay { get; init; }

    /// <summary>With <see cref="Overlay"/>: the folder in which the engine keeps its network namespaces, as /run/docker/netns.</summary>
    public string? Namespaces { get; init; }

    /// <summary>Packets or connections for each probe, 1 to 1,000,000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How long to wait for an answer, in milliseconds, 1 to 600,000.</summary>
    public int Timeout { get; init; } = 2000;

    /// <summary>Between two packets of a probe, in milliseconds, 0 to 600,000.</summary>
    public int Interval { get; init; } = 1000;

    /// <summary>The most data that a packet of IPv4 has room for, in bytes, beside its own header and eight bytes of ICMP or UDP.</summary>
    public const int MaxSize = 65_507;

    /// <summary>
    /// Data of an echo request or a datagram, in bytes, 0 to <see cref="MaxSize"/>; null for as much as is usual. Nothing else has a size.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>Nobody on the way may cut these packets into fragments, the source included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DontFragment { get; init; }

    /// <summary>4 or 6 to use addresses of that family only; 0 for IPv4 before IPv6.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Family { get; init; }

    /// <summary>List the interfaces, routes and neighbours instead of probing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Interfaces { get; init; }

    /// <summary>
    /// List facts of the engine's host instead of probing: links, addresses and routes, as for <see cref="Interfaces"/>, then forwarding
    /// and listeners. Only with <see cref="ProcessId"/> 0, in the host's network namespace.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Host { get; init; }

    /// <summary>List the sockets that take connections or datagrams, and their processes, instead of probing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Listeners { get; init; }

    /// <summary>With <see cref="Host"/>: look for port proxies among the processes too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Proxies { get; init; }

    /// <summary>
    /// The addresses of the host: only there can a probe that is <see cref="ProbeItem.Proxied"/> meet the engine's port proxy. Null if they
    /// are not known; at most <see cref="MaxHostAddresses"/>.
    /// </summary>
    public IReadOnlyList<string>? HostAddresses { get; init; }

    /// <summary>Watch for the packets of a trace, until the job is given up or its <see cref="Timeout"/> is over.</summary>
    public PacketSpec? Tap { get; init; }

    /// <summary>Send the packets of a trace, <see cref="Count"/> of them.</summary>
    public PacketSpec? Send { get; init; }

    /// <summary>
    /// Read the links, addresses, routes and neighbours of the namespace, and what <see cref="LookSpec"/> names, instead of probing.
    /// </summary>
    public LookSpec? Look { get; init; }

    /// <summary>
    /// Watch which rules of the namespace's firewalls end the packets of a trace, for <see cref="Timeout"/> milliseconds; then write them.
    /// <see cref="Count"/> packets are sent meanwhile. Needs NET_ADMIN.
    /// </summary>
    public PacketSpec? Explain { get; init; }

    /// <summary>Leave the kernel's table of neighbors as the probes leave it: a trace looks into it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeepNeighbours { get; init; }

    /// <summary>Give this job up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cancel { get; init; }

    /// <summary>What to send, at most <see cref="MaxProbes"/>.</summary>
    public IReadOnlyList<ProbeItem>? Probes { get; init; }
}
