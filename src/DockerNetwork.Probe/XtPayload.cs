using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Matches on the bytes of a packet: text in it, numbers in it, a BPF program.</summary>
internal static class XtPayload
{
    private const int MaxInstructions = 64;

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("string", 0 or 1) when data.Holds(150) => Pattern(data),
        ("u32", 0) when data.Holds(1982) => Numbers(data),
        ("bpf", 0) when data.Holds(4 + (8 * MaxInstructions)) => Program(data, data.Short(0), 4),
        ("bpf", 1) when data.Holds(8 + (8 * MaxInstructions)) && data.Short(0) == 0 => Program(data, data.Short(2), 8),
        ("bpf", 1) when data.Holds(8 + (8 * MaxInstructions)) && data.Short(0) == 1 =>
            $" --object-pinned {data.Text(8, 8 * MaxInstructions)}",
        _ => null,
    };

    private static string? Pattern(XtData data)
    {
        const int Most = 128;
        var (length, flags) = (data.Byte(148), data.Byte(149));
        if (length is 0 or > Most)
            return null;
        var pattern = data.Bytes(20, length);
        var text = pattern.ContainsAnyExceptInRange((byte)' ', (byte)'~') || pattern[^1] == '\\'
            ? $"--hex-string \"|{Convert.ToHexString(pattern).ToLowerInvariant()}|\""
            : $"--string \"{Encoding.ASCII.GetString(pattern).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
        var inverted = data.Revision == 0 ? flags != 0 : (flags & 1) != 0;
        var words = new StringBuilder($"{XtText.Not(inverted)} {text} --algo {data.Text(4, 16)}");
        if (data.Short(0) != 0)
            words.Append(CultureInfo.InvariantCulture, $" --from {data.Short(0)}");
        if (data.Short(2) != ushort.MaxValue)
            words.Append(CultureInfo.InvariantCulture, $" --to {data.Short(2)}");
        return words.Append(data.Revision > 0 && (flags & 2) != 0 ? " --icase" : "").ToString();
    }

    private static string? Numbers(XtData data)
    {
        const int Most = 11;
        const int Length = 180;
        var tests = data.Byte(1980);
        if (tests > Most)
            return null;
        var words = new StringBuilder($"{XtText.Not(data.Byte(1981) != 0)} --u32 \"");
        for (var i = 0; i < tests; i++)
        {
            var at = i * Length;
            var (places, values) = (data.Byte(at + 176), data.Byte(at + 177));
            if (places > Most || values > Most)
                return null;
            words.Append(i > 0 ? "&&" : "").Append(CultureInfo.InvariantCulture, $"0x{data.Word(at):x}");
            for (var place = 1; place < places; place++)
            {
                words.Append(Operator(data.Byte(at + (8 * place) + 4)));
                words.Append(CultureInfo.InvariantCulture, $"0x{data.Word(at + (8 * place)):x}");
            }

            for (var value = 0; value < values; value++)
            {
                var (low, high) = (data.Word(at + 88 + (8 * value)), data.Word(at + 92 + (8 * value)));
                words.Append(value == 0 ? "=" : ",").Append(low == high ? $"0x{low:x}" : $"0x{low:x}:0x{high:x}");
            }
        }

        return words.Append('"').ToString();
    }

    private static string Operator(byte operation) => operation switch
    {
        0 => "&",
        1 => "<<",
        2 => ">>",
        3 => "@",
        _ => "?",
    };

    private static string? Program(XtData data, int length, int offset)
    {
        if (length > MaxInstructions)
            return null;
        var words = new StringBuilder($" --bytecode \"{length}");
        for (var i = 0; i < length; i++)
        {
            var at = offset + (8 * i);
            words.Append(CultureInfo.InvariantCulture, $",{data.Short(at)} {data.Byte(at + 2)} {data.Byte(at + 3)} {data.Word(at + 4)}");
        }

        return words.Append('"').ToString();
    }
}
