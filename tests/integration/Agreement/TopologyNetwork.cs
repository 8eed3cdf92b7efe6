using System.Globalization;
using System.Text;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>A network of a topology.</summary>
internal sealed record TopologyNetwork(string Name)
{
    /// <summary>bridge, macvlan, ipvlan or overlay.</summary>
    public string Driver { get; init; } = "bridge";

    public bool Internal { get; init; }

    public bool IPv4 { get; init; } = true;

    public bool IPv6 { get; init; }

    /// <summary>The gateway is named when the network is made; otherwise by its subnet alone.</summary>
    public int? Gateway { get; init; }

    /// <summary>Addresses are given from a part of the subnet.</summary>
    public bool AddressRange { get; init; }

    /// <summary>Containers get a gateway that is not the engine's host (the auxiliary address DefaultGatewayIPv4).</summary>
    public bool OtherRouter { get; init; }

    /// <summary>A second subnet of IPv4.</summary>
    public bool SecondSubnet { get; init; }

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The third number of 10.99.N.0/24 and of fd00:99:N::/64.</summary>
    public int Number { get; init; }

    public bool IsBridge => Driver == "bridge";

    public string Subnet => $"{Prefix}.0/24";

    public string Subnet2 => $"10.98.{Text(Number)}.0/24";

    public string Subnet6 => $"fd00:99:{Number:x}::/64";

    private string Prefix => $"10.99.{Text(Number)}";

    /// <summary>An address of its subnet.</summary>
    public string Address(int last) => $"{Prefix}.{Text(last)}";

    /// <summary>An address of its second subnet.</summary>
    public string Address2(int last) => $"10.98.{Text(Number)}.{Text(last)}";

    /// <summary>An address of IPv6.</summary>
    public string Address6(int last) => $"fd00:99:{Number:x}::{last:x}";

    /// <summary>The option of a name, or null.</summary>
    public string? Option(string name) => Options.TryGetValue(name, out var value) ? value : null;

    /// <summary>The same with one option more.</summary>
    public TopologyNetwork With(string option, string value) =>
        this with { Options = new Dictionary<string, string>(Options) { [option] = value } };

    public override string ToString()
    {
        var text = new StringBuilder($"network {Name}: {Driver}");
        if (IPv4)
            text.Append(CultureInfo.InvariantCulture, $" {Subnet}");
        if (SecondSubnet)
            text.Append(CultureInfo.InvariantCulture, $" {Subnet2}");
        if (IPv6)
            text.Append(CultureInfo.InvariantCulture, $" {Subnet6}");
        if (Gateway is { } gateway)
            text.Append(CultureInfo.InvariantCulture, $" gateway={Address(gateway)}");
        if (AddressRange)
            text.Append(CultureInfo.InvariantCulture, $" ip-range={Address(64)}/26");
        if (OtherRouter)
            text.Append(CultureInfo.InvariantCulture, $" aux-address=DefaultGatewayIPv4={Address(253)}");
        if (Internal)
            text.Append(" internal");
        foreach (var (name, value) in Options)
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        return text.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
