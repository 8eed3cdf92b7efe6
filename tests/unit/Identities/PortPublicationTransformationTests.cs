using System.Net;
using DockerNetwork.Identities;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.UnitTests.Identities;

/// <summary>Hashtables and other objects need PowerShell's own conversions: Ports.Tests.ps1 has them.</summary>
public class PortPublicationTransformationTests
{
    private static readonly PortPublicationTransformationAttribute Attribute = new();

    [Theory]
    [InlineData("8080:80", "8080:80/tcp")]
    [InlineData("8000-8001:80-81/udp", "8000:80/udp 8001:81/udp")]
    [InlineData(80, "80/tcp")]
    [InlineData(80L, "80/tcp")]
    public void Texts_and_numbers_are_read(object given, string ports) => Assert.Equal(ports, Read(given));

    [Fact]
    public void Lists_may_hold_anything() => Assert.Equal(
        "8080:80/tcp 81/tcp [::1]:1:2/udp",
        Read(new object[] { "8080:80", 81, new object[] { new PortPublication(2, "udp", IPAddress.IPv6Loopback, 1) } }));

    [Fact]
    public void Ports_of_a_container_are_published_again_but_for_those_that_are_only_exposed() => Assert.Equal(
        "0.0.0.0:8080:80/tcp",
        Read(new List<PublishedPort> { new(80, "tcp", IPAddress.Any, 8080), new(99, "tcp", null, null) }));

    [Fact]
    public void Nothing_is_nothing()
    {
        Assert.Null(Attribute.Transform(null!, null));
        Assert.Equal("", Read(Array.Empty<object>()));
    }

    private static string Read(object given) =>
        string.Join(' ', Assert.IsType<PortPublication[]>(Attribute.Transform(null!, given)).AsEnumerable());
}
