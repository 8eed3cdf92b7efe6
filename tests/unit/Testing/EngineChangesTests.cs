using System.Diagnostics;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What makes a wait test again at once.</summary>
public sealed class EngineChangesTests
{
    private const string Start = """{"Type":"container","Action":"start","Actor":{"ID":"1d","Attributes":{"name":"web"}}}""";

    [Fact]
    public async Task An_event_ends_the_wait_and_leaving_closes_the_stream()
    {
        var closed = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            var line = $"{Start}\n";
            await e.RawAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{line.Length:x}\r\n{line}\r\n");
            await e.ReadToEndAsync();
            closed.SetResult();
        });
        using var client = engine.Client();
        var clock = Stopwatch.StartNew();

        await using (var changes = new EngineChanges(client, _ => { }))
            await changes.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Contains(engine.Requests, request => request.StartsWith("GET /v1.51/events?filters=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":""")]
    [InlineData("[]")]
    public async Task Without_events_only_the_time_limit_is_left(string answer)
    {
        var said = new TaskCompletionSource<string>();
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(answer));
        using var client = engine.Client();

        await using var changes = new EngineChanges(client, said.SetResult);

        var why = await said.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("The engine's events cannot be read", why, StringComparison.Ordinal);
        await changes.WaitAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
    }

    [Fact]
    public void The_probes_of_the_module_change_nothing()
    {
        Assert.True(EngineChanges.Matters(Of("container", ("name", "web"))));
        Assert.True(EngineChanges.Matters(Of("network", ("name", "app"))));
        Assert.True(EngineChanges.Matters(new EngineEvent("container", "start", null)));
        Assert.False(EngineChanges.Matters(Of("container", ("dockernetwork.probe", "1"))));
        Assert.False(EngineChanges.Matters(Of("network", ("name", "host"))));
    }

    private static EngineEvent Of(string type, params (string Key, string Value)[] attributes) =>
        new(type, "start", new EventActor("1d", attributes.ToDictionary(a => a.Key, a => a.Value)));
}
