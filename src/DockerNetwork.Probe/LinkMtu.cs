using System.Net;

namespace DockerNetwork.Probe;

/// <summary>The MTU of the link that packets to an address leave a source by.</summary>
internal static unsafe class LinkMtu
{
    /// <summary>
    /// In bytes; 0 if that is not known. Asks with a datagram as large as the echo request that did not fit (ICMP and UDP have a header of
    /// eight bytes each), which therefore is not sent either.
    /// </summary>
    public static int Of(Source source, IPAddress address)
    {
        const int Discard = 9, NoSignal = 0x4000;
        var descriptor = source.OpenSocket(SocketAddress.Family(address), Native.DatagramSocket, 0);
        if (descriptor < 0)
            return 0;
        try
        {
            IcmpError.Want(descriptor, address.AddressFamily);
            Fragments.Forbid(descriptor, address.AddressFamily, forbid: true);
            Span<byte> to = stackalloc byte[SocketAddress.Length6];
            var length = SocketAddress.Write(address, Discard, to);
            var data = new byte[source.Job.Size ?? IcmpSocket.UsualSize];
            fixed (byte* target = to, bytes = data)
            {
                return Native.Connect(descriptor, target, length) == 0
                    && Native.Send(descriptor, bytes, (nuint)data.Length, NoSignal) < 0
                    ? IcmpError.TakeOwnMtu(descriptor)
                    : 0;
            }
        }
        finally
        {
            _ = Native.Close(descriptor);
        }
    }
}
