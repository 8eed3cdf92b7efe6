namespace DockerNetwork.Probe;

/// <summary>How a value is written.</summary>
internal enum NftKind
{
    Number,
    Mark,
    Address,
    Name,
    Link,
    Protocol,
    NetworkProtocol,
    EtherType,
    Mac,
    State,
    Status,
    Direction,
    TcpFlags,
    IcmpType,
    IcmpType6,
    PacketType,
    AddressType,
    Present,
    Bytes,
}

/// <summary>A field, as nft names it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">How its values are written.</param>
/// <param name="Turned">Its numbers are in the order of the network.</param>
internal sealed record NftName(string Name, NftKind Kind, bool Turned);

/// <summary>The names that nft has for parts of packets, and for what the kernel knows of them.</summary>
internal static class NftFields
{
    public const int Link = 0, Network = 1, Transport = 2;
    public const int MetaProtocol = 1, MetaMark = 3, MetaIn = 6, MetaOut = 7, MetaNetworkProtocol = 15, MetaTransportProtocol = 16;

    private static readonly (string Name, NftKind Kind, int Length)[] Meta =
    [
        ("meta length", NftKind.Number, 4), ("meta protocol", NftKind.EtherType, 2), ("meta priority", NftKind.Mark, 4),
        ("meta mark", NftKind.Mark, 4), ("iif", NftKind.Link, 4), ("oif", NftKind.Link, 4), ("iifname", NftKind.Name, 16),
        ("oifname", NftKind.Name, 16), ("meta iiftype", NftKind.Number, 2), ("meta oiftype", NftKind.Number, 2),
        ("meta skuid", NftKind.Number, 4), ("meta skgid", NftKind.Number, 4), ("meta nftrace", NftKind.Number, 1),
        ("meta rtclassid", NftKind.Number, 4), ("meta secmark", NftKind.Number, 4), ("meta nfproto", NftKind.NetworkProtocol, 1),
        ("meta l4proto", NftKind.Protocol, 1), ("meta ibrname", NftKind.Name, 16), ("meta obrname", NftKind.Name, 16),
        ("meta pkttype", NftKind.PacketType, 1), ("meta cpu", NftKind.Number, 4), ("iifgroup", NftKind.Number, 4),
        ("oifgroup", NftKind.Number, 4), ("meta cgroup", NftKind.Number, 4), ("meta random", NftKind.Number, 4),
        ("meta ipsec", NftKind.Present, 1), ("meta iifkind", NftKind.Name, 16), ("meta oifkind", NftKind.Name, 16),
    ];

    private static readonly (string Name, NftKind Kind, int Length)[] Ct =
    [
        ("state", NftKind.State, 4), ("direction", NftKind.Direction, 1), ("status", NftKind.Status, 4), ("mark", NftKind.Mark, 4),
        ("secmark", NftKind.Number, 4), ("expiration", NftKind.Number, 4), ("helper", NftKind.Name, 16),
        ("l3proto", NftKind.NetworkProtocol, 1), ("saddr", NftKind.Address, 0), ("daddr", NftKind.Address, 0),
        ("protocol", NftKind.Protocol, 1), ("proto-src", NftKind.Number, 2), ("proto-dst", NftKind.Number, 2),
        ("label", NftKind.Bytes, 16), ("packets", NftKind.Number, 8), ("bytes", NftKind.Number, 8), ("avgpkt", NftKind.Number, 8),
        ("zone", NftKind.Number, 2), ("event", NftKind.Mark, 4), ("ip saddr", NftKind.Address, 4), ("ip daddr", NftKind.Address, 4),
        ("ip6 saddr", NftKind.Address, 16), ("ip6 daddr", NftKind.Address, 16), ("id", NftKind.Number, 4),
    ];

    private static readonly Dictionary<(string Header, int Offset, int Length), (string Name, NftKind Kind)> Payload = new()
    {
        [("ip", 2, 2)] = ("ip length", NftKind.Number),
        [("ip", 4, 2)] = ("ip id", NftKind.Number),
        [("ip", 6, 2)] = ("ip frag-off", NftKind.Number),
        [("ip", 8, 1)] = ("ip ttl", NftKind.Number),
        [("ip", 9, 1)] = ("ip protocol", NftKind.Protocol),
        [("ip", 12, 4)] = ("ip saddr", NftKind.Address),
        [("ip", 16, 4)] = ("ip daddr", NftKind.Address),
        [("ip6", 4, 2)] = ("ip6 length", NftKind.Number),
        [("ip6", 6, 1)] = ("ip6 nexthdr", NftKind.Protocol),
        [("ip6", 7, 1)] = ("ip6 hoplimit", NftKind.Number),
        [("ip6", 8, 16)] = ("ip6 saddr", NftKind.Address),
        [("ip6", 24, 16)] = ("ip6 daddr", NftKind.Address),
        [("tcp", 4, 4)] = ("tcp sequence", NftKind.Number),
        [("tcp", 8, 4)] = ("tcp ackseq", NftKind.Number),
        [("tcp", 13, 1)] = ("tcp flags", NftKind.TcpFlags),
        [("tcp", 14, 2)] = ("tcp window", NftKind.Number),
        [("udp", 4, 2)] = ("udp length", NftKind.Number),
        [("icmp", 0, 1)] = ("icmp type", NftKind.IcmpType),
        [("icmp", 1, 1)] = ("icmp code", NftKind.Number),
        [("icmp", 4, 2)] = ("icmp id", NftKind.Number),
        [("icmpv6", 0, 1)] = ("icmpv6 type", NftKind.IcmpType6),
        [("icmpv6", 1, 1)] = ("icmpv6 code", NftKind.Number),
        [("icmpv6", 4, 2)] = ("icmpv6 id", NftKind.Number),
        [("ether", 0, 6)] = ("ether daddr", NftKind.Mac),
        [("ether", 6, 6)] = ("ether saddr", NftKind.Mac),
        [("ether", 12, 2)] = ("ether type", NftKind.EtherType),
        [("arp", 6, 2)] = ("arp operation", NftKind.Number),
        [("arp", 14, 4)] = ("arp saddr ip", NftKind.Address),
        [("arp", 24, 4)] = ("arp daddr ip", NftKind.Address),
    };

    /// <summary>How long a field is that the kernel knows of a packet, in bytes; 0 if that is not known.</summary>
    public static int LengthOf(NftField field) => field.Source switch
    {
        "meta" when field.Key < Meta.Length => Meta[field.Key].Length,
        "ct" when field.Key < Ct.Length => Ct[field.Key].Length,
        _ => 0,
    };

    /// <summary>The name of a meta or ct field, and how its values are written; null if it has none.</summary>
    public static (string Name, NftKind Kind)? Known(NftField field)
    {
        switch (field.Source)
        {
            case "meta" when field.Key < Meta.Length:
                return (Meta[field.Key].Name, Meta[field.Key].Kind);
            case "ct" when field.Key < Ct.Length:
                var direction = field.Offset switch { 1 => "original ", 2 => "reply ", _ => "" };
                return ($"ct {direction}{Ct[field.Key].Name}", Ct[field.Key].Kind);
            default:
                return null;
        }
    }

    /// <summary>The name of a part of a header, such as tcp; null if it has none.</summary>
    public static (string Name, NftKind Kind)? InHeader(string header, int offset, int length)
    {
        if (Payload.TryGetValue((header, offset, length), out var known))
            return known;
        var ports = header is "tcp" or "udp" or "sctp" or "dccp" or "udplite" or "th";
        return ports && length == 2 && offset is (0 or 2)
            ? ($"{header} {(offset == 0 ? "sport" : "dport")}", NftKind.Number)
            : null;
    }
}
