using System.Buffers.Binary;
using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The first segment of a TCP connection as Linux sends it, so that firewalls treat it as they treat any: with the options maximum segment
/// size, selective acknowledgement, timestamps and window scale, in this order.
/// </summary>
internal static class FirstSegment
{
    private const int Length = 40;
    private const int Tcp = 6;
    private const int HeaderOf4 = 40, HeaderOf6 = 60;
    private const int UsualMtu = 1500;

    /// <summary>
    /// RFC 9293: ports, sequence number, no acknowledgement, length of the header, SYN, window, checksum, options. For IPv6 the kernel
    /// writes the checksum.
    /// </summary>
    /// <param name="spec">The trace.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="number">Which packet of the trace.</param>
    /// <param name="mtu">Of the route; 0 if it is not known.</param>
    public static byte[] Of(PacketSpec spec, IPAddress from, IPAddress to, int number, int mtu)
    {
        var v6 = spec.Family == 6;
        var segment = new byte[Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)spec.FromPort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)spec.ToPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), (((uint)spec.Token & 0xffffff) << 8) | (byte)number);
        segment[12] = (Length / 4) << 4;
        segment[13] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), 64_240);
        var largest = (mtu > 0 ? mtu : UsualMtu) - (v6 ? HeaderOf6 : HeaderOf4);
        byte[] options = [2, 4, 0, 0, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7];
        BinaryPrimitives.WriteUInt16BigEndian(options.AsSpan(2), (ushort)Math.Clamp(largest, 88, 65_495));
        BinaryPrimitives.WriteUInt32BigEndian(options.AsSpan(8), (uint)((ulong)spec.Token >> 32) + (uint)number);
        options.CopyTo(segment, 20);
        if (v6)
            return segment;

        // Over addresses, protocol and length too.
        byte[] covered = [.. from.GetAddressBytes(), .. to.GetAddressBytes(), 0, Tcp, 0, Length, .. segment];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), IcmpSocket.Checksum(covered));
        return segment;
    }
}
