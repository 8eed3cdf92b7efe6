using System.Net;
using DockerNetwork.Identities;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.UnitTests.Identities;

public class PortIdentityTests
{
    private static readonly PublishedPort Dns = new(53, "udp", IPAddress.Any, 5353);

    [Theory]
    [InlineData("5353", true)]
    [InlineData("5353/udp", true)]
    [InlineData("5353/UDP", true)]
    [InlineData("5353/tcp", false)]
    [InlineData("53", false)]
    [InlineData("53/udp", false)]
    public void It_is_the_port_of_the_host(string text, bool matches) => Assert.Equal(matches, new PortIdentity(text).Matches(Dns));

    [Fact]
    public void A_port_that_is_only_exposed_is_nobodys() =>
        Assert.False(new PortIdentity(80).Matches(new PublishedPort(80, "tcp", null, null)));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("80/http")]
    [InlineData("80/")]
    [InlineData("80/tcp/udp")]
    [InlineData("127.0.0.1:80")]
    public void Anything_else_is_refused(string text) =>
        Assert.Contains("53/udp", Assert.Throws<ArgumentException>(() => new PortIdentity(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_is_written_as_it_is_read()
    {
        Assert.Equal("8080", new PortIdentity(8080).ToString());
        Assert.Equal("53/udp", new PortIdentity("53/UDP").ToString());
    }
}
