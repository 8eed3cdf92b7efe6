using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Tracing;
using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>What a trace leaves on the host and in containers: nothing, also if it is killed or given up in the middle.</summary>
[Collection(EngineCollection.Name)]
public sealed class LeftoverTests(FaultSite site) : IClassFixture<FaultSite>
{
    private static readonly FaultStep Close = new("fb", "iptables -A INPUT -p tcp --dport 80 -j DROP");
    private static readonly FaultStep Reopen = new("fb", "iptables -D INPUT -p tcp --dport 80 -j DROP");

    private static readonly string[] Places = ["@host", "fa", "fb"];

    /// <summary>Counts the programs of the probe.</summary>
    private const string Programs =
        "cat $(ip netns pids {namespace} | sed 's|.*|/proc/&/comm|') 2>/dev/null | grep -c dockernetwork || true";

    [ConditionalTheory]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(700)]
    [InlineData(1500)]
    public async Task A_trace_that_is_given_up_leaves_nothing(int milliseconds)
    {
        site.Require();
        var before = await BeforeAsync();
        using var cancellation = new CancellationTokenSource();
        var running = TraceAsync(cancellation.Token);
        cancellation.CancelAfter(milliseconds);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await ProbeAgents.EndIdleAsync(site.Engine.Client);
        await AssertAsync(before);
    }

    [ConditionalTheory]
    [InlineData(100)]
    [InlineData(400)]
    [InlineData(900)]
    public async Task An_agent_that_is_killed_in_the_middle_leaves_nothing(int milliseconds)
    {
        site.Require();
        var before = await BeforeAsync();
        var running = TraceAsync(default);
        for (var i = 0; i < 200 && (await AgentsAsync()).Count == 0; i++)
            await Task.Delay(20);
        await Task.Delay(milliseconds);
        foreach (var agent in await AgentsAsync())
            await Kill(agent);

        // What the trace says then is not the matter here, only that it ends.
        try
        {
            await running;
        }
        catch (EngineException)
        {
        }

        await ProbeAgents.EndIdleAsync(site.Engine.Client);
        await AssertAsync(before);
    }

    [ConditionalFact]
    public async Task A_trace_that_ends_leaves_nothing()
    {
        site.Require();
        var before = await BeforeAsync();

        await TraceAsync(default);

        await ProbeAgents.EndIdleAsync(site.Engine.Client);
        await AssertAsync(before);
    }

    private async Task Kill(string agent)
    {
        try
        {
            await site.Engine.DockerAsync(["kill", "-s", "KILL", agent]);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Several traces, one after another, of a port that a firewall closes.</summary>
    private async Task TraceAsync(CancellationToken cancellationToken)
    {
        await site.DoAsync(Close);
        try
        {
            var snapshot = await SnapshotReader.ReadAsync(site.Engine.Client, cancellationToken);
            var scope = new TestScope(
                snapshot,
                [snapshot.Containers.Single(c => c.Name == "fa")],
                [.. Enumerable.Repeat(new ReachabilityTarget("fb", snapshot.Containers.Single(c => c.Name == "fb"), 80), 3)]);
            var options = new TestOptions
            {
                By = TargetLiterals.Address,
                Probe = new ProbeOptions(1, TimeSpan.FromMilliseconds(400)) { Family = System.Net.Sockets.AddressFamily.InterNetwork },
                Method = ProbeMethod.Agent,
                Trace = new TraceOptions { All = true, Explain = true },
            };
            await foreach (var result in TestRun.ResultsAsync(site.Engine.Client, scope, options, cancellationToken: cancellationToken))
                Assert.NotEqual(ReachabilityState.Reachable, result.Observed);
        }
        finally
        {
            await site.DoAsync(Reopen);
        }
    }

    private async Task<IReadOnlyList<string>> AgentsAsync() =>
        [.. (await ProbeStrays.FindAsync(site.Engine.Client, includeRunning: true, default)).Select(container => container.Id)];

    private async Task AssertAsync(string before)
    {
        var after = "";
        for (var i = 0; i < 400; i++)
        {
            after = await StateAsync();
            if (after == before && (await AgentsAsync()).Count == 0)
                return;
            await Task.Delay(50);
        }

        Assert.Empty(await AgentsAsync());
        Assert.Equal(before, after);
    }

    /// <summary>
    /// A table that iptables made for a rule stays when the rule is gone. The agent of an earlier test may still be about to end.
    /// </summary>
    private async Task<string> BeforeAsync()
    {
        await ProbeAgents.EndIdleAsync(site.Engine.Client);
        for (var i = 0; i < 400 && !await IsQuietAsync(); i++)
            await Task.Delay(50);
        await site.DoAsync(Close);
        await site.DoAsync(Reopen);
        return await StateAsync();
    }

    private async Task<bool> IsQuietAsync()
    {
        foreach (var place in Places)
        {
            if ((await site.AskAsync(place, "sed 1d /proc/net/packet | wc -l")).Trim() != "0")
                return false;
        }

        return (await site.AskAsync("@host", Programs)).Trim() == "0";
    }

    /// <summary>Tables of firewalls, packet sockets, and programs of the probe.</summary>
    private async Task<string> StateAsync()
    {
        var state = new List<string>();
        foreach (var place in Places)
        {
            var read = await site.AskAsync(place, "nft list tables; sed 1d /proc/net/packet | wc -l; sed 1d /proc/net/raw | wc -l");
            state.Add($"{place}: {read}");
        }

        state.Add(await site.AskAsync("@host", Programs));

        return string.Join('\n', state);
    }
}
