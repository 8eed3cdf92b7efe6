namespace DockerNetwork.Protocol;

/// <summary>One thing in a network namespace, as rtnetlink(7) lists it. What a kind does not have is null.</summary>
internal sealed record NamespaceItem : Answer
{
    /// <summary>What it is.</summary>
    public ItemKind Kind { get; init; }

    /// <summary>The index of the interface: its own, or that of the one it belongs to.</summary>
    public int Index { get; init; }

    /// <summary>The name of a link.</summary>
    public string? Name { get; init; }

    /// <summary>The hardware address of a link or neighbour, as 02:42:0a:01:00:02.</summary>
    public string? Mac { get; init; }

    /// <summary>Of a link, in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>The link is switched on.</summary>
    public bool? Up { get; init; }

    /// <summary>The link is the loopback interface.</summary>
    public bool? Loopback { get; init; }

    /// <summary>The other end's index, of a veth.</summary>
    public int? Link { get; init; }

    /// <summary>Whether IPv4 packets that come in by the link are forwarded (net.ipv4.conf.LINK.forwarding).</summary>
    public bool? ForwardsIPv4 { get; init; }

    /// <summary>The index of the bridge that a link or an entry of a forwarding database belongs to.</summary>
    public int? Master { get; init; }

    /// <summary>
    /// The state of a link: up, down, lowerlayerdown, dormant or unknown. Of a neighbour in a look: incomplete, reachable, stale, delay,
    /// probe, failed, noarp, permanent or none.
    /// </summary>
    public string? State { get; init; }

    /// <summary>
    /// The type of a link: veth, bridge and the like. In a look also of a route that is not unicast (blackhole, unreachable, prohibit and
    /// the like), and what a rule of policy routing does if it is not a look-up (blackhole, unreachable or prohibit).
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Of an address or neighbour; of an entry of a tunnel's forwarding database, the host behind which the address is.</summary>
    public string? Address { get; init; }

    /// <summary>The length of the prefix, of an address or route, in bits; 0 for a default route.</summary>
    public int? Prefix { get; init; }

    /// <summary>The scope of an address: global, link, host or other.</summary>
    public string? Scope { get; init; }

    /// <summary>The family of a route or rule: 4 or 6.</summary>
    public int? Family { get; init; }

    /// <summary>The network that a route leads to; null for a default route.</summary>
    public string? Destination { get; init; }

    /// <summary>The next hop of a route.</summary>
    public string? Gateway { get; init; }

    /// <summary>In a look, of a port of a bridge: disabled, listening, learning, forwarding or blocking.</summary>
    public string? Port { get; init; }

    /// <summary>In a look, of a port of a bridge: packets may leave by the port that they came in by.</summary>
    public bool? Hairpin { get; init; }

    /// <summary>In a look, of a port of a bridge: no packets go from it to another port that is isolated.</summary>
    public bool? Isolated { get; init; }

    /// <summary>
    /// In a look, of a port of a bridge: which of learning, flood, mcast_flood and bcast_flood are off, as bridge(8) calls them; null if
    /// none is.
    /// </summary>
    public IReadOnlyList<string>? PortOff { get; init; }

    /// <summary>In a look, of a bridge: it tells apart the VLANs of packets.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>In a look, of a VXLAN link: its number, 0 to 16,777,215.</summary>
    public int? Vxlan { get; init; }

    /// <summary>In a look, of a VXLAN link: the host or group that it sends to what it has no entry for.</summary>
    public string? Remote { get; init; }

    /// <summary>In a look: the metric of a route, or the priority of a rule, less before more; 0 to 4,294,967,295.</summary>
    public long? Metric { get; init; }

    /// <summary>In a look: the routing table that a rule leads to.</summary>
    public long? Table { get; init; }

    /// <summary>In a look, of a rule: the network of senders that it is for, as 10.0.0.0/8; null for all.</summary>
    public string? From { get; init; }
}
