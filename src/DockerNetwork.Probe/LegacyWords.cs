using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>The rules of a legacy table in words.</summary>
internal static class LegacyWords
{
    /// <summary>A rule as <c>iptables-legacy -S</c> writes it; of a policy, the verdict alone.</summary>
    public static string Of(LegacyTable table, LegacyRule rule)
    {
        var entry = table[rule];
        var layout = table.Layout;
        var target = BinaryPrimitives.ReadUInt16LittleEndian(entry[layout.Target..]);
        if (rule.Position == 0)
            return Verdict(entry[target..]) ?? "";
        var words = new StringBuilder($"-A {rule.Chain.Name}");
        Header(words, entry, layout, table.IsV6);
        Matches(words, entry[layout.Length..target], table.IsV6, out _);
        if (!rule.Passes)
            words.Append(' ').Append(Target(table, rule, entry[target..], (entry[layout.Flags] & layout.Goto) != 0));
        return words.ToString();
    }

    /// <summary>The comment of a rule; null if it has none.</summary>
    public static string? Comment(LegacyTable table, LegacyRule rule)
    {
        var entry = table[rule];
        var target = BinaryPrimitives.ReadUInt16LittleEndian(entry[table.Layout.Target..]);
        Matches(new StringBuilder(), entry[table.Layout.Length..target], table.IsV6, out var comment);
        return comment;
    }

    /// <summary>What a rule does with packets, as of RuleItem. Null if it only passes them on.</summary>
    public static string? Verdict(LegacyTable table, LegacyRule rule)
    {
        var entry = table[rule];
        var target = entry[BinaryPrimitives.ReadUInt16LittleEndian(entry[table.Layout.Target..])..];
        if (target[2] == 0)
            return Verdict(target) switch { "DROP" => "drop", "QUEUE" => "queue", _ => null };
        var name = target.Slice(2, LegacyLayout.NameLength);
        return name.StartsWith("REJECT\0"u8) ? "reject" : name.StartsWith("NFQUEUE\0"u8) ? "queue"
            : name.StartsWith("TARPIT\0"u8) || name.StartsWith("STEAL\0"u8) ? "other" : null;
    }

    private static string? Verdict(ReadOnlySpan<byte> target) =>
        target[2] == 0 && target.Length >= LegacyLayout.Header + 4
            ? XtWords.Verdict(BinaryPrimitives.ReadInt32LittleEndian(target[LegacyLayout.Header..]))
            : null;

    private static void Header(StringBuilder words, ReadOnlySpan<byte> entry, LegacyLayout layout, bool v6)
    {
        var inverted = entry[layout.Flags + 1];
        var length = layout.Address;
        Address("-s", entry[..length], entry.Slice(2 * length, length), 8);
        Address("-d", entry.Slice(length, length), entry.Slice(3 * length, length), 0x10);
        Link("-i", entry.Slice(layout.Links, 16), entry.Slice(layout.Links + 32, 16), 1);
        Link("-o", entry.Slice(layout.Links + 16, 16), entry.Slice(layout.Links + 48, 16), 2);
        if (BinaryPrimitives.ReadUInt16LittleEndian(entry[layout.Protocol..]) is not 0 and var protocol)
            words.Append(CultureInfo.InvariantCulture, $"{Not(0x40)} -p {XtProtocol.NameOf(protocol)}");
        if (!v6 && (entry[layout.Flags] & 1) != 0)
            words.Append(CultureInfo.InvariantCulture, $"{Not(0x20)} -f");

        string Not(int flag) => XtText.Not((inverted & flag) != 0);

        void Address(string option, ReadOnlySpan<byte> address, ReadOnlySpan<byte> mask, int flag)
        {
            if (!mask.ContainsAnyExcept((byte)0) && !address.ContainsAnyExcept((byte)0) && Not(flag).Length == 0)
                return;
            var bits = new XtData(mask, 0, v6 ? 6 : 4).Mask(0);
            words.Append(Not(flag)).Append(' ').Append(option).Append(' ').Append(new IPAddress(address).ToString());
            words.Append(bits.Length > 0 ? bits : v6 ? "/128" : "/32");
        }

        void Link(string option, ReadOnlySpan<byte> name, ReadOnlySpan<byte> mask, int flag)
        {
            // The mask of a whole name has its zero byte too; that of its begin ends before.
            var end = mask.IndexOf((byte)0);
            if (end == 0)
                return;
            var shown = end < 0 ? name : name[..end];
            words.Append(Not(flag)).Append(' ').Append(option).Append(' ').Append(XtText.Of(shown));
            words.Append(shown.Contains((byte)0) || end < 0 ? "" : "+");
        }
    }

    private static void Matches(StringBuilder words, ReadOnlySpan<byte> matches, bool v6, out string? comment)
    {
        comment = null;
        while (matches.Length >= LegacyLayout.Header)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(matches);
            if (size < LegacyLayout.Header || size > matches.Length)
                return;
            var name = XtText.Of(matches.Slice(2, LegacyLayout.NameLength));
            var data = matches[LegacyLayout.Header..size];
            if (name == "comment")
                comment ??= XtPacket.Comment(data);
            words.Append(' ').Append(XtWords.Match(name, matches[LegacyLayout.Header - 1], data, v6 ? 6 : 4) ?? $"-m {name} …");
            matches = matches[size..];
        }
    }

    private static string Target(LegacyTable table, LegacyRule rule, ReadOnlySpan<byte> target, bool goes)
    {
        if (rule.Jump >= 0)
            return $"{(goes ? "-g" : "-j")} {table.ChainAt(rule.Jump)?.Name ?? "…"}";
        var name = XtText.Of(target.Slice(2, LegacyLayout.NameLength));
        return XtWords.Target(name, target[LegacyLayout.Header - 1], target[LegacyLayout.Header..], table.IsV6 ? 6 : 4) ?? $"-j {name} …";
    }
}
