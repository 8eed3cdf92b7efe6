using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Tracing;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Packets that are sent to find the rule that ends them.</summary>
public class ExplainRunTests
{
    /// <summary>Found by the fault bench, once in some hundred traces.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(FreshPackets.MaxPorts, false)]
    public async Task A_port_that_somebody_else_has_is_not_the_only_one(int taken, bool found)
    {
        var ports = new HashSet<int>();
        await using var engine = new FakeProbeEngine((exchange, line) =>
        {
            var job = line.GetProperty("job").GetInt32();
            var refuses = line.TryGetProperty("send", out var sent) && ports.Add(sent.GetProperty("fromPort").GetInt32())
                && ports.Count <= taken;
            return FakeProbeEngine.SayAsync(
                exchange,
                [
                    $$"""{"job":{{job}},"begin":true,"verified":true}""",
                    .. refuses ? [$$"""{"job":{{job}},"sighting":"notSent","errno":98}"""] : Array.Empty<string>(),
                    refuses ? $$"""{"job":{{job}},"end":true,"error":"unreadable"}""" : $$"""{"job":{{job}},"end":true}""",
                ]);
        });
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);
        var evidence = To(Db, DbAddress) with { Source = new("web", Web.Container! with { ProcessId = 4242 }) };
        var finding = new TraceFinding(null, null, [TracePlace.Host]);

        var rules = ExplainRun.RulesAsync(process, engine.Client, evidence, 80, finding, 3, default);

        if (found)
            Assert.Empty(await Expect.SoonAsync(rules));
        else
            await Assert.ThrowsAsync<ProberUnavailableException>(() => Expect.SoonAsync(rules));
        Assert.Equal(found ? taken + 1 : taken, ports.Count);
    }
}
