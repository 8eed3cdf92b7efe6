using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

public class ProbeStraysTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("created", 0, false)]
    [InlineData("created", 59, false)]
    [InlineData("created", 61, true)]
    [InlineData("exited", 30, false)]
    [InlineData("exited", 61, true)]
    [InlineData("dead", 61, true)]
    [InlineData("paused", 61, true)]
    [InlineData(null, 61, true)]
    [InlineData("running", 61, false)]
    [InlineData("running", 3600, false)]
    [InlineData("created", -600, false)]
    public void A_stray_is_what_no_client_can_be_waiting_for(string? state, int seconds, bool stray)
    {
        var container = new ContainerSummary { State = state, Created = Now.ToUnixTimeSeconds() - seconds };

        Assert.Equal(stray, ProbeStrays.IsStray(container, Now));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public void One_that_runs_longer_than_a_probe_may_is_a_stray(int seconds, bool stray)
    {
        var container = new ContainerSummary { State = "running", Created = (Now - ProbeProcess.Lifetime).ToUnixTimeSeconds() - seconds };

        Assert.Equal(stray, ProbeStrays.IsStray(container, Now));
    }

    [Fact]
    public async Task Only_probes_are_found()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Containers = List };

        Assert.Equal(["old"], (await ProbeStrays.FindAsync(engine.Client, includeRunning: false, default)).Select(c => c.Id));
        Assert.Equal(["old", "busy"], (await ProbeStrays.FindAsync(engine.Client, includeRunning: true, default)).Select(c => c.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Strays_are_removed_as_far_as_possible(int status)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Containers = List,
            RefuseRemoval = status == 0 ? null : (status, "no")
        };

        await ProbeStrays.RemoveAsync(engine.Client, default);

        Assert.Equal(
            "DELETE /v1.51/containers/old?force=1&v=1",
            Assert.Single(engine.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_removed_is_said()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Containers = List };
        var said = new List<string>();
        EngineWatch.Begin(null, said.Add);

        await ProbeStrays.RemoveAsync(engine.Client, default);

        Assert.StartsWith("Removed the container old (created, 1970-01-01 00:00:01Z)", Assert.Single(said), StringComparison.Ordinal);
    }

    private static string List => $$$"""
        [{"Id":"old","State":"created","Created":1,{{{Ours}}},"Labels":{"dockernetwork.probe":"agent"}},
         {"Id":"busy","State":"running","Created":{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}},{{{Ours}}},
          "Labels":{"dockernetwork.probe":"sidecar"}},
         {"Id":"theirs","State":"created","Created":1,{{{Ours}}},"Labels":{"other":"x"}},{"Id":"bare","State":"exited","Created":1},
         {"Id":"precious","State":"exited","Created":1,"ImageID":"sha256:innocent","Command":"sleep 1",
          "Labels":{"dockernetwork.probe":"hello"}},
         {"Id":"posing","State":"exited","Created":1,"ImageID":"sha256:innocent","Command":"/dockernetwork-probe 1",
          "Labels":{"dockernetwork.probe":"agent"}}]
        """;

    private const string Ours = "\"ImageID\":\"sha256:made\",\"Command\":\"/dockernetwork-probe 86400\"";
}
