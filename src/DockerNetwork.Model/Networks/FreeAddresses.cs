using System.Net;
using System.Net.Sockets;
using System.Numerics;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>Finds unused address ranges, and unused addresses of a range. Pure.</summary>
public static class FreeAddresses
{
    /// <summary>
    /// The pools for networks without a subnet, unless the engine's configuration names others (<c>default-address-pools</c>; moby,
    /// ipamutils): 15 of 65,536 addresses and 16 of 4,096.
    /// </summary>
    public static IReadOnlyList<AddressPool> DefaultPools { get; } =
    [
        .. Enumerable.Range(17, 15).Select(second => new AddressPool(IPNetwork.Parse($"172.{second}.0.0/16"), 16)),
        new AddressPool(IPNetwork.Parse("192.168.0.0/16"), 20),
    ];

    /// <summary>
    /// Ranges of a given size that share no address with the taken ranges, in order. Lazy, because there may be very many.
    /// </summary>
    /// <param name="within">Where to look.</param>
    /// <param name="prefixLength">
    /// The size: 0 to 32 for IPv4, 0 to 128 for IPv6. Smaller ranges in <paramref name="within"/> are skipped.
    /// </param>
    /// <param name="taken">The ranges to avoid. Those of the other address family have no effect.</param>
    /// <param name="from">The first address to consider; the first of all if null.</param>
    public static IEnumerable<IPNetwork> Subnets(IPNetwork within, int prefixLength, IEnumerable<IPNetwork> taken, IPAddress? from = null)
    {
        var bits = Addresses.Bits(within.BaseAddress.AddressFamily);
        if (prefixLength < within.PrefixLength || prefixLength > bits)
            yield break;

        var size = BigInteger.One << (bits - prefixLength);
        var (first, last) = Bounds(within);
        var occupied = taken
            .Where(t => t.BaseAddress.AddressFamily == within.BaseAddress.AddressFamily)
            .Select(Bounds)
            .OrderBy(t => t.First)
            .ToArray();
        var next = 0;
        var cursor = from is null ? first : BigInteger.Max(first, AlignUp(Number(from)));
        while (cursor + size - 1 <= last)
        {
            // What ends before the cursor is behind for good; what was long may still reach over what came after it.
            while (next < occupied.Length && occupied[next].Last < cursor)
                next++;
            var free = true;
            for (var i = next; i < occupied.Length && occupied[i].First <= cursor + size - 1; i++)
            {
                if (occupied[i].Last < cursor)
                    continue;
                cursor = AlignUp(occupied[i].Last + 1);
                free = false;
                break;
            }

            if (!free)
                continue;
            yield return new IPNetwork(Address(cursor, bits), prefixLength);
            cursor += size;
        }

        BigInteger AlignUp(BigInteger number) => (number + size - 1) / size * size;
    }

    /// <summary>
    /// Addresses of a subnet that a container may get, in order. Those outside the range from which the engine assigns addresses come
    /// first, because no other container takes them in the meantime. Lazy.
    /// </summary>
    /// <param name="subnet">
    /// The subnet. Its network and broadcast address, its gateway (the first address if the engine names none) and auxiliary addresses
    /// are left out.
    /// </param>
    /// <param name="taken">Addresses of containers, including those that stopped containers asked for.</param>
    /// <param name="from">The first address to consider; the first of all if null.</param>
    public static IEnumerable<IPAddress> In(NetworkSubnet subnet, IEnumerable<IPAddress> taken, IPAddress? from = null)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        var occupied = taken.Concat(subnet.AuxAddress.Values).Append(Gateway(subnet)).ToHashSet();
        return subnet.IPRange is { } range
            ? All().Where(a => !range.Contains(a)).Concat(All().Where(range.Contains))
            : All();

        IEnumerable<IPAddress> All()
        {
            // So many are looked at: a large subnet that is full at its beginning is not walked to its end at a prompt.
            const int Limit = 70_000;
            var isIPv4 = subnet.Subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
            var bits = Addresses.Bits(subnet.Subnet.BaseAddress.AddressFamily);
            var (first, last) = Bounds(subnet.Subnet);
            // A subnet of one or two addresses (RFC 3021) has neither network nor broadcast address.
            if (last - first > 1)
                first++;
            if (isIPv4 && last - first > 1)
                last--;
            if (from is not null && from.AddressFamily == subnet.Subnet.BaseAddress.AddressFamily)
                first = BigInteger.Max(first, Number(from));
            for (var (number, looked) = (first, 0); number <= last && looked < Limit; number++, looked++)
            {
                var address = Address(number, bits);
                if (!occupied.Contains(address))
                    yield return address;
            }
        }
    }

    /// <summary>The gateway; if the engine names none, the first address, which its drivers then use.</summary>
    public static IPAddress Gateway(NetworkSubnet subnet)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        return subnet.Gateway ?? FirstHost(subnet.Subnet);
    }

    /// <summary>
    /// The first address after the network's own: the gateway that the engine chooses. A /31 has no address of its own (RFC 3021).
    /// </summary>
    public static IPAddress FirstHost(IPNetwork subnet)
    {
        var (first, last) = Bounds(subnet);
        var bits = Addresses.Bits(subnet.BaseAddress.AddressFamily);
        return Address(last > first && !(bits == 32 && last == first + 1) ? first + 1 : first, bits);
    }

    /// <summary>The last address: of IPv4, the broadcast address.</summary>
    public static IPAddress Last(IPNetwork subnet) => Address(Bounds(subnet).Last, Addresses.Bits(subnet.BaseAddress.AddressFamily));

    private static (BigInteger First, BigInteger Last) Bounds(IPNetwork range)
    {
        var bits = Addresses.Bits(range.BaseAddress.AddressFamily);
        var first = Number(range.BaseAddress);
        return (first, first + (BigInteger.One << (bits - range.PrefixLength)) - 1);
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress Address(BigInteger number, int bits)
    {
        var bytes = new byte[bits / 8];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return TextualAddress.Of(new IPAddress(bytes));
    }
}
