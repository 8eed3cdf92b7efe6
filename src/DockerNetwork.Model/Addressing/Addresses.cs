using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Model.Addressing;

/// <summary>Reads addresses as engines write them: with or without a prefix length, empty for none, host bits set or not.</summary>
public static class Addresses
{
    private static readonly TextualAddress Loopback = TextualAddress.Of(IPAddress.Loopback);
    private static readonly TextualAddress IPv6Loopback = TextualAddress.Of(IPAddress.IPv6Loopback);

    /// <summary>An address, its prefix length ignored; null for null, empty or unreadable text.</summary>
    public static IPAddress? ParseAddress(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) ? TextualAddress.Of(address) : null;
    }

    /// <summary>An IPv4 address that is written as IPv6 (RFC 4291, 2.5.5.2) as the IPv4 address that it is; others unchanged.</summary>
    internal static IPAddress Unmapped(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? TextualAddress.Of(address.MapToIPv4()) : address;

    /// <summary>
    /// An address that one machine may have on a network: neither loopback, unspecified, link-local, multicast nor broadcast (RFC 6890).
    /// </summary>
    internal static bool IsOfMachine(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !address.IsIPv4MappedToIPv6
                && !address.IsIPv6LinkLocal
                && !address.IsIPv6Multicast
                && !IPAddress.IsLoopback(address)
                && !address.Equals(IPAddress.IPv6Any);
        }

        return address.GetAddressBytes() is not ([0 or 127 or >= 224, ..] or [169, 254, ..]);
    }

    /// <summary>An address of a private network, which another site may use too (RFC 1918, RFC 6598, RFC 4193).</summary>
    internal static bool IsPrivate(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6UniqueLocal
        : address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..];

    /// <summary>
    /// The address that packets to an address go to: Linux takes 0.0.0.0 and :: for the loopback interface (ip(7), ipv6(7)).
    /// </summary>
    internal static IPAddress Destination(IPAddress address)
    {
        address = Unmapped(address);
        return address.Equals(IPAddress.Any) ? Loopback : address.Equals(IPAddress.IPv6Any) ? IPv6Loopback : address;
    }

    /// <summary>
    /// A subnet. Host bits are cleared, as <c>10.0.0.5/24</c> means <c>10.0.0.0/24</c> to the engine; null if the text
    /// is not a valid subnet.
    /// </summary>
    public static IPNetwork? ParseSubnet(string? text)
    {
        if (text?.Split('/') is not [var addressText, var prefixText]
            || ParsePlain(addressText) is not { } address
            || !int.TryParse(prefixText, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix > address.GetAddressBytes().Length * 8)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(TextualAddress.Of(new IPAddress(bytes)), prefix);
    }

    /// <summary>
    /// An address as Go, and so docker, reads one; null for what is none. Not the short, octal and hexadecimal forms of inet_aton, nor
    /// brackets, zones and prefix lengths, all of which .NET reads.
    /// </summary>
    internal static IPAddress? ParsePlain(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return null;
        var plain = address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : text.AsSpan().IndexOfAny('[', '%', '/') < 0;
        return plain ? address : null;
    }

    /// <summary>How many bits an address of a family has: 32 or 128.</summary>
    internal static int Bits(AddressFamily family) => family == AddressFamily.InterNetwork ? 32 : 128;

    /// <summary>
    /// True if two subnets share an address. Of two subnets, one contains the other or they are disjoint, so the base addresses decide.
    /// </summary>
    public static bool Overlap(IPNetwork left, IPNetwork right) =>
        left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress);
}
