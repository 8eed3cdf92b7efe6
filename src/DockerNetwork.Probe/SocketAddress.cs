using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Probe;

/// <summary>sockaddr_in and sockaddr_in6.</summary>
internal static class SocketAddress
{
    public const int Length4 = 16;
    public const int Length6 = 28;

    /// <summary>Writes the address; returns its length.</summary>
    public static uint Write(IPAddress address, int port, Span<byte> buffer)
    {
        buffer.Clear();
        var v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        BitConverter.TryWriteBytes(buffer, (short)Family(address));
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)port);
        address.TryWriteBytes(buffer[(v6 ? 8 : 4)..], out _);
        if (v6)
            BitConverter.TryWriteBytes(buffer[24..], (uint)address.ScopeId);
        return v6 ? Length6 : (uint)Length4;
    }

    public static int Family(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? Native.InterNetworkV6 : Native.InterNetwork;

    /// <summary>Reads an address that the kernel wrote; null for another family.</summary>
    public static IPAddress? Read(ReadOnlySpan<byte> buffer) => BitConverter.ToInt16(buffer) switch
    {
        Native.InterNetwork => new IPAddress(buffer.Slice(4, 4)),
        Native.InterNetworkV6 => new IPAddress(buffer.Slice(8, 16)),
        _ => null,
    };
}
