using System.Buffers.Binary;
using System.Globalization;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>What a look reads of rtnetlink(7) beyond what <see cref="Interfaces"/> does. Numbers are those of linux/*.h.</summary>
internal static class LookItems
{
    private const int DefaultTable = 253;
    private const int LocalTable = 255;

    /// <summary>
    /// What a port of a bridge does unless it is told not to: names of bridge(8), numbers of linux/if_link.h (IFLA_BRPORT_…).
    /// </summary>
    private static readonly (string Name, int Number)[] PortSwitches =
        [("learning", 8), ("flood", 9), ("mcast_flood", 27), ("bcast_flood", 30)];

    /// <summary>A link, and of IFLA_LINKINFO what its kind, or its bridge, says of it.</summary>
    public static NamespaceItem Link(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int LinkInfo = 18, Data = 2, PortKind = 4, PortData = 5;
        const int PortState = 1, PortHairpin = 4, PortIsolated = 33, VlanFiltering = 7, VxlanId = 1, VxlanGroup = 2, VxlanGroup6 = 16;
        var link = Interfaces.Link(body, attributes);
        var info = Nested(attributes, LinkInfo);
        if (Interfaces.Text(info.GetValueOrDefault(PortKind)) == "bridge")
        {
            var port = Nested(info, PortData);
            link = link with
            {
                Port = port.GetValueOrDefault(PortState) is [var state, ..] ? StateOfPort(state) : null,
                Hairpin = Flag(port.GetValueOrDefault(PortHairpin)),
                Isolated = Flag(port.GetValueOrDefault(PortIsolated)),
                PortOff = PortSwitches.Where(one => Flag(port.GetValueOrDefault(one.Number)) == false).Select(one => one.Name).ToArray()
                    is { Length: > 0 } off ? off : null,
            };
        }

        var data = Nested(info, Data);
        return link.Type switch
        {
            "bridge" => link with { VlanFiltering = Flag(data.GetValueOrDefault(VlanFiltering)) },
            "vxlan" => link with
            {
                Vxlan = Interfaces.Number(data.GetValueOrDefault(VxlanId)),
                Remote = Interfaces.Ip(data.GetValueOrDefault(VxlanGroup) ?? data.GetValueOrDefault(VxlanGroup6)),
            },
            _ => link,
        };
    }

    /// <summary>A route of the main table; null for one of another.</summary>
    public static NamespaceItem? Route(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Priority = 6;
        return body[4] != Interfaces.MainTable ? null : Interfaces.Route(body, attributes) with
        {
            Type = TypeOfRoute(body[7]) is var type && type == "unicast" ? null : type,
            Metric = Unsigned(attributes.GetValueOrDefault(Priority)),
        };
    }

    /// <summary>The type of struct rtmsg.</summary>
    public static string TypeOfRoute(byte type) => type switch
    {
        1 => "unicast",
        2 => "local",
        3 => "broadcast",
        4 => "anycast",
        5 => "multicast",
        6 => "blackhole",
        7 => "unreachable",
        8 => "prohibit",
        9 => "throw",
        _ => "other",
    };

    /// <summary>A neighbour, and what the kernel knows of it.</summary>
    public static NamespaceItem Neighbour(byte[] body, Dictionary<int, byte[]> attributes) =>
        Interfaces.Neighbour(body, attributes) with { State = StateOfNeighbour(body) };

    /// <summary>
    /// An entry of a forwarding database; the index is that of the port. Null for the addresses that a link of no bridge listens to,
    /// which the kernel lists too.
    /// </summary>
    public static NamespaceItem? BridgeEntry(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Master = 9;
        var entry = Neighbour(body, attributes) with
        {
            Kind = ItemKind.BridgeEntry,
            Master = Interfaces.Number(attributes.GetValueOrDefault(Master)),
        };
        return entry is { Master: null, Address: null } ? null : entry;
    }

    /// <summary>
    /// struct fib_rule_hdr: family, destination length, source length, tos, table, reserved (2), action, flags (4). Null for the rules
    /// that every namespace has: the local table first, the main and default tables last. Null also for those of multicast routing
    /// (RTNL_FAMILY_IPMR), which come in the same list.
    /// </summary>
    public static NamespaceItem? PolicyRule(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, Source = 2, Input = 3, Priority = 6, Table = 15, Lookup = 1, Inverted = 2;
        var metric = Unsigned(attributes.GetValueOrDefault(Priority)) ?? 0;
        var table = Unsigned(attributes.GetValueOrDefault(Table)) ?? body[4];
        var plain = (body[1], body[2], body[3], body[7], body[8] & Inverted) == (0, 0, 0, Lookup, 0) && !attributes.Keys.Any(IsSelector);
        if (body[0] is not (Native.InterNetwork or Native.InterNetworkV6))
            return null;
        if (plain && (metric, table) is (0, LocalTable) or (32766, Interfaces.MainTable) or (32767, DefaultTable))
            return null;
        return new NamespaceItem
        {
            Kind = ItemKind.PolicyRule,
            Family = body[0] == Native.InterNetworkV6 ? 6 : 4,
            Type = body[7] switch { Lookup => null, 6 => "blackhole", 7 => "unreachable", 8 => "prohibit", _ => "other" },
            Metric = metric,
            Table = table,
            Name = Interfaces.Text(attributes.GetValueOrDefault(Input)),
            Destination = Interfaces.Ip(attributes.GetValueOrDefault(Destination)),
            Prefix = body[1],
            From = Interfaces.Ip(attributes.GetValueOrDefault(Source)) is { } from
                ? string.Create(CultureInfo.InvariantCulture, $"{from}/{body[2]}")
                : null,
        };
    }

    /// <summary>
    /// Attributes that choose packets (FRA_DST, FRA_SRC, FRA_IIFNAME, FRA_FWMARK, FRA_OIFNAME, those of VRFs, users and ports), or routes
    /// (FRA_SUPPRESS_PREFIXLEN, which has -1 in rules that do not).
    /// </summary>
    private static bool IsSelector(int attribute) => attribute is 1 or 2 or 3 or 10 or 12 or 17 or 19 or 20 or 22 or 23 or 24;

    /// <summary>ndm_state, whose bits are never set together.</summary>
    private static string StateOfNeighbour(byte[] body) => BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(8)) switch
    {
        0x01 => "incomplete",
        0x02 => "reachable",
        0x04 => "stale",
        0x08 => "delay",
        0x10 => "probe",
        0x20 => "failed",
        0x40 => "noarp",
        0x80 => "permanent",
        _ => "none",
    };

    private static string StateOfPort(byte state) =>
        state switch { 1 => "listening", 2 => "learning", 3 => "forwarding", 4 => "blocking", _ => "disabled" };

    private static Dictionary<int, byte[]> Nested(Dictionary<int, byte[]> attributes, int attribute) =>
        attributes.TryGetValue(attribute, out var value) ? NetlinkMessages.Attributes(value) : [];

    private static bool? Flag(byte[]? value) => value is [var flag, ..] ? flag != 0 : null;

    private static long? Unsigned(byte[]? value) => value is { Length: 4 } ? BitConverter.ToUInt32(value) : null;
}
