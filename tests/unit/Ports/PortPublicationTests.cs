using System.Net;
using System.Text.Json;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.UnitTests.Ports;

public class PortPublicationTests
{
    [Theory]
    [InlineData("80", "80/tcp")]
    [InlineData("::80", "80/tcp")]
    [InlineData("080:080/UDP", "80:80/udp")]
    [InlineData("0:80", "0:80/tcp")]
    [InlineData("8000-9000:80", "8000-9000:80/tcp")]
    [InlineData("8000-8000:80", "8000:80/tcp")]
    [InlineData("127.0.0.1::80", "127.0.0.1::80/tcp")]
    [InlineData("0.0.0.0:8080:80", "0.0.0.0:8080:80/tcp")]
    [InlineData("2001:DB8:0::A:8080:80", "[2001:db8::a]:8080:80/tcp")]
    [InlineData("[::1]::80/sctp", "[::1]::80/sctp")]
    [InlineData("[::ffff:192.0.2.1]:1-2:80", "[::ffff:192.0.2.1]:1-2:80/tcp")]
    [InlineData("target=80,published=127.0.0.1:8080,protocol=udp", "127.0.0.1:8080:80/udp")]
    public void Text_is_canonical(string text, string canonical) =>
        Assert.Equal(canonical, Assert.Single(PortPublication.Parse(text)).ToString());

    [Fact]
    public void Ranges_of_equal_length_go_side_by_side()
    {
        var ports = PortPublication.Parse("127.0.0.1:8000-8010:90-100/udp");

        Assert.Equal(11, ports.Count);
        Assert.Equal(new PortPublication(90, "udp", IPAddress.Loopback, 8000), ports[0]);
        Assert.Equal(new PortPublication(100, "udp", IPAddress.Loopback, 8010), ports[^1]);
    }

    [Fact]
    public void A_range_for_one_port_is_kept_as_a_range() =>
        Assert.Equal(new PortPublication(80, hostPort: 8000, hostPortEnd: 9000), Assert.Single(PortPublication.Parse("8000-9000:80")));

    [Fact]
    public void All_ports_can_be_published_at_once() => Assert.Equal(65536, PortPublication.Parse("0-65535:0-65535").Count);

    [Fact]
    public void A_NUL_is_no_digit() => Assert.Throws<FormatException>(() => PortPublication.Parse("80\0"));

    [Fact]
    public void Ports_from_objects_equal_those_from_text()
    {
        Assert.Equal(PortPublication.Parse("[::1]:8080:80/udp"), [new PortPublication(80, "UDP", IPAddress.IPv6Loopback, 8080)]);
        Assert.Equal(PortPublication.Parse("80"), [new PortPublication(80)]);
        Assert.Equal(new PortPublication(80, hostPort: 8080), new PortPublication(80, hostPort: 8080, hostPortEnd: 8080));
        Assert.NotEqual(new PortPublication(80), new PortPublication(80, hostPort: 0));
    }

    [Theory]
    [InlineData(-1, "tcp", null, null, null)]
    [InlineData(65536, "tcp", null, null, null)]
    [InlineData(80, "icmp", null, null, null)]
    [InlineData(80, "", null, null, null)]
    [InlineData(80, "tcp", "fe80::1%2", 80, null)]
    [InlineData(80, "tcp", null, -1, null)]
    [InlineData(80, "tcp", null, 65536, null)]
    [InlineData(80, "tcp", null, 8000, 7999)]
    [InlineData(80, "tcp", null, 8000, 65536)]
    [InlineData(80, "tcp", null, null, 8000)]
    public void A_port_that_could_not_be_written_cannot_be_made(
        int containerPort, string protocol, string? address, int? hostPort, int? hostPortEnd) =>
        Assert.ThrowsAny<ArgumentException>(
            () => new PortPublication(containerPort, protocol, address is null ? null : IPAddress.Parse(address), hostPort, hostPortEnd));

    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1::80")]
    [InlineData("[::1]:80/udp", "[::1]::80/udp")]
    [InlineData("::1:80", "[::1]::80")]
    [InlineData("127.0.0.1:80-82", "127.0.0.1::80-82")]
    [InlineData("localhost:8080:80", "127.0.0.1:8080:80")]
    [InlineData("8000:80-82", "8000-8010:80-90")]
    [InlineData("80/icmp", "8080:80/udp")]
    [InlineData("8080:", "8080:80")]
    [InlineData("80-", "8080:80")]
    [InlineData("90-80", "8080:80")]
    [InlineData("target=80,8080", "target=80,published=8080")]
    public void A_refusal_says_how_it_is_written(string text, string right)
    {
        var message = Assert.Throws<FormatException>(() => PortPublication.Parse(text)).Message;

        Assert.EndsWith($" Write {right}.", message.Replace(" or [::1]:8080:80", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Exposed_ports_are_checked()
    {
        Assert.Equal([new ExposedPort(80, "udp"), new ExposedPort(81, "udp")], ExposedPort.Parse("80-81/udp"));
        Assert.Equal("80/tcp", new ExposedPort(80).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExposedPort(65536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExposedPort(-1));
        Assert.Throws<ArgumentException>(() => new ExposedPort(80, ""));
        Assert.Throws<ArgumentException>(() => new ExposedPort(80, "tcp/udp"));
    }

    [Fact]
    public void Documents_are_spelled_as_the_engine_spells_them()
    {
        var documents = PortDocuments.Create(
            [.. PortPublication.Parse("127.0.0.1:8080:80"), .. PortPublication.Parse("8000-9000:80")], [new ExposedPort(53, "udp")]);
        var request = new ContainerCreateRequest
        {
            Image = "web",
            ExposedPorts = documents.ExposedPorts,
            HostConfig = new HostConfig { PortBindings = documents.PortBindings, PublishAllPorts = true },
        };

        var body = JsonSerializer.SerializeToElement(request, EngineJson.Default.ContainerCreateRequest);

        Assert.Equal("""{"80/tcp":{},"53/udp":{}}""", body.GetProperty("ExposedPorts").GetRawText());
        Assert.Equal(
            """{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"},{"HostIp":"","HostPort":"8000-9000"}]}""",
            body.GetProperty("HostConfig").GetProperty("PortBindings").GetRawText());
        Assert.True(body.GetProperty("HostConfig").GetProperty("PublishAllPorts").GetBoolean());
    }

    [Fact]
    public void Ports_that_were_not_given_are_not_sent()
    {
        var body = JsonSerializer.SerializeToElement(
            new ContainerCreateRequest { Image = "web", HostConfig = new HostConfig() }, EngineJson.Default.ContainerCreateRequest);

        Assert.False(body.TryGetProperty("ExposedPorts", out _));
        Assert.False(body.GetProperty("HostConfig").TryGetProperty("PortBindings", out _));
    }

    [Fact]
    public void Bindings_that_an_engine_reports_as_null_are_read()
    {
        var details = JsonSerializer.Deserialize(
            """{"Id":"1","HostConfig":{"PortBindings":{"80/tcp":null,"53/udp":[{"HostIp":"","HostPort":"53"}]},"PublishAllPorts":null}}""",
            EngineJson.Default.ContainerDetails)!;

        Assert.Null(details.HostConfig!.PortBindings!["80/tcp"]);
        Assert.Equal([new PortBinding("", "53")], details.HostConfig.PortBindings["53/udp"]!);
    }
}
