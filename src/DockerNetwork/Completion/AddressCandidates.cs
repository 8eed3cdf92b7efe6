using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Addresses and address ranges that are free.</summary>
internal static class AddressCandidates
{
    private const int Shown = 20;
    private const int RangesShown = 8;

    /// <summary>For networks of one's own (RFC 1918).</summary>
    private static readonly IPNetwork[] PrivateRanges =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
    ];

    /// <summary>Free addresses of the networks on the line; where none is, the first of each network that gives addresses out.</summary>
    public static IEnumerable<Candidate> Addresses(EngineSnapshot snapshot, TypedLine line, AddressFamily family)
    {
        var typed = SnapshotText.Networks(snapshot, line.Values("Network"));
        var networks = typed.Count > 0
            ? typed
            : snapshot.Networks
                .Where(n => n.CanConnect && !n.DefaultBridge)
                .OrderBy(n => n.Name, StringComparer.Ordinal)
                .ToArray();
        var from = SnapshotText.Padded(line.Word.Text);
        return networks.SelectMany(network => network.Ipam
            .Where(s => s.Subnet.BaseAddress.AddressFamily == family)
            .SelectMany(subnet => FreeAddresses.In(subnet, Taken(network), from)
                .Where(a => line.Word.Fits(a.ToString()))
                .Take(typed.Count > 0 ? Shown : 1)
                .Select(a => new Candidate(a.ToString(), $"free on {network.Name}, {subnet}{Range(subnet, a)}"))));

        static string Range(NetworkSubnet subnet, IPAddress address) =>
            subnet.IPRange is { } range && range.Contains(address) ? ", in the range that the engine assigns from" : "";
    }

    /// <summary>
    /// Free subnets: those that the engine would choose, then smaller ones of the private ranges; behind a typed address and a slash, the
    /// sizes that are free there.
    /// </summary>
    public static IEnumerable<Candidate> Subnets(EngineSnapshot snapshot, TypedLine line, HostNetworks host)
    {
        IPNetwork[] taken =
        [
            .. snapshot.Networks.SelectMany(n => n.Subnets), .. host.Ranges,
            .. line.Given.Concat(line.Values("Subnet")).Select(Model.Addressing.Addresses.ParseSubnet).OfType<IPNetwork>(),
        ];
        var word = line.Word.Text;
        if (word.Contains('/', StringComparison.Ordinal) && SnapshotText.Padded(word) is { } address)
        {
            var bits = Model.Addressing.Addresses.Bits(address.AddressFamily);
            return Enumerable.Range(bits == 32 ? 8 : 48, bits == 32 ? 22 : 73)
                .Select(length => (Text: string.Create(CultureInfo.InvariantCulture, $"{word.Split('/')[0]}/{length}"), Length: length))
                .Where(entry => Model.Addressing.Addresses.ParseSubnet(entry.Text) is { } subnet
                    && subnet.BaseAddress.Equals(address)
                    && !Array.Exists(taken, t => Model.Addressing.Addresses.Overlap(t, subnet)))
                .Select(entry => new Candidate(entry.Text, Size(bits - entry.Length)));
        }

        var from = SnapshotText.Padded(word);
        var pools = FreeAddresses.DefaultPools
            .Select(pool => (pool.Range, pool.PrefixLength, About: "free, in the engine's default address pools"))
            .Concat(PrivateRanges.Select(range => (Range: range, PrefixLength: 24, About: "free")))
            .Append((Range: UniqueLocalRange.Of(taken), PrefixLength: 64, About: "free, unique local addresses (RFC 4193)"));
        return pools
            .GroupBy(pool => (pool.About, pool.PrefixLength))
            .SelectMany(group => group
                .SelectMany(pool => FreeAddresses
                    .Subnets(
                        pool.Range, pool.PrefixLength, taken, from?.AddressFamily == pool.Range.BaseAddress.AddressFamily ? from : null)
                    .Take(RangesShown))
                .Where(subnet => line.Word.Fits(subnet.ToString()))
                .Take(RangesShown)
                .Select(subnet => new Candidate(
                    subnet.ToString(),
                    $"{group.Key.About}, "
                    + Size(Model.Addressing.Addresses.Bits(subnet.BaseAddress.AddressFamily) - subnet.PrefixLength))));
    }

    /// <summary>Ranges to look within: those that the engine chooses from, and those that are for networks of one's own.</summary>
    public static IEnumerable<Candidate> Pools(EngineSnapshot? snapshot)
    {
        var own = UniqueLocalRange.Of(snapshot?.Networks.SelectMany(n => n.Subnets) ?? []);
        return FreeAddresses.DefaultPools
            .Select(pool => (Range: pool.Range, About: "the engine chooses from it unless configured otherwise"))
            .Concat(PrivateRanges.Select(range => (Range: range, About: "private addresses (RFC 1918)")))
            .Append((Range: own, About: "unique local addresses (RFC 4193)"))
            .Select(pool => new Candidate(pool.Range.ToString(), pool.About));
    }

    /// <summary>The gateways that the engine would choose for the typed subnets.</summary>
    public static IEnumerable<Candidate> Gateways(TypedLine line) => TypedSubnets(line)
        .Select(subnet => new Candidate(FreeAddresses.FirstHost(subnet).ToString(), $"first address of {subnet}"));

    /// <summary>
    /// Halves and quarters of the typed subnets, the upper ones first: the lower part stays for addresses of your own choice.
    /// </summary>
    public static IEnumerable<Candidate> IPRanges(TypedLine line) =>
        from subnet in TypedSubnets(line)
        from more in Enumerable.Range(1, 2)
        from part in FreeAddresses.Subnets(subnet, subnet.PrefixLength + more, []).Reverse()
        select new Candidate(part.ToString(), $"1/{1 << more} of {subnet}");

    private static IEnumerable<IPNetwork> TypedSubnets(TypedLine line) =>
        line.Values("Subnet").Select(Model.Addressing.Addresses.ParseSubnet).OfType<IPNetwork>();

    /// <summary>What containers have, and what they asked for and get when they start.</summary>
    private static IEnumerable<IPAddress> Taken(Network network) => network.Endpoints
        .SelectMany(e => e.Addresses().Append(e.StaticIPAddress).Append(e.StaticIPv6Address).Append(e.Gateway).Append(e.IPv6Gateway))
        .OfType<IPAddress>();

    private static string Size(int hostBits) => hostBits > 20
        ? $"2^{hostBits} addresses"
        : string.Create(CultureInfo.InvariantCulture, $"{1 << hostBits:N0} addresses");
}
