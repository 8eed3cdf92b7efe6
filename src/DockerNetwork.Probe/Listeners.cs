using System.Buffers.Binary;
using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The sockets of this program's network namespace that take connections or datagrams, by sock_diag(7). The kernel goes through these
/// alone; for /proc/net/tcp it goes through its whole table of connections, which takes longer than all else.
/// </summary>
internal static class Listeners
{
    private const int SocketDiagnostics = 4;
    private const ushort ByFamily = 20;
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const int Listening = 10;
    private const int Unconnected = 7;

    private const int IPv6OnlyAttribute = 11;

    /// <summary>struct inet_diag_req_v2: family, protocol, extensions, pad, states (4), socket (48).</summary>
    private const int RequestLength = 56;

    /// <summary>struct inet_diag_msg: family, state, timer, retransmits, socket (48), times and queues (20).</summary>
    private const int MessageLength = 72;

    /// <summary>Those that were found.</summary>
    /// <returns>Null if the kernel does not tell, or there are too many.</returns>
    public static List<ListeningSocket>? Find(Source source)
    {
        using var netlink = Netlink.Open(source, SocketDiagnostics);
        if (netlink is null)
            return null;
        var found = new List<ListeningSocket>();
        Span<byte> request = stackalloc byte[RequestLength];
        foreach (var (family, protocol, state) in (ReadOnlySpan<(byte, byte, int)>)
            [
                (Native.InterNetwork, Tcp, Listening), (Native.InterNetworkV6, Tcp, Listening),
                (Native.InterNetwork, Udp, Unconnected), (Native.InterNetworkV6, Udp, Unconnected),
            ])
        {
            request.Clear();
            (request[0], request[1]) = (family, protocol);
            BinaryPrimitives.WriteUInt32LittleEndian(request[4..], 1u << state);
            if (netlink.Dump(ByFamily, request, MessageLength) is not { } sockets)
                return null;
            foreach (var (body, attributes) in sockets)
            {
                if (Read(body) is not var (address, port))
                    continue;
                var only = attributes.TryGetValue(IPv6OnlyAttribute, out var value) && value is [not 0, ..];
                found.Add(new ListeningSocket(
                    protocol == Tcp ? "tcp" : "udp", address, port, only && address == "::", InterfaceOf(body), InodeOf(body)));
            }
        }

        return found.Count > HostItem.MaxItems ? null : found;
    }

    /// <summary>
    /// The local end of a socket, of struct inet_diag_sockid: source port (2, in network order), other port, source address (16), other
    /// address, interface and cookie. Null if it has no port.
    /// </summary>
    public static (string Address, int Port)? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < MessageLength || message[0] is not (Native.InterNetwork or Native.InterNetworkV6))
            return null;
        var port = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var address = new IPAddress(message.Slice(8, message[0] == Native.InterNetwork ? 4 : 16));
        return port == 0 ? null : ((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), port);
    }

    /// <summary>Behind the addresses of struct inet_diag_sockid.</summary>
    private static int InterfaceOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt32LittleEndian(message[40..]);

    /// <summary>The last field of struct inet_diag_msg. A link /proc/PID/fd/N of the process that has the socket contains it.</summary>
    private static uint InodeOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt32LittleEndian(message[(MessageLength - 4)..]);
}

/// <summary>A socket that takes connections or datagrams.</summary>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="Address">The address that it is bound to, as 0.0.0.0 or ::.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="IPv6Only">It is bound to ::, and takes nothing over IPv4.</param>
/// <param name="Interface">The index of the interface that it is bound to; 0 for none.</param>
/// <param name="Inode">Its number.</param>
internal sealed record ListeningSocket(string Protocol, string Address, int Port, bool IPv6Only, int Interface, uint Inode);
