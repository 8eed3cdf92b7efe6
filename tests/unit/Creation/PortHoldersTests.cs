using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class PortHoldersTests
{
    private const string Nobody =
        "No container of this engine holds the port, so a program on the engine's host must. Publish on another port.";

    private static readonly TestEngine Engine = new TestEngine()
        .Publishing("web", "0.0.0.0:8080->80/tcp", "0.0.0.0:8081->81/tcp", "443/tcp")
        .Publishing("local", "127.0.0.1:9000->80/tcp")
        .Publishing("dns", "0.0.0.0:53->53/udp");

    [Theory]
    [InlineData("80/tcp", "", "8080", "web (0.0.0.0:8080->80/tcp)")]
    [InlineData("99/tcp", "192.0.2.1", "8080", "web (0.0.0.0:8080->80/tcp)")]
    [InlineData("80/udp", "", "8080", null)]
    [InlineData("53/udp", "", "53", "dns (0.0.0.0:53->53/udp)")]
    [InlineData("80/tcp", "", "8081-9000", "web (0.0.0.0:8081->81/tcp), local (127.0.0.1:9000->80/tcp)")]
    [InlineData("80/tcp", "127.0.0.1", "9000", "local (127.0.0.1:9000->80/tcp)")]
    [InlineData("80/tcp", "0.0.0.0", "9000", "local (127.0.0.1:9000->80/tcp)")]
    [InlineData("80/tcp", "192.0.2.1", "9000", null)]
    [InlineData("80/tcp", "::", "8080", null)]
    [InlineData("80/tcp", "", "443", null)]
    [InlineData("80/tcp", "", "", null)]
    public void Those_are_named_whose_port_and_address_meet(string port, string address, string hostPorts, string? held)
    {
        var wanted = new Dictionary<string, IReadOnlyList<PortBinding>?>
        {
            [port] = [new PortBinding(address, hostPorts)],
            ["1/tcp"] = null,
        };

        var said = PortHolders.Describe(Engine.Snapshot, wanted, TestEngine.Id("late"), "port is already allocated");

        var expected = held is null ? Nobody
            : held.Contains(", ", StringComparison.Ordinal)
                ? $"{held} hold the port. Stop these containers, or publish on another port."
                : $"{held} holds the port. Stop that container, or publish on another port.";
        Assert.Equal(expected, said);
    }

    [Fact]
    public void Who_asks_is_not_the_holder()
    {
        var wanted = new Dictionary<string, IReadOnlyList<PortBinding>?> { ["80/tcp"] = [new PortBinding("", "8080")] };

        Assert.Equal(Nobody, PortHolders.Describe(Engine.Snapshot, wanted, TestEngine.Id("web"), ""));
        Assert.Equal(Nobody, PortHolders.Describe(Engine.Snapshot, null, TestEngine.Id("late"), "port is already allocated"));
    }

    [Theory]
    [InlineData("Bind for 0.0.0.0:8081 failed: port is already allocated")]
    [InlineData("Bind for :::8081 failed: port is already allocated")]
    [InlineData("Error starting userland proxy: listen tcp4 0.0.0.0:8081: bind: address already in use")]
    [InlineData("failed to bind host port for 0.0.0.0:8081:172.17.0.2:80/tcp: address already in use")]
    [InlineData("failed to bind host port for [::]:8081:[fd00::2]:80/tcp: address already in use")]
    [InlineData("failed to bind host port 0.0.0.0:8081/tcp: address already in use")]
    public void Of_several_ports_only_the_one_that_failed_counts(string words)
    {
        var wanted = new Dictionary<string, IReadOnlyList<PortBinding>?>
        {
            ["53/udp"] = [new PortBinding("", "53")],
            ["80/tcp"] = [new PortBinding("", "8080"), new PortBinding("", "8081")],
        };

        Assert.Equal(
            "web (0.0.0.0:8081->81/tcp) holds the port. Stop that container, or publish on another port.",
            PortHolders.Describe(Engine.Snapshot, wanted, TestEngine.Id("late"), words));
    }

    [Fact]
    public void A_container_on_the_host_s_network_may_hold_it()
    {
        var engine = new TestEngine().OnHost("one").OnHost("two").Publishing("web", "0.0.0.0:8080->80/tcp");
        var wanted = new Dictionary<string, IReadOnlyList<PortBinding>?> { ["80/tcp"] = [new PortBinding("", "9000")] };

        Assert.Equal(
            "No container of this engine publishes the port. Its holder is a program on the engine's host, or one in a container that uses "
            + "the host's network: one, two. Publish on another port.",
            PortHolders.Describe(engine.Snapshot, wanted, TestEngine.Id("late"), "port is already allocated"));
    }
}
