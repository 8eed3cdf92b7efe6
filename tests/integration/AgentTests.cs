using System.Diagnostics;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>The agent on a real engine: what it leaves, and that one bad probe does not spoil the others.</summary>
[Collection(EngineCollection.Name)]
public sealed class AgentTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly List<string> _containers = [];
    private string _network = "";

    public async Task InitializeAsync()
    {
        _network = await engine.CreateNetworkAsync("agent");
        foreach (var name in new[] { "agent-a", "agent-b", "agent-c" })
            _containers.Add(await engine.StartContainerAsync(name, "agent"));
    }

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        await engine.Client.RemoveNetworkAsync(_network);
    }

    [Fact]
    public async Task Concurrent_tests_share_one_agent_and_it_goes_when_nobody_needs_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RunAsync(["agent-a"], ["agent-b"])));

        Assert.Single(await ProbeContainersAsync());
        await ProbeAgents.EndIdleAsync(engine.Client);
        await UntilAsync(async () => (await ProbeContainersAsync()).Count == 0);
    }

    [Fact]
    public async Task The_agent_has_no_more_than_it_needs()
    {
        await RunAsync(["agent-a"], ["agent-b"]);

        var agent = Assert.Single(await ProbeContainersAsync());
        var exec = await Assert.ThrowsAsync<DockerNetwork.Engine.EngineException>(async () =>
        {
            // There is no shell, nor anything else, in the image.
            var id = await engine.Client.CreateExecAsync(agent.Id, new ExecCreateRequest { Command = ["sh"] });
            await using var connection = await engine.Client.StartExecAsync(id);
            await foreach (var line in DockerNetwork.Engine.OutputLines.ReadLinesAsync(connection))
                throw new DockerNetwork.Engine.EngineException(DockerNetwork.Engine.EngineFailure.BadRequest, line.Text);
        });
        Assert.Contains("executable file not found", exec.Message, StringComparison.Ordinal);
        Assert.Equal("host", agent.HostConfig!.NetworkMode);
    }

    [Fact]
    public async Task An_agent_that_is_killed_is_replaced_and_no_row_is_lost()
    {
        var running = RunAsync(["agent-a", "agent-c"], ["agent-b"], new ProbeOptions(5, TimeSpan.FromSeconds(2)));
        IReadOnlyList<ContainerSummary> agents = [];
        await UntilAsync(async () => (agents = await ProbeContainersAsync()).Any(a => a.State == "running"));
        await Task.Delay(500);
        await engine.Client.RemoveContainerAsync(agents[0].Id, force: true, volumes: false);

        var results = await running;

        Assert.Equal(4, results.Count);
        Assert.All(results, r => Assert.Equal((ReachabilityState.Reachable, 5), (r.Observed!.Value, r.Received)));
        Assert.DoesNotContain(await ProbeContainersAsync(), a => a.Id == agents[0].Id);
    }

    [Fact]
    public async Task A_source_that_stops_in_the_middle_is_a_result_and_the_rest_completes()
    {
        var running = RunAsync(
            ["agent-a", "agent-c"],
            ["agent-b"],
            new ProbeOptions(4, TimeSpan.FromSeconds(1)) { Delay = TimeSpan.FromMilliseconds(500) });
        await Task.Delay(700);
        await engine.Client.StopContainerAsync(_containers[2], TimeSpan.Zero);

        var results = await running;

        Assert.Equal(4, results.Count);
        Assert.All(
            results.Where(r => r.Source == "agent-a"),
            r => Assert.Equal((ReachabilityState.Reachable, 4), (r.Observed!.Value, r.Received)));
        Assert.All(results.Where(r => r.Source == "agent-c"), r => Assert.True(r.Received < 4));
    }

    [Fact]
    public async Task A_target_list_with_strange_ones_has_a_row_for_each()
    {
        var strange = new string('x', 300);

        var results = await RunAsync(["agent-a"], ["agent-b", "nobody", strange, "a..b", "198.51.100.1", "255.255.255.255", "::1"]);

        Assert.Equal(
            [
                ReachabilityState.Reachable,
                ReachabilityState.Unresolved,
                ReachabilityState.Unresolved,
                ReachabilityState.Unresolved,
                ReachabilityState.Reachable
            ],
            results.Take(5).Select(r => r.Observed!.Value));
        Assert.Equal(7, results.Count);
    }

    [Fact]
    public async Task Five_thousand_targets_all_have_their_row()
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var scope = new TestScope(
            snapshot,
            [snapshot.Containers.Single(c => c.Name == "agent-a")],
            [.. Enumerable.Range(1, 5000).Select(port => new ReachabilityTarget("127.0.0.1", null, port))]);

        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, new TestOptions()))
            results.Add(result);

        Assert.Equal(Enumerable.Range(1, 5000), results.Select(r => r.Port!.Value));
        Assert.All(results, r => Assert.Equal(ReachabilityState.Refused, r.Observed));
    }

    [Fact]
    public async Task The_host_is_a_source_too()
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var scope = new TestScope(
            snapshot,
            [snapshot.HostAsSource],
            [
                new ReachabilityTarget("agent-b", snapshot.Containers.Single(c => c.Name == "agent-b")),
                new ReachabilityTarget("@outside", null) { Special = SpecialTarget.Outside },
            ]);
        var options = new TestOptions
        {
            By = TargetLiterals.Address,
            Probe = new ProbeOptions(1, TimeSpan.FromSeconds(2)) { Family = System.Net.Sockets.AddressFamily.InterNetwork },
        };

        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, options))
            results.Add(result);

        Assert.Equal(2, results.Count);
        Assert.All(results, r => Assert.Equal(("@host", ReachabilityState.Reachable), (r.Source, r.Observed!.Value)));
        Assert.Equal(EngineFixture.Outside, results[1].TargetName);
    }

    [Fact]
    public async Task A_process_is_compared_with_the_container_that_it_should_belong_to()
    {
        var pids = new List<int>();
        foreach (var container in _containers)
            pids.Add((await engine.Client.InspectContainerAsync(container)).State!.Pid);

        var lines = await AskAsync(
            $$"""{"job":1,"pid":{{pids[0]}},"container":"{{_containers[0]}}","probes":[{"kind":"dns","host":"agent-b"}]}""",
            $$"""{"job":2,"pid":{{pids[0]}},"container":"{{_containers[1]}}","probes":[{"kind":"dns","host":"agent-b"}]}""",
            $$"""{"job":3,"pid":{{pids[2]}},"container":"{{_containers[2]}}","interfaces":true}""",
            $$"""{"job":4,"pid":{{pids[0]}},"probes":[{"kind":"dns","host":"agent-b"}]}""");

        Assert.Equal(
            """{"job":1,"begin":true,"verified":true}""",
            lines.First(l => l.StartsWith("""{"job":1,""", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.StartsWith("""{"job":1,"i":0,"state":"Reachable",""", StringComparison.Ordinal));
        Assert.Equal(
            ["""{"job":2,"end":true,"error":"other"}"""],
            lines.Where(l => l.StartsWith("""{"job":2,""", StringComparison.Ordinal)));
        Assert.Equal(
            """{"job":3,"begin":true,"verified":true}""",
            lines.First(l => l.StartsWith("""{"job":3,""", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, l => l.StartsWith("""{"job":4,"begin""", StringComparison.Ordinal));
    }

    /// <summary>Gives jobs to the program, which runs here as it does in the agent, and returns its lines.</summary>
    private static async Task<List<string>> AskAsync(params string[] jobs)
    {
        using var program = Process.Start(new ProcessStartInfo(Path.Combine(EngineFixture.ProbeFolder, "linux-x64", "dockernetwork-probe"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        foreach (var job in jobs)
            await program.StandardInput.WriteAsync(job + "\n");
        await program.StandardInput.FlushAsync();
        var lines = new List<string>();
        while (lines.Count(l => l.Contains("\"end\":true", StringComparison.Ordinal)) < jobs.Length
            && await program.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
            lines.Add(line);
        program.StandardInput.Close();
        await program.WaitForExitAsync();
        return lines;
    }

    private async Task<List<ReachabilityResult>> RunAsync(string[] sources, string[] targets, ProbeOptions? options = null)
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var scope = new TestScope(
            snapshot,
            [.. sources.Select(name => snapshot.Containers.Single(c => c.Name == name))],
            [.. targets.Select(name => new ReachabilityTarget(name, snapshot.Containers.FirstOrDefault(c => c.Name == name)))]);
        var how = new TestOptions
        {
            By = targets.Length > 1 ? TargetLiterals.Name : TargetLiterals.Name | TargetLiterals.Address,
            Probe = options ?? new ProbeOptions(1, TimeSpan.FromSeconds(2)),
            Method = ProbeMethod.Agent,
        };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, how))
            results.Add(result);
        return results;
    }

    private Task<IReadOnlyList<ContainerSummary>> ProbeContainersAsync() =>
        ProbeStrays.FindAsync(engine.Client, includeRunning: true, CancellationToken.None);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await condition())
                return;
            await Task.Delay(50);
        }

        Assert.Fail("It did not come to that within 5 s.");
    }
}
