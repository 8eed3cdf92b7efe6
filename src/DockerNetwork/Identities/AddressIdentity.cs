using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Identities;

/// <summary>What -IPAddress takes where it selects: an address, or a subnet, which stands for all addresses in it.</summary>
public sealed class AddressIdentity
{
    private static readonly IPNetwork[] LinkLocal = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10")];

    private readonly IPNetwork _range;

    /// <summary>An address.</summary>
    public AddressIdentity(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _range = Only(address);
    }

    /// <summary>A subnet.</summary>
    public AddressIdentity(IPNetwork subnet) => _range = subnet;

    /// <summary>An address or a subnet.</summary>
    /// <param name="text">"172.18.0.4", "172.18.0.0/24", "fd00:5::2", "fd00:5::/64". Host bits of a subnet do not matter.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public AddressIdentity(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _range = Addresses.ParsePlain(text) is { } address ? Only(address)
            : Addresses.ParseSubnet(text)
                ?? throw new ArgumentException(
                    $"'{text}' is not a valid IP address or subnet. Write it as 172.18.0.4, 172.18.0.0/24, fd00::2 or fd00::/64.",
                    nameof(text));
    }

    /// <summary>It is this address, or a subnet with this address in it.</summary>
    public bool Matches(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _range.Contains(Addresses.Unmapped(address));
    }

    /// <summary>It has an address in common with a subnet.</summary>
    public bool Overlaps(IPNetwork subnet) => Addresses.Overlap(_range, subnet);

    /// <summary>Link-local addresses (RFC 3927, RFC 4291) are meant too.</summary>
    internal bool MayBeLinkLocal => Array.Exists(LinkLocal, Overlaps);

    /// <summary>As 172.18.0.4 or 172.18.0.0/24.</summary>
    public override string ToString() =>
        _range.PrefixLength == Addresses.Bits(_range.BaseAddress.AddressFamily) ? _range.BaseAddress.ToString() : _range.ToString();

    private static IPNetwork Only(IPAddress address)
    {
        address = Addresses.Unmapped(address);
        return new IPNetwork(new IPAddress(address.GetAddressBytes()), Addresses.Bits(address.AddressFamily));
    }
}
