using System.Net;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.UnitTests.Model;

/// <summary>
/// The table mirrors the docker CLI's createIPAMConfig and its tests (cli/command/network/create.go). A row is subnets | ranges | gateways
/// | aux.
/// </summary>
public class IpamPlanTests
{
    [Theory]
    [InlineData("10.0.0.0/24", "", "", "", "10.0.0.0/24")]
    [InlineData("10.0.0.5/24", "", "", "", "10.0.0.5/24")]
    [InlineData("10.0.0.0/24 10.0.1.0/24", "", "", "", "10.0.0.0/24; 10.0.1.0/24")]
    [InlineData("10.0.0.0/24", "10.0.0.128/25", "", "", "10.0.0.0/24 range 10.0.0.128/25")]
    [InlineData("10.0.0.0/24", "10.0.0.0/24", "", "", "10.0.0.0/24 range 10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "", "10.0.0.254", "", "10.0.0.0/24 gateway 10.0.0.254")]
    [InlineData("10.0.0.0/24 fd00:1::/64", "", "fd00:1::1 10.0.0.1", "", "10.0.0.0/24 gateway 10.0.0.1; fd00:1::/64 gateway fd00:1::1")]
    [InlineData("10.0.0.0/24 10.0.1.0/24", "10.0.1.0/25", "", "", "10.0.0.0/24; 10.0.1.0/24 range 10.0.1.0/25")]
    [InlineData(
        "10.0.0.0/24 10.0.1.0/24",
        "10.0.1.0/25 10.0.0.0/25",
        "10.0.1.1 10.0.0.1",
        "",
        "10.0.0.0/24 range 10.0.0.0/25 gateway 10.0.0.1; 10.0.1.0/24 range 10.0.1.0/25 gateway 10.0.1.1")]
    [InlineData("10.0.0.0/24", "", "", "router=10.0.0.2", "10.0.0.0/24 aux router=10.0.0.2")]
    [InlineData("10.0.0.0/24", "", "", "a=10.0.0.2 b=10.0.0.3", "10.0.0.0/24 aux a=10.0.0.2,b=10.0.0.3")]
    [InlineData("10.0.0.0/24 fd00:1::/64", "", "", "a=fd00:1::2 b=10.0.0.3", "10.0.0.0/24 aux b=10.0.0.3; fd00:1::/64 aux a=fd00:1::2")]
    [InlineData("fd00:1::/64", "fd00:1::8000:0:0:0/65", "fd00:1::1", "", "fd00:1::/64 range fd00:1::8000:0:0:0/65 gateway fd00:1::1")]
    [InlineData(
        "10.0.0.0/8", "10.9.0.0/16", "10.255.255.254", "x=10.1.2.3", "10.0.0.0/8 range 10.9.0.0/16 gateway 10.255.255.254 aux x=10.1.2.3")]
    public void Create_puts_together_what_fits(string subnets, string ranges, string gateways, string aux, string plan) =>
        Assert.Equal(plan, string.Join("; ", Create(subnets, ranges, gateways, aux)!.Select(Describe)));

    [Fact]
    public void Create_leaves_the_choice_to_the_engine_where_nothing_was_given() => Assert.Null(Create("", "", "", ""));

    [Theory]
    [InlineData("", "10.0.0.0/25", "", "", "IPRange", "Every ip-range or gateway must have a corresponding subnet", "10.0.0.0/25")]
    [InlineData("", "", "10.0.0.1", "", "Gateway", "Every ip-range or gateway must have a corresponding subnet", "10.0.0.1")]
    [InlineData(
        "10.0.0.0/24",
        "10.0.0.0/25 10.0.0.128/25",
        "",
        "",
        "IPRange",
        "Every ip-range or gateway must have a corresponding subnet",
        "10.0.0.128/25")]
    [InlineData(
        "10.0.0.0/24", "", "10.0.0.1 10.0.0.2", "", "Gateway", "Every ip-range or gateway must have a corresponding subnet", "10.0.0.2")]
    [InlineData(
        "10.0.0.0/24 10.0.0.0/24", "", "", "", "Subnet", "Multiple overlapping subnet configuration is not supported", "10.0.0.0/24")]
    [InlineData(
        "10.0.0.0/24 10.0.0.128/25", "", "", "", "Subnet", "Multiple overlapping subnet configuration is not supported", "10.0.0.128/25")]
    [InlineData(
        "10.0.0.128/25 10.0.0.0/24", "", "", "", "Subnet", "Multiple overlapping subnet configuration is not supported", "10.0.0.0/24")]
    [InlineData(
        "10.0.0.0/24 10.1.0.0/24 10.1.0.9/24",
        "",
        "",
        "",
        "Subnet",
        "Multiple overlapping subnet configuration is not supported",
        "10.1.0.9/24")]
    [InlineData("10.0.0.0/24", "10.0.1.0/25", "", "", "IPRange", "No matching subnet for range 10.0.1.0/25", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "10.0.0.0/16", "", "", "IPRange", "No matching subnet for range 10.0.0.0/16", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "fd00:1::/65", "", "", "IPRange", "No matching subnet for range fd00:1::/65", "10.0.0.0/24")]
    [InlineData(
        "10.0.0.0/24 10.0.1.0/24",
        "10.0.0.0/25 10.0.0.128/25",
        "",
        "",
        "IPRange",
        "Cannot configure multiple ranges (10.0.0.128/25, 10.0.0.0/25) on the same subnet (10.0.0.0/24)",
        "10.0.0.128/25")]
    [InlineData("10.0.0.0/24", "", "10.0.1.1", "", "Gateway", "No matching subnet for gateway 10.0.1.1", "10.0.0.0/24")]
    [InlineData("fd00:1::/64", "", "10.0.0.1", "", "Gateway", "No matching subnet for gateway 10.0.0.1", "fd00:1::/64")]
    [InlineData(
        "10.0.0.0/24 10.0.1.0/24",
        "",
        "10.0.0.1 10.0.0.2",
        "",
        "Gateway",
        "Cannot configure multiple gateways (10.0.0.2, 10.0.0.1) for the same subnet (10.0.0.0/24)",
        "10.0.0.2")]
    [InlineData("10.0.0.0/24", "", "", "router=10.0.1.2", "AuxAddress", "No matching subnet for aux-address 10.0.1.2", "10.0.0.0/24")]
    [InlineData("", "", "", "router=10.0.1.2", "AuxAddress", "No matching subnet for aux-address 10.0.1.2", "no subnet was given")]
    [InlineData("10.0.0.0/24", "", "", "router=yes", "AuxAddress", "'router' is 'yes'", "is not a valid IP address")]
    [InlineData("10.0.0.0", "", "", "", "Subnet", "'10.0.0.0' is not a valid subnet", "10.1.0.0/24")]
    [InlineData("10.0.0.0/33", "", "", "", "Subnet", "'10.0.0.0/33' is not a valid subnet", "CIDR")]
    [InlineData("app", "", "", "", "Subnet", "'app' is not a valid subnet", "CIDR")]
    [InlineData("10/8", "", "", "", "Subnet", "'10/8' is not a valid subnet", "CIDR")]
    [InlineData("10.0.0.0/24", "10.0.0.128-10.0.0.200", "", "", "IPRange", "'10.0.0.128-10.0.0.200' is not a valid subnet", "CIDR")]
    public void Create_refuses_what_does_not_fit_and_names_it(
        string subnets, string ranges, string gateways, string aux, string parameter, string words, string value)
    {
        var exception = Assert.Throws<IpamPlanException>(() => Create(subnets, ranges, gateways, aux));

        Assert.Equal(parameter, exception.Parameter);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }

    private static List<IpamConfig>? Create(string subnets, string ranges, string gateways, string aux) => IpamPlan.Create(
        Words(subnets),
        Words(ranges),
        [.. Words(gateways).Select(IPAddress.Parse)],
        Words(aux).Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[1]));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Describe(IpamConfig config) => string.Join(' ', new[]
    {
        config.Subnet,
        config.IPRange is { } range ? $"range {range}" : null,
        config.Gateway is { } gateway ? $"gateway {gateway}" : null,
        config.AuxAddress is { } aux ? $"aux {string.Join(',', aux.Select(a => $"{a.Key}={a.Value}"))}" : null,
    }.OfType<string>());
}
