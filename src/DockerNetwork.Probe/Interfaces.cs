using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace DockerNetwork.Probe;

/// <summary>Interfaces, addresses, routes and neighbours of a namespace, by rtnetlink(7).</summary>
internal static unsafe class Interfaces
{
    private const ushort GetLink = 18;
    public const ushort GetAddress = 22;
    private const ushort GetRoute = 26;
    public const ushort GetNeighbour = 30;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const int NetlinkHeader = 16;
    private const byte MainTable = 254;

    public static void Write(Source source, Answers answers)
    {
        var socket = Open(source);
        if (socket < 0)
        {
            answers.WriteEnd(source.Job.Id, "The interfaces cannot be read.");
            return;
        }

        try
        {
            Dump(socket, GetLink, 16, (body, attributes) => answers.Line(writer => WriteLink(writer, source.Job.Id, body.Span, attributes)));
            Dump(socket, GetAddress, 8, (body, attributes) => answers.Line(writer => WriteAddress(writer, source.Job.Id, body.Span, attributes)));
            Dump(socket, GetRoute, 12, (body, attributes) =>
            {
                if (body.Span[4] == MainTable)
                    answers.Line(writer => WriteRoute(writer, source.Job.Id, body.Span, attributes));
            });
            Dump(socket, GetNeighbour, 12, (body, attributes) => answers.Line(writer => WriteNeighbour(writer, source.Job.Id, body.Span, attributes)));
            answers.WriteEnd(source.Job.Id);
        }
        finally
        {
            _ = Native.Close(socket);
        }
    }

    /// <summary>A netlink socket in the source's namespace; below 0 there is none. Netlink answers at once, so it blocks, which is simpler than a state machine.</summary>
    public static int Open(Source source)
    {
        const int SetFlags = 4;
        var socket = source.OpenSocket(Native.AddressFamilyNetlink, Native.RawSocket, 0);
        if (socket >= 0)
            _ = Native.Control(socket, SetFlags, 0);
        return socket;
    }

    /// <summary>struct ifinfomsg: family, pad, type (2), index (4), flags (4), change (4).</summary>
    private static void WriteLink(Utf8JsonWriter writer, int job, ReadOnlySpan<byte> body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Name = 3, Mtu = 4, Link = 5, Master = 10, OperState = 16, LinkInfo = 18, Peer = 37;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "link");
        writer.WriteNumber("index", BitConverter.ToInt32(body[4..]));
        writer.WriteBoolean("up", (BitConverter.ToUInt32(body[8..]) & 1) != 0);
        writer.WriteBoolean("loopback", (BitConverter.ToUInt32(body[8..]) & 8) != 0);
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
        if (attributes.TryGetValue(LinkInfo, out var info) && Attributes(info).TryGetValue(1, out var type))
            writer.WriteString("type", Encoding.UTF8.GetString(type).TrimEnd('\0'));
    }

    /// <summary>struct ifaddrmsg: family, prefix length, flags, scope, index (4). IFA_LOCAL is the address itself, IFA_ADDRESS the peer's on point-to-point links.</summary>
    private static void WriteAddress(Utf8JsonWriter writer, int job, ReadOnlySpan<byte> body, Dictionary<int, byte[]> attributes)
    {
        const int Address = 1, Local = 2;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "address");
        writer.WriteNumber("index", BitConverter.ToInt32(body[4..]));
        writer.WriteNumber("prefix", body[1]);
        writer.WriteString("scope", body[3] switch { 0 => "global", 253 => "link", 254 => "host", _ => "other" });
        WriteAddress(writer, "address", attributes.GetValueOrDefault(Local) ?? attributes.GetValueOrDefault(Address));
    }

    /// <summary>struct rtmsg: family, destination length, source length, tos, table, protocol, scope, type, flags (4).</summary>
    private static void WriteRoute(Utf8JsonWriter writer, int job, ReadOnlySpan<byte> body, Dictionary<int, byte[]> attributes)
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
    private static void WriteNeighbour(Utf8JsonWriter writer, int job, ReadOnlySpan<byte> body, Dictionary<int, byte[]> attributes)
    {
        const int Destination = 1, LinkAddress = 2;
        writer.WriteNumber("job", job);
        writer.WriteString("kind", "neighbour");
        writer.WriteNumber("index", BitConverter.ToInt32(body[4..]));
        writer.WriteNumber("reachability", BitConverter.ToUInt16(body[8..]));
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

    /// <summary>All items of a kind, each as its fixed part and its attributes.</summary>
    public static void Dump(int socket, ushort type, int bodyLength, Action<ReadOnlyMemory<byte>, Dictionary<int, byte[]>> item)
    {
        const short RequestDump = 0x301;
        Span<byte> request = stackalloc byte[NetlinkHeader + 16];
        request.Clear();
        BitConverter.TryWriteBytes(request, NetlinkHeader + bodyLength);
        BitConverter.TryWriteBytes(request[4..], type);
        BitConverter.TryWriteBytes(request[6..], RequestDump);
        fixed (byte* bytes = request)
            _ = Native.Send(socket, bytes, (nuint)(NetlinkHeader + bodyLength), 0);

        var buffer = new byte[64 * 1024];
        while (true)
        {
            nint count;
            fixed (byte* bytes = buffer)
                count = Native.Receive(socket, bytes, (nuint)buffer.Length, 0);
            if (count <= 0)
                return;
            for (var offset = 0; offset + NetlinkHeader <= count;)
            {
                var length = BitConverter.ToInt32(buffer, offset);
                var kind = BitConverter.ToUInt16(buffer, offset + 4);
                if (kind is Done or Error || length < NetlinkHeader || offset + length > count)
                    return;
                if (length >= NetlinkHeader + bodyLength)
                {
                    var body = buffer.AsMemory(offset + NetlinkHeader, bodyLength);
                    item(body, Attributes(buffer.AsSpan(offset + NetlinkHeader + bodyLength, length - NetlinkHeader - bodyLength)));
                }

                offset += Align(length);
            }
        }
    }

    /// <summary>struct rtattr: length (2), type (2), value; each on a boundary of four.</summary>
    private static Dictionary<int, byte[]> Attributes(ReadOnlySpan<byte> data)
    {
        const int Nested = 0x3fff;
        var attributes = new Dictionary<int, byte[]>();
        while (data.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(data);
            if (length < 4 || length > data.Length)
                break;
            attributes[BinaryPrimitives.ReadUInt16LittleEndian(data[2..]) & Nested] = data[4..length].ToArray();
            data = data[Math.Min(Align(length), data.Length)..];
        }

        return attributes;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
