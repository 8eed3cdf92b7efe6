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

    /// <summary>The index of the bridge that a link belongs to.</summary>
    public int? Master { get; init; }

    /// <summary>The state of a link: up, down, lowerlayerdown, dormant or unknown.</summary>
    public string? State { get; init; }

    /// <summary>The type of a link: veth, bridge and the like.</summary>
    public string? Type { get; init; }

    /// <summary>Of an address or neighbour.</summary>
    public string? Address { get; init; }

    /// <summary>The length of the prefix, of an address or route, in bits; 0 for a default route.</summary>
    public int? Prefix { get; init; }

    /// <summary>The scope of an address: global, link, host or other.</summary>
    public string? Scope { get; init; }

    /// <summary>The family of a route: 4 or 6.</summary>
    public int? Family { get; init; }

    /// <summary>The network that a route leads to; null for a default route.</summary>
    public string? Destination { get; init; }

    /// <summary>The next hop of a route.</summary>
    public string? Gateway { get; init; }
}
