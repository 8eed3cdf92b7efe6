using System.Globalization;
using System.Net;
using DockerNetwork.Formats;
using DockerNetwork.Model.Ports;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class ContainerViewTests
{
    [Fact]
    public void Networks_shows_each_with_its_address()
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", "app=10.1.0.2", "back=fd00::2", "bridge");

        Assert.Equal("app 10.1.0.2, back fd00::2, bridge", ContainerView.Networks(engine["web"]));
    }

    [Fact]
    public void Networks_of_a_sharer_names_the_owner()
    {
        Assert.Equal("container:web", ContainerView.Networks(new TestEngine().Container("web").Sharing("sidecar", "web")["sidecar"]));
        Assert.Equal(
            "container:web (exited)",
            ContainerView.Networks(new TestEngine().Stopped("web").Sharing("sidecar", "web")["sidecar"]));
        Assert.Equal(
            $"container:{TestEngine.Id("web")[..12]} (gone)",
            ContainerView.Networks(new TestEngine().Sharing("sidecar", "web")["sidecar"]));
    }

    [Fact]
    public void Ports_of_a_container_are_put_together()
    {
        var container = new TestEngine().Container("web")["web"] with
        {
            Ports =
            [
                new PublishedPort(80, "tcp", IPAddress.Any, 8080),
                new PublishedPort(80, "tcp", IPAddress.IPv6Any, 8080),
                new PublishedPort(99, "tcp", null, null),
            ],
        };

        Assert.Equal("*:8080->80/tcp, 99/tcp", ContainerView.Ports(container));
    }

    [Theory]
    [InlineData("Up 5 minutes", "Running")]
    [InlineData("Up 5 minutes (healthy)", "Running (healthy)")]
    [InlineData("Up 2 seconds (health: starting)", "Running (starting)")]
    public void State_shows_the_health_if_it_is_checked(string status, string text) =>
        Assert.Equal(text, ContainerView.State(new TestEngine().Container("web")["web"] with { Status = status }));

    [Theory]
    [InlineData("", "")]
    [InlineData("80/tcp", "80/tcp")]
    [InlineData("443/tcp 80/tcp 53/udp", "80/tcp, 443/tcp, 53/udp")]
    [InlineData("0.0.0.0:8080>80/tcp [::]:8080>80/tcp", "*:8080->80/tcp")]
    [InlineData("0.0.0.0:8080>80/tcp", "0.0.0.0:8080->80/tcp")]
    [InlineData("[::]:8080>80/tcp", "[::]:8080->80/tcp")]
    [InlineData("127.0.0.1:8080>80/tcp 443/tcp", "127.0.0.1:8080->80/tcp, 443/tcp")]
    [InlineData("127.0.0.1:8080>80/tcp 192.0.2.1:8080>80/tcp", "127.0.0.1:8080->80/tcp, 192.0.2.1:8080->80/tcp")]
    [InlineData("0.0.0.0:53>53/tcp 0.0.0.0:53>53/udp", "0.0.0.0:53->53/tcp, 0.0.0.0:53->53/udp")]
    [InlineData("0.0.0.0:9001>91/tcp 0.0.0.0:9000>90/tcp 0.0.0.0:9002>92/tcp", "0.0.0.0:9000-9002->90-92/tcp")]
    [InlineData("0.0.0.0:9000>90/tcp 0.0.0.0:9001>92/tcp", "0.0.0.0:9000->90/tcp, 0.0.0.0:9001->92/tcp")]
    [InlineData("0.0.0.0:9000>90/tcp 127.0.0.1:9001>91/tcp", "0.0.0.0:9000->90/tcp, 127.0.0.1:9001->91/tcp")]
    [InlineData("8000/tcp 8001/tcp 8003/tcp", "8000-8001/tcp, 8003/tcp")]
    [InlineData("80/tcp 0.0.0.0:8080>80/tcp", "0.0.0.0:8080->80/tcp")]
    public void Ports_are_said_as_short_as_can_be(string ports, string text)
    {
        var container = new TestEngine().Container("web")["web"] with
        {
            Ports = [.. ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Port)],
        };

        Assert.Equal(text, ContainerView.Ports(container));
    }

    /// <summary>"443/tcp", "127.0.0.1:8080>80/tcp".</summary>
    private static PublishedPort Port(string text)
    {
        var host = text.Contains('>', StringComparison.Ordinal) ? IPEndPoint.Parse(text.Split('>')[0]) : null;
        var inside = text.Split('>')[^1].Split('/');
        return new PublishedPort(int.Parse(inside[0], CultureInfo.InvariantCulture), inside[1], host?.Address, host?.Port);
    }
}
