using System.Net;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// Combines subnets, ranges, gateways and auxiliary addresses, with the checks that the docker CLI makes before it asks the engine
/// (<c>createIPAMConfig</c> in cli/command/network/create.go), with its messages, which also name the invalid value.
/// </summary>
public static class IpamPlan
{
    /// <summary>The subnets of a new network, in the order given; null if nothing was given.</summary>
    /// <param name="subnets">CIDR; they may not overlap.</param>
    /// <param name="ranges">CIDR; each inside one of the subnets, at most one for each subnet.</param>
    /// <param name="gateways">Each inside one of the subnets, at most one for each subnet.</param>
    /// <param name="auxAddresses">By name; each inside one of the subnets.</param>
    /// <exception cref="IpamPlanException">What does not fit.</exception>
    public static List<IpamConfig>? Create(
        IReadOnlyList<string> subnets,
        IReadOnlyList<string> ranges,
        IReadOnlyList<IPAddress> gateways,
        IReadOnlyDictionary<string, string> auxAddresses)
    {
        if (ranges.Count > subnets.Count || gateways.Count > subnets.Count)
        {
            var (parameter, value) = ranges.Count > subnets.Count ? ("IPRange", ranges[^1]) : ("Gateway", gateways[^1].ToString());
            throw Refused(
                parameter, $"Every ip-range or gateway must have a corresponding subnet: {value} has none. Give the subnet too.");
        }

        var plan = new List<Entry>();
        foreach (var text in subnets)
        {
            var subnet = Cidr(text, "Subnet");
            if (plan.Find(e => Addresses.Overlap(e.Subnet, subnet)) is { } other)
                throw Refused("Subnet", $"Multiple overlapping subnet configuration is not supported: {text} and {other.Text} overlap.");
            plan.Add(new Entry(text, subnet));
        }

        foreach (var text in ranges)
        {
            var range = Cidr(text, "IPRange");
            var entry = plan.Find(e => e.Subnet.Contains(range.BaseAddress) && e.Subnet.PrefixLength <= range.PrefixLength)
                ?? throw NoMatch("range", text, "IPRange");
            if (entry.Range is not null)
                throw Refused("IPRange", $"Cannot configure multiple ranges ({text}, {entry.Range}) on the same subnet ({entry.Text}).");
            entry.Range = text;
        }

        foreach (var gateway in gateways)
        {
            var entry = plan.Find(e => e.Subnet.Contains(gateway)) ?? throw NoMatch("gateway", gateway.ToString(), "Gateway");
            if (entry.Gateway is not null)
            {
                throw Refused(
                    "Gateway",
                    $"Cannot configure multiple gateways ({gateway}, {entry.Gateway}) for the same subnet ({entry.Text}).");
            }

            entry.Gateway = gateway;
        }

        foreach (var (name, text) in auxAddresses)
        {
            if (Addresses.ParsePlain(text) is not { } address)
                throw new IpamPlanException("AuxAddress", $"The aux-address '{name}' is '{text}', which is not a valid IP address.");
            var entry = plan.Find(e => e.Subnet.Contains(address)) ?? throw NoMatch("aux-address", text, "AuxAddress");
            entry.Aux[name] = address.ToString();
        }

        return plan.Count == 0 ? null : plan.ConvertAll(e => e.ToConfig());

        IpamPlanException NoMatch(string what, string value, string parameter) =>
            Refused(
                parameter,
                plan.Count == 0
                    ? $"No matching subnet for {what} {value}: no subnet was given."
                    : $"No matching subnet for {what} {value}: it is not in any of {string.Join(", ", plan.Select(e => e.Text))}.");
    }

    private static IpamPlanException Refused(string parameter, string message) => new(parameter, message);

    private static IPNetwork Cidr(string text, string parameter) => Addresses.ParseSubnet(text)
        ?? throw new IpamPlanException(
            parameter, $"'{text}' is not a valid subnet in CIDR notation. Write it as 10.1.0.0/24 or fd00:1::/64.");

    private sealed class Entry(string text, IPNetwork subnet)
    {
        public string Text { get; } = text;

        public IPNetwork Subnet { get; } = subnet;

        public string? Range { get; set; }

        public IPAddress? Gateway { get; set; }

        public Dictionary<string, string> Aux { get; } = [];

        public IpamConfig ToConfig() => new()
        {
            Subnet = Text,
            IPRange = Range,
            Gateway = Gateway?.ToString(),
            AuxAddress = Aux.Count > 0 ? Aux : null,
        };
    }
}
