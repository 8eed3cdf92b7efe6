using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Listening;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Listeners as the command shows them.</summary>
public class ListenerTableTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .PublishingFrom("shop", ["app=10.1.0.5@10.1.0.1"], "0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp")
        .Sharing("side", "shop")
        .OnHost("monitor");

    [Theory]
    [InlineData("shop", "0.0.0.0", false, "Everywhere")]
    [InlineData("shop", "::", false, "Everywhere")]
    [InlineData("shop", "::", true, "Everywhere over IPv6")]
    [InlineData("shop", "127.0.0.1", false, "LoopbackOnly")]
    [InlineData("shop", "::1", false, "LoopbackOnly")]
    [InlineData("shop", "10.1.0.5", false, "Network app")]
    [InlineData("shop", "10.7.0.5", false, "AddressOnly")]
    [InlineData("shop", "127.0.0.11", false, "EngineDns")]
    [InlineData("side", "10.1.0.5", false, "Network app")]
    [InlineData("@host", "0.0.0.0", false, "Everywhere over IPv4")]
    [InlineData("monitor", "0.0.0.0", false, "Everywhere over IPv4")]
    [InlineData("monitor", "10.1.0.1", false, "Network app")]
    [InlineData("@host", "10.1.0.1", false, "Network app")]
    [InlineData("@host", "192.0.2.7", false, "AddressOnly")]
    [InlineData("@host", "127.0.0.11", false, "LoopbackOnly")]
    public void Reach(string container, string address, bool only, string reach)
    {
        var line = $$"""{"fact":"listener","protocol":"tcp","address":"{{address}}","port":80,"iPv6Only":{{(only ? "true" : "false")}}}""";

        Assert.Equal(reach, Assert.Single(Of(container, line)).Reach);
    }

    [Fact]
    public void All_is_shown()
    {
        var listener = Assert.Single(Of(
            "shop",
            """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":80,"processId":4711,"program":"nginx","socket":99}"""));

        Assert.Equal(
            ("shop", TestEngine.Id("shop"), "tcp", "0.0.0.0", 80, 4711, "nginx", "0.0.0.0:8080, [::]:8080", null),
            (listener.Container, listener.ContainerId, listener.Protocol, $"{listener.Address}", listener.Port, listener.ProcessId,
                listener.Program, $"{listener.Published}", listener.SharedFrom));
        Assert.Equal("shop 0.0.0.0:80/tcp", listener.ToString());
    }

    [Theory]
    [InlineData("side", "shop", "0.0.0.0:8080, [::]:8080")]
    [InlineData("monitor", "host", "")]
    [InlineData("@host", null, "")]
    public void A_shared_namespace_says_so(string container, string? from, string published)
    {
        var listener = Assert.Single(Of(container, """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":80}"""));

        Assert.Equal((from, published), (listener.SharedFrom, $"{listener.Published}"));
    }

    [Fact]
    public void Several_sockets_of_a_process_are_one_row_and_the_order_is_that_of_ports() => Assert.Equal(
        ["shop 0.0.0.0:80/tcp", "shop [::]:80/tcp", "shop 0.0.0.0:443/tcp", "shop 0.0.0.0:53/udp"],
        Of(
            "shop",
            """{"fact":"listener","protocol":"udp","address":"0.0.0.0","port":53}""",
            """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":443,"processId":5,"socket":1}""",
            """{"fact":"listener","protocol":"tcp","address":"::","port":80,"processId":5,"socket":2}""",
            """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":443,"processId":5,"socket":3}""",
            """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":80,"processId":5,"socket":4}""").Select(l => $"{l}"));

    [Theory]
    [InlineData("""{"fact":"listener","protocol":"sctp","address":"0.0.0.0","port":80}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","address":"nowhere","port":80}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":0}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":65536}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","port":80}""")]
    public void What_is_not_sound_is_left_out(string line) => Assert.Empty(Of("shop", line));

    [Fact]
    public void An_older_agent_lists_nobody_and_does_not_say_that_this_is_all() => Assert.Null(Listener.All([]));

    private static IReadOnlyList<ContainerListener> Of(string container, params string[] lines) => ListenerTable.Of(
        Engine.Snapshot,
        container == "@host" ? Engine.Snapshot.HostAsSource : Engine[container],
        Listener.All(lines.Append("""{"fact":"allListeners"}""").Select(ProbeLineReader.Read).OfType<Answer>())!);
}
