using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>Each rung of the ladder, by choice and where the engine leaves no other.</summary>
[Collection(EngineCollection.Name)]
public sealed class LadderTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly List<string> _containers = [];
    private string _network = "";

    public async Task InitializeAsync()
    {
        _network = await engine.CreateNetworkAsync("ladder");
        _containers.Add(await engine.StartContainerAsync("ladder-a", "ladder"));
        _containers.Add(await engine.StartContainerAsync("ladder-b", "ladder", "httpd", "-f", "-p", "80"));
    }

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        await engine.Client.RemoveNetworkAsync(_network);
    }

    [Theory]
    [InlineData(ProbeMethod.Agent)]
    [InlineData(ProbeMethod.Sidecar)]
    [InlineData(ProbeMethod.Exec)]
    public async Task Every_rung_sees_the_same(ProbeMethod method)
    {
        var (results, _) = await RunAsync(engine.Client, method);

        Assert.All(results, r => Assert.Equal(method, r.Method));
        Assert.Equal(
            [
                ("ladder-b", 80, ReachabilityState.Reachable),
                ("ladder-b", 81, ReachabilityState.Refused),
                ("nobody", 80, ReachabilityState.Unresolved),
                ("nobody", 81, ReachabilityState.Unresolved)
            ],
            results.Select(r => (r.TargetName, r.Port!.Value, r.Observed!.Value)));
    }

    [Fact]
    public async Task None_sends_nothing()
    {
        var (results, _) = await RunAsync(engine.Client, ProbeMethod.None);

        Assert.All(results, r => Assert.Null(r.Observed));
        Assert.Equal(ReachabilityState.Reachable, results[0].Predicted);
    }

    [Fact]
    public async Task An_engine_that_refuses_the_hosts_process_ids_gets_sidecars()
    {
        await using var proxy = new RefusingProxy(Socket, body => body.Contains("\"PidMode\":\"host\"", StringComparison.Ordinal));
        using var client = EngineFixture.NewClient(DockerHost.Parse(proxy.Host));

        var (results, said) = await RunAsync(client, null);

        Assert.All(results, r => Assert.Equal(ProbeMethod.Sidecar, r.Method));
        Assert.Contains("authorization denied by plugin test", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_refuses_all_probe_containers_gets_the_containers_own_tools()
    {
        await using var proxy = new RefusingProxy(Socket, body => body.Contains(ProbeImage.Label, StringComparison.Ordinal));
        using var client = EngineFixture.NewClient(DockerHost.Parse(proxy.Host));

        var (results, said) = await RunAsync(client, null);

        Assert.All(results, r => Assert.Equal(ProbeMethod.Exec, r.Method));
        Assert.Equal(2, said.Count);
    }

    [Fact]
    public async Task A_rung_that_was_asked_for_and_is_refused_is_an_error()
    {
        await using var proxy = new RefusingProxy(Socket, body => body.Contains("\"PidMode\":\"host\"", StringComparison.Ordinal));
        using var client = EngineFixture.NewClient(DockerHost.Parse(proxy.Host));

        var refusal = await Assert.ThrowsAsync<EngineException>(() => RunAsync(client, ProbeMethod.Agent));

        Assert.Equal(EngineFailure.Unavailable, refusal.Failure);
        Assert.Contains("authorization denied by plugin test", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_without_a_probe_for_the_engine_says_so_and_uses_the_containers_own_tools()
    {
        using var client = new EngineClient(engine.Client.DockerHost);
        TrustedImages.From(client, "/nowhere");
        var (results, said) = await RunAsync(client, null);

        Assert.All(results, r => Assert.Equal(ProbeMethod.Exec, r.Method));
        Assert.Contains("no probe for linux-", said[0], StringComparison.Ordinal);
    }

    private string Socket => engine.Client.DockerHost.Uri.AbsolutePath;

    private static async Task<(List<ReachabilityResult> Results, List<string> Said)> RunAsync(EngineClient client, ProbeMethod? method)
    {
        var said = new List<string>();
        var snapshot = await SnapshotReader.ReadAsync(client);
        var target = snapshot.Containers.Single(c => c.Name == "ladder-b");
        var scope = new TestScope(
            snapshot,
            [snapshot.Containers.Single(c => c.Name == "ladder-a")],
            [new ReachabilityTarget("ladder-b", target), new ReachabilityTarget("nobody", null)]);
        var options = new TestOptions { By = TargetLiterals.Name, TcpPorts = [80, 81], Method = method };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(client, scope, options, said.Add))
            results.Add(result);
        return (results, said);
    }
}
