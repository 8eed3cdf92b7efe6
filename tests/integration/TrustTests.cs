using System.Collections.Concurrent;
using System.Diagnostics;
using System.Formats.Tar;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>Ours is what we made, a row is the container's own, and nothing hangs: on a real engine.</summary>
[Collection(EngineCollection.Name)]
public sealed class TrustTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly List<string> _containers = [];
    private EngineClient _client = null!;
    private string _network = "";

    public async Task InitializeAsync()
    {
        // One that knows no image yet.
        _client = EngineFixture.NewClient(engine.Client.DockerHost);
        _network = await engine.CreateNetworkAsync("trust");
        foreach (var name in new[] { "trust-a", "trust-b" })
            _containers.Add(await engine.StartContainerAsync(name, "trust"));
    }

    public async Task DisposeAsync()
    {
        await ProbeAgents.EndIdleAsync(_client);
        foreach (var container in _containers)
            await engine.Client.DiscardContainerAsync(container);
        await engine.Client.RemoveNetworkAsync(_network);
        _client.Dispose();
    }

    [Fact]
    public async Task The_image_that_is_made_is_the_one_that_is_trusted()
    {
        await EngineFixture.ForgetProbeImagesAsync(_client);
        await TrustedImages.Of(_client).Made.ImportAsync(default);

        var image = await _client.InspectImageAsync(await TrustedImages.Of(_client).Made.NameAsync(default));

        Assert.True(ProbeImage.IsMade(image, await TrustedImages.Of(_client).Made.DigestAsync(default)));
        Assert.True(ProbeImage.IsMadeByAnyVersion(image));
        Assert.Equal(image.Id, await TrustedImages.Of(_client).IdAsync(default));
    }

    [Fact]
    public async Task Another_image_under_its_name_is_not_run_and_not_removed()
    {
        await EngineFixture.ForgetProbeImagesAsync(_client);
        var name = await TrustedImages.Of(_client).Made.NameAsync(default);
        await _client.ImportImageAsync(Tar("dockernetwork-probe"), name.Split(':')[0], name.Split(':')[1], $"{ProbeImage.Label}=image");
        var foreign = (await _client.InspectImageAsync(name)).Id!;

        var results = await RunAsync(_client, ["trust-a"], ["trust-b"]);

        Assert.All(results, r => Assert.Equal((ReachabilityState.Reachable, ProbeMethod.Agent), (r.Observed!.Value, r.Method)));
        var agent = Assert.Single(await ProbeStrays.FindAsync(_client, includeRunning: true, default));
        Assert.NotEqual(foreign, agent.ImageId);
        Assert.DoesNotContain(await ProbeImages.FindAsync(_client, default), i => i.Id == foreign);
        Assert.Equal(foreign, (await _client.InspectImageAsync(foreign)).Id);
        await _client.RemoveImageAsync(foreign);
    }

    [Fact]
    public async Task What_bears_the_label_is_shown_and_stays()
    {
        await EngineFixture.ForgetProbeImagesAsync(_client);
        await _client.ImportImageAsync(Tar("innocent"), "innocent", "latest", $"{ProbeImage.Label}=agent");
        var posing = await _client.CreateContainerAsync("precious", new ContainerCreateRequest
        {
            Image = "innocent",
            Entrypoint = [ProbeImage.Program, "1"],
            Labels = new Dictionary<string, string> { [ProbeImage.Label] = "agent" },
        });
        _containers.Add(posing.Id);
        await RunAsync(_client, ["trust-a"], ["trust-b"]);

        Assert.Contains((await SnapshotReader.ReadAsync(_client)).Containers, c => c.Name == "precious");
        Assert.DoesNotContain(
            (await SnapshotReader.ReadAsync(_client)).Containers,
            c => c.Label.ContainsKey(ProbeImage.Label) && c.Name != "precious");
        Assert.Single(await ProbeStrays.FindAsync(_client, includeRunning: true, default), c => c.Id != posing.Id);
        Assert.Single(await ProbeImages.FindAsync(_client, default));
        await _client.DiscardContainerAsync(posing.Id);
        await _client.RemoveImageAsync("innocent:latest");
    }

    [Fact]
    public async Task A_test_leaves_nothing_but_the_image()
    {
        await EngineFixture.ForgetProbeImagesAsync(_client);
        var before = await EverythingAsync();
        await RunAsync(_client, ["trust-a"], ["trust-b"]);
        await ProbeAgents.EndIdleAsync(_client);

        Assert.Equal([await TrustedImages.Of(_client).IdAsync(default)], (await EverythingAsync()).Except(before));
        Assert.Empty(before.Except(await EverythingAsync()));
    }

    [Fact]
    public async Task A_process_of_somebody_else_leads_to_no_row_under_the_containers_name()
    {
        var snapshot = await (await SnapshotReader.ReadAsync(_client)).InspectAsync(_client, _containers);
        var (a, b) = (snapshot.Containers.Single(c => c.Name == "trust-a"), snapshot.Containers.Single(c => c.Name == "trust-b"));
        var own = b.Endpoints[0].IPAddress!.ToString();
        PlannedProbe[] probes = [Probe(a, own, new Service(ProbeProtocol.Tcp, 9)), Probe(a, "trust-b", Service.Lookup)];

        // As if a's process id had been given to b's process: what is asked of a must be answered by a, in whose namespace b's address is
        // another's.
        var seen = await ObserveAsync(a with { ProcessId = b.ProcessId }, probes);
        var right = await ObserveAsync(a, probes);

        Assert.Equal(right.Select(o => (o.State, o.Address)), seen.Select(o => (o.State, o.Address)));
        Assert.NotEqual(ReachabilityState.Unknown, seen[0].State);
    }

    [Fact]
    public async Task A_process_that_is_no_containers_leads_to_no_row_either()
    {
        var snapshot = await (await SnapshotReader.ReadAsync(_client)).InspectAsync(_client, _containers);
        var a = snapshot.Containers.Single(c => c.Name == "trust-a");
        await _client.RestartContainerAsync(a.Id, TimeSpan.Zero);

        // This process stands for one of the machine that was given the id of the container's, which has ended.
        var seen = await ObserveAsync(a with { ProcessId = Environment.ProcessId }, Probe(a, "trust-b", Service.Echo));

        Assert.Equal(ReachabilityState.Reachable, Assert.Single(seen).State);
    }

    [Fact]
    public async Task An_agent_that_is_stopped_does_not_hang_the_test()
    {
        // Not every machine has a freezer for docker pause; a signal stops a process everywhere. Agents of other tests may still be idle.
        var others = (await ProbeStrays.FindAsync(_client, includeRunning: true, default)).Select(c => c.Id).ToHashSet();
        await RunAsync(_client, ["trust-a"], ["trust-b"]);
        var agent = Assert.Single(await ProbeStrays.FindAsync(_client, includeRunning: true, default), c => !others.Contains(c.Id));
        await EngineFixture.StopProcessAsync((await _client.InspectContainerAsync(agent.Id)).State!.Pid);
        var steps = new ConcurrentQueue<string>();
        EngineWatch.Begin(null, steps.Enqueue);
        var watch = Stopwatch.StartNew();

        var results = await RunAsync(_client, ["trust-a"], ["trust-b"], new ProbeOptions(1, TimeSpan.FromSeconds(1)));

        // Half a minute of silence, the clean-up of the old agent and the start of a new one; more on a busy machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(90));
        Assert.True(
            steps.Any(s => s.Contains("The probe does not answer", StringComparison.Ordinal)),
            $"{watch.Elapsed}: {string.Join('\n', steps)}");
        Assert.All(results, r => Assert.Equal(ReachabilityState.Reachable, r.Observed));
        await ProbeAgents.EndIdleAsync(_client);
        Assert.DoesNotContain(await _client.ListContainersAsync(), c => c.Id == agent.Id);
    }

    [Fact]
    public async Task An_interruption_does_not_wait_for_an_engine_that_is_frozen()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(_client, ["trust-a", "trust-b"], ["trust-b"], new ProbeOptions(100, TimeSpan.FromSeconds(1)), stop.Token);
        await Task.Delay(2500);
        await engine.SignalAsync("STOP");
        try
        {
            var watch = Stopwatch.StartNew();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
        finally
        {
            await engine.SignalAsync("CONT");
        }

        await UntilGoneAsync();
    }

    [Fact]
    public async Task Removing_the_module_does_not_wait_for_an_engine_that_is_frozen()
    {
        await RunAsync(_client, ["trust-a"], ["trust-b"]);
        await engine.SignalAsync("STOP");
        try
        {
            var watch = Stopwatch.StartNew();
            await ProbeAgents.EndIdleAsync();

            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
        finally
        {
            await engine.SignalAsync("CONT");
        }

        await UntilGoneAsync();
    }

    /// <summary>Its input was closed: it ends by itself, and the engine removes it.</summary>
    private async Task UntilGoneAsync()
    {
        for (var i = 0; i < 100 && (await ProbeStrays.FindAsync(_client, includeRunning: true, default)).Count > 0; i++)
            await Task.Delay(100);
        Assert.Empty(await ProbeStrays.FindAsync(_client, includeRunning: true, default));
    }

    private async Task<List<string>> EverythingAsync() =>
        [.. (await _client.ListContainersAsync()).Select(c => c.Id), .. (await _client.ListImagesAsync()).Select(i => i.Id)];

    private static byte[] Tar(string name)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("not ours"u8.ToArray()) });
        return stream.ToArray();
    }

    private static PlannedProbe Probe(Container source, string name, Service service) => new(source, name, TargetName.Of(name), service);

    private async Task<List<Observation>> ObserveAsync(Container source, params PlannedProbe[] probes)
    {
        var seen = new SortedDictionary<int, Observation>();
        await foreach (var (probe, observation) in new AgentProber(_client, mesh: false).ProbeAsync(
            source,
            probes,
            new ProbeOptions(1, TimeSpan.FromSeconds(1)),
            default))
            seen.Add(Array.IndexOf(probes, probe), observation);
        return [.. seen.Values];
    }

    private static async Task<List<ReachabilityResult>> RunAsync(
        EngineClient client,
        string[] sources,
        string[] targets,
        ProbeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
        var scope = new TestScope(
            snapshot,
            [.. sources.Select(name => snapshot.Containers.Single(c => c.Name == name))],
            [.. targets.Select(name => new ReachabilityTarget(name, snapshot.Containers.FirstOrDefault(c => c.Name == name)))]);
        var how = new TestOptions { Probe = options ?? new ProbeOptions(1, TimeSpan.FromSeconds(2)) };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(client, scope, how, cancellationToken: cancellationToken))
            results.Add(result);
        return results;
    }
}
