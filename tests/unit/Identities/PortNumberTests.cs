using System.Management.Automation;
using DockerNetwork.Identities;

namespace DockerNetwork.UnitTests.Identities;

public class PortNumberTests
{
    [Theory]
    [InlineData("80", 80)]
    [InlineData(" 80 ", 80)]
    [InlineData("80/tcp", 80)]
    [InlineData("tcp/80", 80)]
    [InlineData("TCP/80", 80)]
    public void A_port_may_have_its_protocol(string text, int port)
    {
        Assert.Equal(port, Tcp(text));
        Assert.Equal(new object[] { port, 81 }, Tcp(new object[] { text, 81 }));
    }

    /// <summary>What to write instead, is tested with the cmdlets: the reference assembly has no messages.</summary>
    [Theory]
    [InlineData("http")]
    [InlineData("80-82")]
    [InlineData("80,443")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999")]
    [InlineData("80/tcp/tcp")]
    [InlineData("53/udp")]
    [InlineData("udp/53")]
    [InlineData("80/sctp")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => Tcp(text));

    [Fact]
    public void What_is_no_text_is_left_to_PowerShell()
    {
        Assert.Equal(80.0, Tcp(80.0));
        Assert.Null(Tcp(null));
        Assert.Throws<ArgumentTransformationMetadataException>(() => new PortNumberTransformationAttribute().Transform(null!, "80/tcp"));
    }

    private static object? Tcp(object? value) => new PortNumberTransformationAttribute("tcp").Transform(null!, value);
}
