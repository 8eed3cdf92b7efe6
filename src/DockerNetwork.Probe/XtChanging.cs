namespace DockerNetwork.Probe;

/// <summary>Targets that change a packet, its mark or its connection, other than its addresses.</summary>
internal static class XtChanging
{
    private const int NoTrackAlias = 2;

    private static readonly string[] Events =
        ["new", "related", "destroy", "reply", "assured", "protoinfo", "helper", "mark", "natseqinfo", "secmark"];

    public static string? Target(string name, XtData data) => (name, data.Revision) switch
    {
        ("MARK", 2) when data.Holds(8) => $" --set-xmark 0x{data.Word(0):x}/0x{data.Word(4):x}",
        ("CONNMARK", 1) when data.Holds(13) => ConnectionMark(data, data.Byte(12)),
        ("CONNMARK", 2) when data.Holds(15) => ConnectionMark(data, data.Byte(14)) is { } words ? words + Shift(data) : null,
        ("CT", 0) when data.Holds(28) => Tracking(data, ""),
        ("CT", 1 or 2) when data.Holds(60) => Tracking(data, data.Text(28, 32)),
        ("NOTRACK", 0) => "",
        ("TCPMSS", 0) when data.Holds(2) => data.Short(0) == ushort.MaxValue ? " --clamp-mss-to-pmtu" : $" --set-mss {data.Short(0)}",
        ("CHECKSUM", 0) when data.Holds(1) => (data.Byte(0) & 1) != 0 ? " --checksum-fill" : "",
        ("DSCP", 0) when data.Holds(1) => $" --set-dscp 0x{data.Byte(0):x2}",
        ("TOS", 1) when data.Holds(2) => $" --set-tos 0x{data.Byte(0):x2}/0x{data.Byte(1):x2}",
        ("TTL", 0) when data.Holds(2) => Hops(data, "--ttl"),
        ("HL", 0) when data.Holds(2) => Hops(data, "--hl"),
        ("CLASSIFY", 0) when data.Holds(4) => $" --set-class {data.Word(0) >> 16:x4}:{data.Word(0) & 0xffff:x4}",
        ("TEE", 1) when data.Holds(32) =>
            $" --gateway {data.Address(0)}" + (data.Text(16, 16) is { Length: > 0 } link ? $" --oif {link}" : ""),
        ("TPROXY", 0) when data.Holds(14) => Proxy(data, data.Port(12), data.Address(8, v6: false)),
        ("TPROXY", 1) when data.Holds(26) => Proxy(data, data.Port(24), data.Address(8)),
        _ => null,
    };

    /// <summary>Whether CT was written as NOTRACK, which it took the place of.</summary>
    public static bool IsNoTrack(string name, XtData data) =>
        name == "CT" && data.Revision == 2 && data.Holds(2) && (data.Short(0) & NoTrackAlias) != 0;

    private static string? ConnectionMark(XtData data, byte mode)
    {
        var masks = $"--nfmask 0x{data.Word(8):x} --ctmask 0x{data.Word(4):x}";
        return mode switch
        {
            0 => $" --set-xmark 0x{data.Word(0):x}/0x{data.Word(4):x}",
            1 => $" --save-mark {masks}",
            2 => $" --restore-mark {masks}",
            _ => null,
        };
    }

    private static string Shift(XtData data) => data.Byte(13) == 0 ? ""
        : $" {(data.Byte(12) == 0 ? "--left-shift-mark" : "--right-shift-mark")} {data.Byte(13)}";

    private static string Tracking(XtData data, string timeout)
    {
        var flags = data.Short(0);
        if (IsNoTrack("CT", data))
            return "";
        var words = (flags & 1) != 0 ? " --notrack" : "";
        words += data.Text(12, 16) is { Length: > 0 } assistant ? $" --helper {assistant}" : "";
        words += timeout.Length > 0 ? $" --timeout {timeout}" : "";
        words += data.Word(4) != 0 ? $" --ctevents {XtText.Flags(data.Word(4), Events)}" : "";
        words += data.Word(8) != 0 ? $" --expevents {XtText.Flags(data.Word(8), "new")}" : "";
        if ((flags & 0x10) == 0 && data.Short(2) == 0)
            return words;
        var zone = (flags & 0xc) switch { 4 => "--zone-orig", 8 => "--zone-reply", _ => "--zone" };
        return $"{words} {zone} {((flags & 0x10) != 0 ? "mark" : $"{data.Short(2)}")}";
    }

    private static string? Hops(XtData data, string option) => data.Byte(0) switch
    {
        0 => $" {option}-set {data.Byte(1)}",
        1 => $" {option}-inc {data.Byte(1)}",
        2 => $" {option}-dec {data.Byte(1)}",
        _ => null,
    };

    private static string Proxy(XtData data, ushort port, string address) =>
        $" --on-port {port} --on-ip {address} --tproxy-mark 0x{data.Word(4):x}/0x{data.Word(0):x}";
}
