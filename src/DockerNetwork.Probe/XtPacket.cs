namespace DockerNetwork.Probe;

/// <summary>Matches on a packet as a whole: its mark, its size, its hops, its class, its link-layer header. Also comments.</summary>
internal static class XtPacket
{
    private const int CommentLength = 256;

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("comment", 0) when data.Holds(1) => $" --comment {XtText.Quoted(Comment(data.Rest(0)))}",
        ("mark", 1) when data.Holds(9) => $"{XtText.Not(data.Byte(8) != 0)} --mark {XtText.Masked(data.Word(0), data.Word(4))}",
        ("length", 0) when data.Holds(5) => $"{XtText.Not(data.Byte(4) != 0)} --length {XtText.Range(data.Short(0), data.Short(2))}",
        ("ttl", 0) when data.Holds(2) => Hops(data, "--ttl"),
        ("hl", 0) when data.Holds(2) => Hops(data, "--hl"),
        ("dscp", 0) when data.Holds(2) => $"{XtText.Not(data.Byte(1) != 0)} --dscp 0x{data.Byte(0):x2}",
        ("tos", 0) when data.Holds(2) => $"{XtText.Not(data.Byte(1) != 0)} --tos 0x{data.Byte(0):x2}",
        ("tos", 1) when data.Holds(3) => $"{XtText.Not(data.Byte(2) != 0)} --tos 0x{data.Byte(1):x2}/0x{data.Byte(0):x2}",
        ("ecn", 0) when data.Holds(3) => Congestion(data),
        ("mac", 0) when data.Holds(12) => Mac(data),
        ("pkttype", 0) when data.Holds(8) => PacketType(data),
        _ => null,
    };

    /// <summary>The comment of a match of that name, harmless.</summary>
    public static string Comment(ReadOnlySpan<byte> data) => XtText.Of(data[..Math.Min(data.Length, CommentLength)]);

    private static string? Hops(XtData data, string option) => data.Byte(0) switch
    {
        0 => $" {option}-eq {data.Byte(1)}",
        1 => $" ! {option}-eq {data.Byte(1)}",
        2 => $" {option}-lt {data.Byte(1)}",
        3 => $" {option}-gt {data.Byte(1)}",
        _ => null,
    };

    private static string Congestion(XtData data)
    {
        var (asked, inverted) = (data.Byte(0), data.Byte(1));
        return Part(0x10, "--ecn-tcp-ece") + Part(0x20, "--ecn-tcp-cwr")
            + Part(1, $"--ecn-ip-ect {data.Byte(2)}");

        string Part(int flag, string words) => (asked & flag) == 0 ? "" : $"{XtText.Not((inverted & flag) != 0)} {words}";
    }

    private static string Mac(XtData data)
    {
        var address = $"{data.Byte(0):x2}:{data.Byte(1):x2}:{data.Byte(2):x2}:{data.Byte(3):x2}:{data.Byte(4):x2}:{data.Byte(5):x2}";
        return $"{XtText.Not(data.Int(8) != 0)} --mac-source {address}";
    }

    private static string PacketType(XtData data)
    {
        var type = data.Int(0) switch { 0 => "unicast", 1 => "broadcast", 2 => "multicast", var other => $"{other}" };
        return $"{XtText.Not(data.Int(4) != 0)} --pkt-type {type}";
    }
}
