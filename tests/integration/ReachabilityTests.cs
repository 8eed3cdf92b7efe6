using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>The exercise of the tutorials (scenario B2), and that what was predicted is what was observed.</summary>
[Collection(EngineCollection.Name)]
public sealed class ReachabilityTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly List<string> _containers = [];
    private string _network = "";

    public async Task InitializeAsync()
    {
        _network = await engine.CreateNetworkAsync("alpine-net");
        foreach (var (name, network) in new[]
        {
            ("alpine1", "alpine-net"),
            ("alpine2", "alpine-net"),
            ("alpine3", "bridge"),
            ("alpine4", "alpine-net")
        })
            _containers.Add(await engine.StartContainerAsync(name, network));
        var bridge = (await SnapshotReader.ReadAsync(engine.Client)).Networks.Single(n => n.DefaultBridge);
        await engine.Client.ConnectNetworkAsync(bridge.Id, new ConnectRequest(_containers[3], new EndpointSettings()));
    }

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        await engine.Client.RemoveNetworkAsync(_network);
    }

    [Fact]
    public async Task Prediction_and_observation_agree_on_every_pair()
    {
        var results = await RunAsync(["alpine1", "alpine2", "alpine3", "alpine4"], []);

        // Four names and five addresses, from four sources.
        Assert.Equal(36, results.Count);
        Assert.All(results, r => Assert.True(r.Agrees, r.ToString() + ": " + string.Join(' ', r.Reasons)));
        Assert.Equal(
            [
                "alpine1 alpine3",
                "alpine2 alpine3",
                "alpine3 alpine1",
                "alpine3 alpine2",
                "alpine3 alpine3",
                "alpine3 alpine4",
                "alpine4 alpine3"
            ],
            results.Where(r => r.Observed == ReachabilityState.Unresolved).Select(r => $"{r.Source} {r.Target}"));
        Assert.Contains(results, r => r is { Source: "alpine4", Target: "alpine3", Observed: ReachabilityState.Reachable });
        Assert.Contains(results, r => r is { Source: "alpine1", Target: "alpine3", Observed: ReachabilityState.Blocked });
    }

    [Fact]
    public async Task Everybody_reaches_the_outside_host()
    {
        var results = await RunAsync(
            ["alpine1", "alpine3", "alpine4"],
            [new ReachabilityTarget(EngineFixture.Outside, null), new ReachabilityTarget(EngineFixture.Outside, null, 80)]);

        Assert.Equal(6, results.Count);
        Assert.All(results, r => Assert.Equal(ReachabilityState.Reachable, r.Observed));
    }

    [Fact]
    public async Task A_port_is_refused_until_somebody_listens()
    {
        var target = new[]
        {
            new ReachabilityTarget(
                "alpine2",
                (await SnapshotReader.ReadAsync(engine.Client)).Containers.Single(c => c.Name == "alpine2"),
                8080)
        };
        Assert.All(
            await RunAsync(["alpine1"], target),
            r => Assert.Equal((ReachabilityState.Refused, true), (r.Observed!.Value, r.Agrees!.Value)));

        var exec = await engine.Client.CreateExecAsync(_containers[1], new ExecCreateRequest { Command = ["httpd", "-p", "8080"] });
        await using (await engine.Client.StartExecAsync(exec))
            await Task.Delay(200);

        Assert.All(await RunAsync(["alpine1"], target), r => Assert.Equal(ReachabilityState.Reachable, r.Observed));
    }

    [Fact]
    public async Task Several_packets_have_their_times()
    {
        var result = (await RunAsync(
            ["alpine1"],
            [new ReachabilityTarget("alpine2", null)],
            new ProbeOptions(3, TimeSpan.FromSeconds(2)))).Single();

        Assert.Equal((3, 3), (result.Sent, result.Received));
        Assert.True(result.Min <= result.Avg && result.Avg <= result.Max && result.Min > TimeSpan.Zero);
    }

    [Fact]
    public async Task Nothing_is_left_in_the_source_when_the_reader_has_had_enough()
    {
        using var enough = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            enough.CancelAfter(500);
            await RunAsync(
                ["alpine1"],
                [new ReachabilityTarget("alpine2", null)],
                new ProbeOptions(60, TimeSpan.FromSeconds(2)),
                enough.Token);
        });

        await Task.Delay(500);
        var exec = await engine.Client.CreateExecAsync(_containers[0], new ExecCreateRequest { Command = ["ps", "-o", "stat,args"] });
        await using var connection = await engine.Client.StartExecAsync(exec);
        var processes = new List<string>();
        await foreach (var line in DockerNetwork.Engine.OutputLines.ReadLinesAsync(connection))
            processes.Add(line.Text);
        Assert.DoesNotContain(processes, p => p.Contains("ping -c", StringComparison.Ordinal));
    }

    private async Task<List<ReachabilityResult>> RunAsync(
        string[] sources,
        IReadOnlyList<ReachabilityTarget> targets,
        ProbeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client, cancellationToken);
        var containers = sources.Select(name => snapshot.Containers.Single(c => c.Name == name)).ToList();
        var scope = new TestScope(
            snapshot,
            containers,
            targets.Count > 0 ? targets : containers.ConvertAll(c => new ReachabilityTarget(c.Name, c)));
        var how = new TestOptions { Probe = options ?? new ProbeOptions(1, TimeSpan.FromSeconds(2)) };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, how, cancellationToken: cancellationToken))
            results.Add(result);
        return results;
    }
}
