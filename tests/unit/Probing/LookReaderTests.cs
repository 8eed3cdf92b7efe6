using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What a network namespace does with packets, as a trace asks for it.</summary>
public class LookReaderTests
{
    private static readonly LookSpec Asked = new() { Routes = [new RouteQuestion { To = "10.1.0.9", Input = "eth0", Mark = 3 }] };

    [Fact]
    public async Task What_the_program_says_is_put_together()
    {
        await using var engine = FakeProbeEngine.Answering(
            """{"job":JOB,"kind":"link","index":2,"name":"eth0","master":5,"port":"forwarding","hairpin":false}""",
            """{"job":JOB,"kind":"bridgeEntry","index":2,"mac":"02:00:00:00:00:08","master":5,"state":"permanent"}""",
            """{"job":JOB,"kind":"policyRule","index":0,"family":4,"metric":50,"table":77,"from":"10.9.0.0/24"}""",
            """{"job":JOB,"route":0,"type":"unicast","link":"eth0","table":254}""",
            """{"job":JOB,"sysctl":"net.ipv4.ip_forward","value":1}""",
            """{"job":JOB,"end":true}""");
        var container = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Snapshot.Containers.Single() with
        {
            ProcessId = 4242,
        };

        var look = await ReadAsync(engine, container);

        var line = Assert.Single(engine.Lines);
        Assert.Contains($"\"pid\":{container.ProcessId},\"container\":\"{container.Id}\"", line, StringComparison.Ordinal);
        Assert.Contains("""look":{"routes":[{"to":"10.1.0.9","input":"eth0","mark":3}]}""", line, StringComparison.Ordinal);
        Assert.Equal(("forwarding", false), (look.Link("eth0")!.Port, look.Link("eth0")!.Hairpin));
        Assert.Equal(("02:00:00:00:00:08", 77L), (look.BridgeEntries.Single().Mac, look.PolicyRules.Single().Table));
        Assert.Equal(("eth0", 1L), (look.PacketRoutes[0].Link, look.Sysctl("net.ipv4.ip_forward")));
    }

    [Theory]
    [InlineData("other", typeof(ProcessChangedException))]
    [InlineData("denied", typeof(ProberUnavailableException))]
    [InlineData("unreadable", typeof(ProberUnavailableException))]
    public async Task A_namespace_that_is_not_the_containers_is_not_believed(string error, Type expected)
    {
        await using var engine = FakeProbeEngine.Answering(
            """{"job":JOB,"kind":"link","index":2,"name":"eth0"}""",
            """{"job":JOB,"end":true,"error":"ERROR"}""".Replace("ERROR", error, StringComparison.Ordinal));
        var container = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Snapshot.Containers.Single() with
        {
            ProcessId = 4242,
        };

        await Assert.ThrowsAsync(expected, () => ReadAsync(engine, container));
        await Assert.ThrowsAsync<ProberUnavailableException>(() => ReadAsync(engine, container with { ProcessId = 0 }));
    }

    private static async Task<NamespaceLook> ReadAsync(FakeProbeEngine engine, Container container)
    {
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);
        return await Expect.SoonAsync(LookReader.ReadAsync(process, engine.Client, new TracePlace("web", container), Asked, default));
    }
}
