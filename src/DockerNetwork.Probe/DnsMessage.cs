using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Queries and answers of DNS (RFC 1035), as far as A and AAAA need them.</summary>
internal static class DnsMessage
{
    public const ushort TypeA = 1;
    public const ushort TypeAaaa = 28;
    private const int HeaderLength = 12;
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    /// <summary>A query; null where the text cannot be a name (an empty or too long label, or more than 253 bytes).</summary>
    public static byte[]? Query(ushort id, string name, ushort type)
    {
        // One dot at the end is the root.
        name = name.EndsWith('.') ? name[..^1] : name;
        var labels = name.Split('.');
        if (Encoding.UTF8.GetByteCount(name) > MaxName || Array.Exists(labels, l => l.Length == 0 || Encoding.UTF8.GetByteCount(l) > MaxLabel))
            return null;

        var message = new List<byte>(HeaderLength + name.Length + 6) { (byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in labels)
        {
            var bytes = Encoding.UTF8.GetBytes(label);
            message.Add((byte)bytes.Length);
            message.AddRange(bytes);
        }

        message.AddRange([0, (byte)(type >> 8), (byte)type, 0, 1]);
        return [.. message];
    }

    /// <summary>Reads an answer; false for what is none or is broken.</summary>
    /// <param name="message">The datagram.</param>
    /// <param name="id">Of the query.</param>
    /// <param name="responseCode">0 for no error, 2 for a failure of the server, 3 for no such name (RFC 1035, 4.1.1).</param>
    /// <param name="addresses">Of A and AAAA records; those of CNAMEs on the way come along.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out ushort id, out int responseCode, out List<IPAddress> addresses)
    {
        (id, responseCode, addresses) = (0, 0, []);
        if (message.Length < HeaderLength || (message[2] & 0x80) == 0)
            return false;

        id = BinaryPrimitives.ReadUInt16BigEndian(message);
        responseCode = message[3] & 0xf;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var offset = HeaderLength;
        for (var i = 0; i < questions; i++)
        {
            if (!SkipName(message, ref offset) || offset + 4 > message.Length)
                return false;
            offset += 4;
        }

        for (var i = 0; i < answers; i++)
        {
            if (!SkipName(message, ref offset) || offset + 10 > message.Length)
                return false;
            var type = BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 8)..]);
            offset += 10;
            if (offset + length > message.Length)
                return false;
            if ((type == TypeA && length == 4) || (type == TypeAaaa && length == 16))
                addresses.Add(new IPAddress(message.Slice(offset, length)));
            offset += length;
        }

        return true;
    }

    private static bool SkipName(ReadOnlySpan<byte> message, ref int offset)
    {
        while (offset < message.Length)
        {
            var length = message[offset++];
            if (length == 0)
                return true;
            if ((length & 0xc0) == 0xc0)
            {
                // A pointer ends the name.
                offset++;
                return offset <= message.Length;
            }

            offset += length;
        }

        return false;
    }
}
