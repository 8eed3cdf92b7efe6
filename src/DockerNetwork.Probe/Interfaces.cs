using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Interfaces, addresses, routes and neighbours of a namespace, by rtnetlink(7).</summary>
internal static class Interfaces
{
    public const ushort GetLink = 18;
    public const ushort GetAddress = 22;
    public const ushort GetRoute = 26;
    public const ushort GetNeighbour = 30;
    public const byte MainTable = 254;

    /// <summary>Writes all of them, and the end of the job.</summary>
    public static void Write(Source source, Answers answers)
    {
        var problem = List(source, answers, (GetNeighbour, Neighbour), _ => true);
        answers.WriteEnd(source.Job.Id, problem is null ? null : Refusal.Unreadable, problem);
    }

    /// <summary>Writes those that are wanted.</summary>
    /// <param name="source">The namespace.</param>
    /// <param name="answers">Where they are written.</param>
    /// <param name="last">What is listed beside links, addresses and routes.</param>
    /// <param name="wanted">Whether an item is wanted.</param>
    /// <returns>Why they cannot be read; null if they were.</returns>
    public static string? List(
        Source source,
        Answers answers,
        (ushort Type, Func<byte[], Dictionary<int, byte[]>, NamespaceItem?> Read) last,
        Func<NamespaceItem, bool> wanted)
    {
        using var netlink = Netlink.Open(source);
        if (netlink is null)
            return $"The interfaces cannot be read: {Shortage.Text(Native.LastError)}.";
        return WriteAll(GetLink, 16, Link)
            && WriteAll(GetAddress, 8, Address)
            && WriteAll(GetRoute, 12, Route)
            && WriteAll(last.Type, 12, last.Read)
                ? null
                : "The interfaces cannot be read: netlink returned no list, or one that is too long.";

        bool WriteAll(ushort type, int bodyLength, Func<byte[], Dictionary<int, byte[]>, NamespaceItem?> read)
        {
            if (netlink.Dump(type, bodyLength) is not { } items)
                return false;
            foreach (var (body, attributes) in items)
            {
                // Other tables than the main one hold addresses of this machine, and what policies say.
                if (type == GetRoute && body[4] != MainTable)
                    continue;
                if (read(body, attributes) is { } item && wanted(item))
                    answers.Write(item with { Job = source.Job.Id }, ProtocolJson.Default.NamespaceItem);
            }

            return true;
        }
    }

    /// <summary>struct ifinfomsg: family, pad, type (2), index (4), flags (4), change (4).</summary>
    public static NamespaceItem Link(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Name = 3, Mtu = 4, Link = 5, Master = 10, OperState = 16, LinkInfo = 18, KindOfInfo = 1;
        var flags = BitConverter.ToUInt32(body, 8);
        var info = attributes.TryGetValue(LinkInfo, out var nested) ? NetlinkMessages.Attributes(nested) : [];
        return new NamespaceItem
        {
            Kind = ItemKind.Link,
            Index = BitConverter.ToInt32(body, 4),
            Up = (flags & 1) != 0,
            Loopback = (flags & 8) != 0,
            Name = Text(attributes.GetValueOrDefault(Name)),
            Mac = attributes.GetValueOrDefault(Address) is { Length: 6 } mac ? Mac(mac) : null,
            Mtu = Number(attributes.GetValueOrDefault(Mtu)),
            Link = Number(attributes.GetValueOrDefault(Link)),
            Master = Number(attributes.GetValueOrDefault(Master)),
            State = attributes.GetValueOrDefault(OperState) is [var state, ..] ? State(state) : null,
            Type = Text(info.GetValueOrDefault(KindOfInfo)),
            ForwardsIPv4 = LinkSettings.ForwardsIPv4(attributes),
        };
    }

    /// <summary>
    /// struct ifaddrmsg: family, prefix length, flags, scope, index (4). IFA_LOCAL is the address itself, IFA_ADDRESS the peer's on
    /// point-to-point links.
    /// </summary>
    public static NamespaceItem Address(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Local = 2;
        return new NamespaceItem
        {
            Kind = ItemKind.Address,
            Index = BitConverter.ToInt32(body, 4),
            Prefix = body[1],
            Scope = body[3] switch { 0 => "global", 253 => "link", 254 => "host", _ => "other" },
            Address = Ip(attributes.GetValueOrDefault(Local) ?? attributes.GetValueOrDefault(Address)),
        };
    }

    /// <summary>struct rtmsg: family, destination length, source length, tos, table, protocol, scope, type, flags (4).</summary>
    public static NamespaceItem Route(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, OutInterface = 4, Gateway = 5;
        return new NamespaceItem
        {
            Kind = ItemKind.Route,
            Family = body[0] == Native.InterNetworkV6 ? 6 : 4,
            Prefix = body[1],
            Destination = Ip(attributes.GetValueOrDefault(Destination)),
            Gateway = Ip(attributes.GetValueOrDefault(Gateway)),
            Index = Number(attributes.GetValueOrDefault(OutInterface)) ?? 0,
        };
    }

    /// <summary>struct ndmsg: family, pad (3), index (4), state (2), flags, type.</summary>
    public static NamespaceItem Neighbour(byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, LinkAddress = 2;
        return new NamespaceItem
        {
            Kind = ItemKind.Neighbour,
            Index = BitConverter.ToInt32(body, 4),
            Address = Ip(attributes.GetValueOrDefault(Destination)),
            Mac = attributes.TryGetValue(LinkAddress, out var mac) ? Mac(mac) : null,
        };
    }

    /// <summary>IF_OPER of linux/if.h.</summary>
    private static string State(byte state) =>
        state switch { 2 => "down", 3 => "lowerlayerdown", 5 => "dormant", 6 => "up", _ => "unknown" };

    public static string Mac(byte[] value) => string.Join(':', value.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));

    public static string? Text(byte[]? value) => value is null ? null : Encoding.UTF8.GetString(value).TrimEnd('\0');

    public static int? Number(byte[]? value) => value is { Length: 4 } ? BitConverter.ToInt32(value) : null;

    public static string? Ip(byte[]? value) => value is { Length: 4 or 16 } ? new IPAddress(value).ToString() : null;
}
