using System.Net.Sockets;

namespace DockerNetwork.Model.Tracing;

/// <summary>What an ICMP message says (RFC 792, RFC 1812, RFC 4443), in words.</summary>
internal static class IcmpText
{
    /// <param name="typeAndCode">type * 256 + code.</param>
    /// <param name="family">Of the receiver.</param>
    /// <param name="mtu">The MTU that it names.</param>
    public static string Of(int typeAndCode, AddressFamily? family, int? mtu)
    {
        var (type, code) = (typeAndCode >> 8, typeAndCode & 0xff);
        var text = family == AddressFamily.InterNetworkV6 ? Text6(type, code) : Text4(type, code);
        return $"ICMP {text ?? $"type {type} code {code}"}{(mtu > 0 ? $", MTU {mtu}" : "")}";
    }

    /// <summary>The host or a router has no route, or the next hop does not answer.</summary>
    public static bool SaysNoRoute(int typeAndCode, bool v6) => v6
        ? typeAndCode is (1 << 8) or ((1 << 8) + 3)
        : typeAndCode is (3 << 8) or ((3 << 8) + 1);

    /// <summary>The packet is too large for a link on the way.</summary>
    public static bool SaysTooBig(int typeAndCode, bool v6) => v6 ? typeAndCode >> 8 == 2 : typeAndCode == (3 << 8) + 4;

    /// <summary>A port that nobody listens on; a firewall says it too.</summary>
    public static bool SaysPort(int typeAndCode, bool v6) => v6 ? typeAndCode == (1 << 8) + 4 : typeAndCode == (3 << 8) + 3;

    /// <summary>A rule, or a route of the type prohibit, does not let the packet through.</summary>
    public static bool SaysProhibited(int typeAndCode, bool v6) =>
        v6 ? typeAndCode == (1 << 8) + 1 : typeAndCode is (3 << 8) + 9 or (3 << 8) + 10 or (3 << 8) + 13;

    public static bool SaysTimeExceeded(int typeAndCode, bool v6) => typeAndCode >> 8 == (v6 ? 3 : 11);

    /// <summary>The target REJECT of iptables, and "reject" of nft, can make it (ipt_REJECT.h, ip6t_REJECT.h).</summary>
    public static bool IsOfReject(int typeAndCode, bool v6) => (typeAndCode >> 8, typeAndCode & 0xff) is var (type, code)
        && (v6 ? type == 1 && code is 0 or 1 or 3 or 4 or 5 or 6 : type == 3 && code is 0 or 1 or 2 or 3 or 9 or 10 or 13);

    private static string? Text4(int type, int code) => (type, code) switch
    {
        (3, 0) => "network unreachable",
        (3, 1) => "host unreachable",
        (3, 2) => "protocol unreachable",
        (3, 3) => "port unreachable",
        (3, 4) => "fragmentation needed",
        (3, 9) or (3, 10) or (3, 13) => "administratively prohibited",
        (11, _) => "time exceeded",
        _ => null,
    };

    private static string? Text6(int type, int code) => (type, code) switch
    {
        (1, 0) => "no route",
        (1, 1) => "administratively prohibited",
        (1, 3) => "address unreachable",
        (1, 4) => "port unreachable",
        (2, _) => "packet too big",
        (3, _) => "time exceeded",
        _ => null,
    };
}
