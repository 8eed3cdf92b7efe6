using System.Net;
using DockerNetwork.Formats;
using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class PortViewTests
{
    [Fact]
    public void PortsOf_says_whose_they_are_and_whether_they_are_open_now()
    {
        var mapping = Mapping() with { State = ContainerState.Running, Active = true };

        Assert.Equal("web (running): *:8080->80/tcp", PortView.PortsOf(mapping, 120));
        Assert.Equal(
            "web (exited), when it starts: *:8080->80/tcp",
            PortView.PortsOf(mapping with { State = ContainerState.Exited, Active = false }, 120));
        Assert.Equal("web (running), on the host's network: *:8080->80/tcp", PortView.PortsOf(mapping with { HostNetwork = true }, 120));
        Assert.Equal(
            "web (running), ports of front, when front starts: *:8080->80/tcp",
            PortView.PortsOf(mapping with { NamespaceOwner = "front", Active = false }, 120));
    }

    [Fact]
    public void Host_and_Port_are_the_two_sides_of_a_mapping()
    {
        Assert.Equal("0.0.0.0:8080", Mapping().PublishedAt);
        Assert.Equal("80/tcp", PortView.Port(Mapping()));
        Assert.Equal("0.0.0.0:8080->80/tcp", Mapping().ToString());
        Assert.Equal("[::1]:8080", (Mapping() with { HostAddress = IPAddress.IPv6Loopback }).PublishedAt);
        Assert.Equal("*:9000-9010", (Mapping() with { HostAddress = null, HostPort = 9000, HostPortEnd = 9010 }).PublishedAt);
        Assert.Equal("*:?", (Mapping() with { HostAddress = null, HostPort = null }).PublishedAt);
        Assert.Equal("", (Mapping() with { HostAddress = null, HostPort = null, Exposure = PortExposure.None }).PublishedAt);
    }

    [Theory]
    [InlineData(PortExposure.Open, "<x>")]
    [InlineData(PortExposure.Address, "x")]
    [InlineData(PortExposure.Loopback, "x")]
    [InlineData(PortExposure.None, "x")]
    public void Highlight_is_for_what_is_open_to_the_world(PortExposure exposure, string text) =>
        Assert.Equal(text, PortView.Highlight(Mapping() with { Exposure = exposure }, "x", new TextStyle("<", ">", Plain: false)));

    [Fact]
    public void Highlight_is_for_terminals() =>
        Assert.Equal("x", PortView.Highlight(Mapping(), "x", new TextStyle("<", ">", Plain: true)));

    [Fact]
    public void PortsOf_is_broken_between_words()
    {
        var mapping = Mapping() with
        {
            State = ContainerState.Running,
            Active = true,
            Summary = "*:8080->80/tcp, 198.51.100.2:993->993/tcp",
        };

        Assert.Equal("web (running): *:8080->80/tcp,\n              198.51.100.2:993->993/tcp", PortView.PortsOf(mapping, 60));
    }

    private static PortMapping Mapping() => new()
    {
        Container = "web",
        ContainerId = "1",
        Protocol = "tcp",
        ContainerPort = 80,
        HostAddress = IPAddress.Any,
        HostPort = 8080,
        Exposure = PortExposure.Open,
        Summary = "*:8080->80/tcp",
        DockerHost = TestEngine.Host,
    };
}
