using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace DockerNetwork.Probe;

/// <summary>Interfaces, addresses, routes and neighbours of a namespace, by rtnetlink(7).</summary>
internal static class Interfaces
{
    private const ushort GetLink = 18;
    public const ushort GetAddress = 22;
    private const ushort GetRoute = 26;
    private const ushort GetNeighbour = 30;
    private const byte MainTable = 254;

    public static void Write(Source source, Answers answers)
    {
        using var netlink = Netlink.Open(source);
        if (netlink is null)
        {
            answers.WriteEnd(source.Job.Id, $"The interfaces cannot be read: {Shortage.Text(Native.LastError)}.");
            return;
        }

        var job = source.Job.Id;
        var complete = WriteAll(GetLink, 16, WriteLink)
            && WriteAll(GetAddress, 8, WriteAddress)
            && WriteAll(GetRoute, 12, WriteRoute)
            && WriteAll(GetNeighbour, 12, WriteNeighbour);
        answers.WriteEnd(job, complete ? null : "The interfaces cannot be read: netlink returned no list, or one that is too long.");

        bool WriteAll(ushort type, int bodyLength, Action<Utf8JsonWriter, int, byte[], Dictionary<int, byte[]>> write)
        {
            if (netlink.Dump(type, bodyLength) is not { } items)
                return false;
            foreach (var (body, attributes) in items)
            {
                // Other tables than the main one hold addresses of this machine, and what policies say.
                if (type != GetRoute || body[4] == MainTable)
                    answers.Line(writer => write(writer, job, body, attributes));
            }

            return true;
        }
    }

    /// <summary>struct ifinfomsg: family, pad, type (2), index (4), flags (4), change (4).</summary>
    private static void WriteLink(Utf8JsonWriter writer, int job, byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Name = 3, Mtu = 4, Link = 5, Master = 10, OperState = 16, LinkInfo = 18, Peer = 37;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "link");
        writer.WriteNumber("index", BitConverter.ToInt32(body, 4));
        writer.WriteBoolean("up", (BitConverter.ToUInt32(body, 8) & 1) != 0);
        writer.WriteBoolean("loopback", (BitConverter.ToUInt32(body, 8) & 8) != 0);
        if (attributes.TryGetValue(Name, out var name))
            writer.WriteString("name", Encoding.UTF8.GetString(name).TrimEnd('\0'));
        if (attributes.TryGetValue(Address, out var mac) && mac.Length == 6)
            writer.WriteString("mac", string.Join(':', mac.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))));
        WriteNumber(writer, "mtu", attributes.GetValueOrDefault(Mtu));
        WriteNumber(writer, "link", attributes.GetValueOrDefault(Link));
        WriteNumber(writer, "netns", attributes.GetValueOrDefault(Peer));
        WriteNumber(writer, "master", attributes.GetValueOrDefault(Master));
        if (attributes.TryGetValue(OperState, out var state) && state.Length > 0)
            writer.WriteString("state", state[0] switch { 2 => "down", 3 => "lowerlayerdown", 5 => "dormant", 6 => "up", _ => "unknown" });
        if (attributes.TryGetValue(LinkInfo, out var info) && NetlinkMessages.Attributes(info).TryGetValue(1, out var type))
            writer.WriteString("type", Encoding.UTF8.GetString(type).TrimEnd('\0'));
    }

    /// <summary>
    /// struct ifaddrmsg: family, prefix length, flags, scope, index (4). IFA_LOCAL is the address itself, IFA_ADDRESS the peer's on
    /// point-to-point links.
    /// </summary>
    private static void WriteAddress(Utf8JsonWriter writer, int job, byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Local = 2;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "address");
        writer.WriteNumber("index", BitConverter.ToInt32(body, 4));
        writer.WriteNumber("prefix", body[1]);
        writer.WriteString("scope", body[3] switch { 0 => "global", 253 => "link", 254 => "host", _ => "other" });
        WriteAddress(writer, "address", attributes.GetValueOrDefault(Local) ?? attributes.GetValueOrDefault(Address));
    }

    /// <summary>struct rtmsg: family, destination length, source length, tos, table, protocol, scope, type, flags (4).</summary>
    private static void WriteRoute(Utf8JsonWriter writer, int job, byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, OutInterface = 4, Gateway = 5;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "route");
        writer.WriteNumber("family", body[0] == Native.InterNetworkV6 ? 6 : 4);
        writer.WriteNumber("prefix", body[1]);
        WriteAddress(writer, "destination", attributes.GetValueOrDefault(Destination));
        WriteAddress(writer, "gateway", attributes.GetValueOrDefault(Gateway));
        WriteNumber(writer, "index", attributes.GetValueOrDefault(OutInterface));
    }

    /// <summary>struct ndmsg: family, pad (3), index (4), state (2), flags, type.</summary>
    private static void WriteNeighbour(Utf8JsonWriter writer, int job, byte[] body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, LinkAddress = 2;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "neighbour");
        writer.WriteNumber("index", BitConverter.ToInt32(body, 4));
        writer.WriteNumber("reachability", BitConverter.ToUInt16(body, 8));
        WriteAddress(writer, "address", attributes.GetValueOrDefault(Destination));
        if (attributes.TryGetValue(LinkAddress, out var mac))
            writer.WriteString("mac", string.Join(':', mac.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))));
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, byte[]? value)
    {
        if (value is { Length: 4 })
            writer.WriteNumber(name, BitConverter.ToInt32(value));
    }

    private static void WriteAddress(Utf8JsonWriter writer, string name, byte[]? value)
    {
        if (value is { Length: 4 or 16 })
            writer.WriteString(name, new IPAddress(value).ToString());
    }
}
