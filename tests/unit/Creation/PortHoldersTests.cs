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

        var said = PortHolders.Describe(Engine.Snapshot, wanted, TestEngine.Id("late"));

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

        Assert.Equal(Nobody, PortHolders.Describe(Engine.Snapshot, wanted, TestEngine.Id("web")));
        Assert.Equal(Nobody, PortHolders.Describe(Engine.Snapshot, null, TestEngine.Id("late")));
    }
}
