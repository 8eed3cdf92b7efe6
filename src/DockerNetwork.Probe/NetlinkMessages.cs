using System.Buffers.Binary;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>A message as it lies in a buffer.</summary>
/// <param name="Kind">nlmsg_type.</param>
/// <param name="Sequence">nlmsg_seq: the number of the request that it answers.</param>
/// <param name="Interrupted">NLM_F_DUMP_INTR: something changed during the dump, which may have left something out.</param>
/// <param name="Start">Where its content starts.</param>
/// <param name="Length">Of its content.</param>
internal readonly record struct NetlinkMessage(ushort Kind, uint Sequence, bool Interrupted, int Start, int Length);

/// <summary>
/// The bytes of netlink(7). Lengths are never trusted: a message that does not fit into the received bytes ends the reading.
/// </summary>
internal static class NetlinkMessages
{
    public const int HeaderLength = 16;

    /// <summary>Room for a delete: header, struct ndmsg, and an IPv6 address as an attribute.</summary>
    public const int DeleteLength = HeaderLength + NeighbourLength + AttributeHeader + 16;

    public const ushort Error = 2;
    public const ushort Done = 3;
    private const ushort DeleteNeighbour = 29;
    private const int NeighbourLength = 12;
    private const int AttributeHeader = 4;
    private const int InterruptedFlag = 0x10;

    /// <summary>Whether the end of a dump says that it failed: the content is an error number, negative, or 0 for success.</summary>
    public static bool IsFailure(ReadOnlySpan<byte> content) =>
        content.Length >= sizeof(int) && BitConverter.ToInt32(content) < 0;

    /// <summary>struct nlmsghdr: length (4), type (2), flags (2), sequence (4), port (4).</summary>
    public static void WriteHeader(Span<byte> data, int length, ushort type, short flags, uint sequence)
    {
        BinaryPrimitives.WriteInt32LittleEndian(data, length);
        BinaryPrimitives.WriteUInt16LittleEndian(data[4..], type);
        BinaryPrimitives.WriteInt16LittleEndian(data[6..], flags);
        BinaryPrimitives.WriteUInt32LittleEndian(data[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(data[12..], 0);
    }

    /// <summary>struct ndmsg, and the address as the attribute NDA_DST. Returns the length.</summary>
    public static int WriteDelete(Span<byte> data, int index, IPAddress address, short flags, uint sequence)
    {
        const short Destination = 1;
        data[..DeleteLength].Clear();
        address.TryWriteBytes(data[(HeaderLength + NeighbourLength + AttributeHeader)..], out var length);
        var total = HeaderLength + NeighbourLength + AttributeHeader + length;
        WriteHeader(data, total, DeleteNeighbour, flags, sequence);
        data[HeaderLength] = (byte)SocketAddress.Family(address);
        BinaryPrimitives.WriteInt32LittleEndian(data[(HeaderLength + 4)..], index);
        BinaryPrimitives.WriteInt16LittleEndian(data[(HeaderLength + NeighbourLength)..], (short)(AttributeHeader + length));
        BinaryPrimitives.WriteInt16LittleEndian(data[(HeaderLength + NeighbourLength + 2)..], Destination);
        return total;
    }

    /// <summary>The message at the offset, which moves past it; false if there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, ref int offset, out NetlinkMessage message)
    {
        message = default;
        if (offset < 0 || data.Length - offset < HeaderLength)
            return false;
        var header = data[offset..];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length < HeaderLength || length > header.Length)
            return false;
        message = new NetlinkMessage(
            BinaryPrimitives.ReadUInt16LittleEndian(header[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
            (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & InterruptedFlag) != 0,
            offset + HeaderLength,
            (int)length - HeaderLength);
        offset = Math.Min(data.Length, offset + Align((int)length));
        return true;
    }

    /// <summary>struct rtattr: length (2), type (2), value; each on a boundary of four.</summary>
    public static Dictionary<int, byte[]> Attributes(ReadOnlySpan<byte> data)
    {
        const int Nested = 0x3fff;
        var attributes = new Dictionary<int, byte[]>();
        while (data.Length >= AttributeHeader)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(data);
            if (length < AttributeHeader || length > data.Length)
                break;
            attributes[BinaryPrimitives.ReadUInt16LittleEndian(data[2..]) & Nested] = data[AttributeHeader..length].ToArray();
            data = data[Math.Min(Align(length), data.Length)..];
        }

        return attributes;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
