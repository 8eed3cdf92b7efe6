using System.Buffers;
using System.Text;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Prediction;

/// <summary>Whether the engine's DNS can be asked for a name. The engine accepts any alias, also one that it can never answer.</summary>
internal static class DnsName
{
    /// <summary>Bytes of a label (RFC 1035, 2.3.4).</summary>
    private const int LongestLabel = 63;

    /// <summary>
    /// Bytes of a name as it is written: 255 in a packet, less the length of the first label and the root (RFC 1035, 2.3.4).
    /// </summary>
    private const int LongestName = 253;

    /// <summary>The library of 20.10 leaves the apostrophe as it is. That of 26.1 and newer escapes it.</summary>
    private static readonly EngineVersion EscapedApostrophe = new(23, 0);

    /// <summary>
    /// Characters that the engine's DNS library escapes (miekg/dns, UnpackDomainName): the name in a question then never equals the name
    /// that the engine knows. The library escapes bytes beyond ASCII too.
    /// </summary>
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. " @;()\"\\", .. Enumerable.Range(0, ' ').Append(0x7f).Select(code => (char)code)]);

    /// <summary>What a resolver asks for: a dot at the end says that the name is complete, and is not part of it.</summary>
    public static string Asked(string name) => name is [_, .., '.'] ? name[..^1] : name;

    /// <summary>What keeps the engine's DNS from answering, as a clause; null if nothing does.</summary>
    /// <param name="name">As it is typed.</param>
    /// <param name="version">The engine's version.</param>
    public static string? Flaw(string name, EngineVersion version)
    {
        var asked = Asked(name).AsSpan();
        if (Encoding.UTF8.GetByteCount(asked) > LongestName)
            return $"it is longer than {LongestName} bytes";
        if (asked.ContainsAny(Escaped) || (version >= EscapedApostrophe && asked.Contains('\'')) || !Ascii.IsValid(asked))
            return "it contains a character that the engine's DNS escapes";
        for (var rest = asked; ;)
        {
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.IsEmpty)
                return "one of its labels is empty";
            if (label.Length > LongestLabel)
                return $"one of its labels is longer than {LongestLabel} bytes";
            if (dot < 0)
                return null;
            rest = rest[(dot + 1)..];
        }
    }
}
