using System.Net;

namespace DockerNetwork.Probe;

/// <summary>The address that a source sends from.</summary>
internal static unsafe class OwnAddress
{
    /// <summary>
    /// True where the source has an address to reach the target from. A datagram socket needs that too, and another port than a connection.
    /// </summary>
    public static bool Exists(Source source, IPAddress address, int port)
    {
        var descriptor = source.OpenSocket(SocketAddress.Family(address), Native.DatagramSocket, 0);
        if (descriptor < 0)
            return false;
        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(address, port, to);
        int result;
        fixed (byte* target = to)
            result = Native.Connect(descriptor, target, length);
        var error = result == 0 ? 0 : Native.LastError;
        _ = Native.Close(descriptor);
        return error is 0 or Native.TryAgain;
    }
}
