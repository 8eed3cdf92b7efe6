using System.Management.Automation;
using System.Net;
using DockerNetwork.Identities;

namespace DockerNetwork.UnitTests.Identities;

public class PlainAddressTests
{
    private static readonly PlainAddressTransformationAttribute Attribute = new();

    [Theory]
    [InlineData("10.5.0.8")]
    [InlineData("fd00::8")]
    public void An_address_is_taken(string text)
    {
        Assert.Equal(IPAddress.Parse(text), Attribute.Transform(null!, text));
        Assert.Equal(IPAddress.Parse(text), Attribute.Transform(null!, IPAddress.Parse(text)));
        Assert.Equal(new object[] { IPAddress.Parse(text) }, Attribute.Transform(null!, new object[] { text }));
    }

    [Theory]
    [InlineData("10.5.0.010")]
    [InlineData("10.5.8")]
    [InlineData("0x0a.5.0.8")]
    [InlineData("127")]
    [InlineData("10.5.0.0/24")]
    [InlineData("fe80::1%2")]
    [InlineData("")]
    [InlineData(127)]
    [InlineData(127L)]
    public void What_inet_aton_alone_reads_is_refused(object value)
    {
        Assert.Throws<ArgumentTransformationMetadataException>(() => Attribute.Transform(null!, value));

        Assert.Throws<ArgumentTransformationMetadataException>(() => Attribute.Transform(null!, new[] { "10.5.0.8", value }));
    }
}
