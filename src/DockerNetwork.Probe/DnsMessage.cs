using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>An answer of a name server.</summary>
/// <param name="Code">0 for no error, 2 for a failure of the server, 3 for no such name (RFC 1035, 4.1.1).</param>
/// <param name="Truncated">It did not fit into a datagram: there may be more addresses.</param>
/// <param name="Addresses">Of the requested type, including those of CNAMEs on the way.</param>
internal sealed record DnsAnswer(int Code, bool Truncated, IReadOnlyList<IPAddress> Addresses);

/// <summary>Queries and answers of DNS (RFC 1035), as far as A and AAAA need them.</summary>
internal static class DnsMessage
{
    public const ushort TypeA = 1;
    public const ushort TypeAaaa = 28;

    /// <summary>The most addresses in one answer; more are left out.</summary>
    public const int MaxAddresses = 64;

    private const int HeaderLength = 12;
    private const int Response = 0x80;
    private const int Truncated = 2;
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    /// <summary>A query; null if the text cannot be a name (an empty or too long label, or more than 253 bytes).</summary>
    public static byte[]? Query(ushort id, string name, ushort type)
    {
        // One dot at the end is the root.
        name = name.EndsWith('.') ? name[..^1] : name;
        var labels = name.Split('.');
        if (Encoding.UTF8.GetByteCount(name) > MaxName
            || Array.Exists(labels, l => l.Length == 0 || Encoding.UTF8.GetByteCount(l) > MaxLabel))
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

    /// <summary>The number of the query that a message answers; null for what is too short to have one.</summary>
    public static ushort? Id(ReadOnlySpan<byte> message) =>
        message.Length < HeaderLength ? null : BinaryPrimitives.ReadUInt16BigEndian(message);

    /// <summary>
    /// Reads the answer to a query: it must have its number and repeat its question (RFC 5452, 9.1), as somebody who only guesses the
    /// number may answer
    /// faster. Without a question only a failure is believed, as servers send it that did not understand the query.
    /// </summary>
    /// <param name="message">The datagram.</param>
    /// <param name="query">What was sent, by <see cref="Query"/>.</param>
    /// <param name="answer">Addresses of the type that was asked for.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, out DnsAnswer answer)
    {
        answer = new DnsAnswer(0, false, []);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query[^4..]);
        if (Id(message) != Id(query) || !TryRead(message, type, out var code, out var addresses, out var question))
            return false;
        answer = new DnsAnswer(code, (message[2] & Truncated) != 0, addresses);
        return question.IsEmpty ? code != 0 && addresses.Count == 0 : Ascii.EqualsIgnoreCase(question, query[HeaderLength..]);
    }

    /// <summary>Reads an answer to any query; false for what is not one or is broken.</summary>
    /// <param name="message">The datagram.</param>
    /// <param name="id">Of the query.</param>
    /// <param name="responseCode">0 for no error, 2 for a failure of the server, 3 for no such name (RFC 1035, 4.1.1).</param>
    /// <param name="addresses">Of A and AAAA records; those of CNAMEs on the way come along.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out ushort id, out int responseCode, out List<IPAddress> addresses)
    {
        id = Id(message) ?? 0;
        return TryRead(message, 0, out responseCode, out addresses, out _);
    }

    /// <param name="message">The datagram.</param>
    /// <param name="wanted">The type of the addresses; 0 for both.</param>
    /// <param name="code">RCODE.</param>
    /// <param name="addresses">At most <see cref="MaxAddresses"/>.</param>
    /// <param name="question">All of the question section.</param>
    private static bool TryRead(
        ReadOnlySpan<byte> message, ushort wanted, out int code, out List<IPAddress> addresses, out ReadOnlySpan<byte> question)
    {
        (code, addresses) = (0, []);
        question = default;
        if (message.Length < HeaderLength || (message[2] & Response) == 0)
            return false;

        code = message[3] & 0xf;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var offset = HeaderLength;
        for (var i = 0; i < questions; i++)
        {
            if (!SkipName(message, ref offset) || offset + 4 > message.Length)
                return false;
            offset += 4;
        }

        question = message[HeaderLength..offset];
        for (var i = 0; i < answers; i++)
        {
            if (!SkipName(message, ref offset) || offset + 10 > message.Length)
                return false;
            var type = BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(offset + 8)..]);
            offset += 10;
            if (offset + length > message.Length)
                return false;
            var address = (type == TypeA && length == 4) || (type == TypeAaaa && length == 16);
            if (address && (wanted == 0 || wanted == type) && addresses.Count < MaxAddresses)
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

            // The other two kinds of label were never used (RFC 6891, 5).
            if (length > MaxLabel)
                return false;
            offset += length;
        }

        return false;
    }
}
