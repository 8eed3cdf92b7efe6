using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.UnitTests.Model;

public class AddressesTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1/24", "10.0.0.1")]
    [InlineData("fd00::1", "fd00::1")]
    [InlineData("fd00::1/64", "fd00::1")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("web", null)]
    [InlineData("/24", null)]
    public void ParseAddress_reads_what_engines_write(string? text, string? address) =>
        Assert.Equal(address, Addresses.ParseAddress(text)?.ToString());

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/24")]
    [InlineData("10.0.0.5/24", "10.0.0.0/24")]
    [InlineData("10.255.255.255/9", "10.128.0.0/9")]
    [InlineData("10.0.0.5/32", "10.0.0.5/32")]
    [InlineData("10.0.0.5/0", "0.0.0.0/0")]
    [InlineData("fd00:1::5/64", "fd00:1::/64")]
    [InlineData("fd00:ffff::/17", "fd00:8000::/17")]
    [InlineData("::1/128", "::1/128")]
    public void ParseSubnet_clears_host_bits(string text, string subnet) => Assert.Equal(subnet, Addresses.ParseSubnet(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("/24")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0.0.256/24")]
    [InlineData("fd00::/129")]
    [InlineData("net/24")]
    public void ParseSubnet_refuses_what_is_no_CIDR(string? text) => Assert.Null(Addresses.ParseSubnet(text));

    /// <summary>.NET reads these as the C library does, Go and so the engine does not: "10/8" would silently mean 0.0.0.10.</summary>
    [Theory]
    [InlineData("10/8")]
    [InlineData("10.1/16")]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("[fd00::]/64")]
    [InlineData("fe80::1%1/64")]
    [InlineData("fd00::/64/64")]
    public void ParseSubnet_refuses_what_the_engine_refuses(string text) => Assert.Null(Addresses.ParseSubnet(text));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("10.1.0.0/16", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.2.0.0/16", false)]
    [InlineData("0.0.0.0/0", "fd00::/64", false)]
    [InlineData("fd00::/8", "fd00:1::/64", true)]
    public void Overlap_is_symmetric(string left, string right, bool overlap)
    {
        Assert.Equal(overlap, Addresses.Overlap(IPNetwork.Parse(left), IPNetwork.Parse(right)));
        Assert.Equal(overlap, Addresses.Overlap(IPNetwork.Parse(right), IPNetwork.Parse(left)));
    }
}
