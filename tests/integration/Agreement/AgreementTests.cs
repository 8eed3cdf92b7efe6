using System.Diagnostics;
using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using Xunit;
using Xunit.Abstractions;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Random topologies on a real engine: what is predicted must be observed, pair by pair. A disagreement is printed with the smallest
/// topology that still shows it.
/// <c>./build.sh agreement</c> is the long run; DN_AGREEMENT says how many topologies, DN_AGREEMENT_SEED where to begin.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class AgreementTests(EngineFixture engine, ITestOutputHelper output) : IAsyncLifetime
{
    private const int ShortRun = 6;
    private readonly TopologyBuilder _builder = new(engine.Client);
    private readonly List<(TestScope Scope, TestOptions Options)> _ran = [];
    private bool _overlays;

    public async Task InitializeAsync()
    {
        await engine.AddParentsAsync(count: 4);
        // The backend nftables is refused together with a swarm.
        var backend = (await engine.Client.GetProductAsync()).FirewallBackend;
        _overlays = backend?.StartsWith("nftables", StringComparison.Ordinal) != true;
        if (_overlays)
            await engine.InitializeSwarmAsync();
    }

    public Task DisposeAsync() => _builder.RemoveAsync();

    [Fact]
    public async Task What_is_predicted_is_observed()
    {
        var topologies = Number("DN_AGREEMENT", ShortRun);
        var seed = Number("DN_AGREEMENT_SEED", 1);
        var gatewayModes = (await engine.Client.GetProductAsync()).Version >= new DockerNetwork.Engine.EngineVersion(28, 0);
        var (pairs, decided, refused) = (0, 0, 0);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<string>();
        var shares = new UndecidedShares();
        var since = Stopwatch.StartNew();
        for (var i = 0; i < topologies; i++)
        {
            var topology = new TopologyGenerator(seed + i, gatewayModes, _overlays).Create();
            List<ReachabilityResult> results;
            try
            {
                results = await ObserveAsync(topology);
            }
            catch (DockerNetwork.Engine.EngineException e) when (e.StatusCode is not null)
            {
                Report($"seed {seed + i} is not to be had on this engine: {e.Message}\n{topology}");
                refused++;
                await _builder.RemoveAsync();
                continue;
            }

            shares.Add(results);
            await foreach (var predicted in PredictAsync())
                shares.AddPredicted(predicted);
            pairs += results.Count;
            decided += results.Count(r => r.Agrees is not null);
            foreach (var reason in results.SelectMany(r => r.Reasons.Take(1)))
                codes[reason.Code] = codes.GetValueOrDefault(reason.Code) + 1;
            if (results.Where(r => r.Agrees == false).ToList() is { Count: > 0 } wrong)
                failures.Add(await ExplainAsync(topology, seed + i, wrong));
            await _builder.RemoveAsync();
        }

        Report($"{topologies - refused} topologies ({refused} not to be had), {pairs} pairs, {decided} decided by prediction, "
            + $"{failures.Count} topologies with disagreements, {since.Elapsed.TotalSeconds:0} s");
        Report(shares.ToString());
        Report(string.Join(", ", codes.Select(c => $"{c.Key} {c.Value}")));
        Assert.True(
            failures.Count == 0,
            $"{failures.Count} topologies show what was not predicted; the first:\n{failures.FirstOrDefault()}");
        Assert.True(decided >= 160 * (topologies - refused), $"Only {decided} of {pairs} pairs were decided by prediction.");
    }

    /// <summary>
    /// All pairs by every name, alias and address, with ICMP and a port; the gateways and what is published there, from every container and
    /// from the host.
    /// </summary>
    private async Task<List<ReachabilityResult>> ObserveAsync(Topology topology)
    {
        await _builder.BuildAsync(topology);
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var sources = snapshot.Containers.Append(snapshot.HostAsSource).ToList();
        var containers = snapshot.Containers.Select(c => new ReachabilityTarget(c.Name, c)).ToList();
        var gateways = snapshot.Networks
            .SelectMany(BridgeAddresses.Of)
            .Select(a => new ReachabilityTarget(a.ToString(), null)).ToList();
        var published = topology.Containers
            .SelectMany(c => c.Published)
            .SelectMany(p => gateways.Select(g => g.Text).Append("127.0.0.1").Select(a => new ReachabilityTarget(a, null, p.HostPort)));
        var names = new[] { "db", "web", "cache", "pinned", "legacy" }
            .Concat(topology.Containers.Select(c => c.HostName).OfType<string>())
            .Concat(topology.Containers.SelectMany(c => c.Endpoints.Take(1).Select(e => $"{c.Name}.{e.Network}")))
            .Concat(snapshot.Containers.Select(c => c.Id[..12]))
            .Select(n => new ReachabilityTarget(n, null));

        var targets = (IReadOnlyList<ReachabilityTarget>)[.. containers, .. gateways, .. published, .. names];
        var results = await RunAsync(snapshot, sources, targets, containers, TimeSpan.FromSeconds(1));
        if (results.TrueForAll(r => r.Agrees != false))
            return results;

        // What was silent under load may speak when asked again.
        var again = (await RunAsync(snapshot, sources, targets, containers, TimeSpan.FromSeconds(3))).ToLookup(Key);
        return [.. results.Select(r => r.Agrees == false ? again[Key(r)].FirstOrDefault(a => a.Agrees == true) ?? r : r)];

        static (string, string, string, ProbeProtocol, int?) Key(ReachabilityResult r) =>
            (r.Source, r.Target, r.TargetName, r.Protocol, r.Port);
    }

    /// <summary>The pairs of the last topology as the API alone decides them.</summary>
    private async IAsyncEnumerable<ReachabilityResult> PredictAsync()
    {
        foreach (var (scope, options) in _ran)
        {
            await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, options with { Method = ProbeMethod.None }))
                yield return result;
        }
    }

    private async Task<List<ReachabilityResult>> RunAsync(
        EngineSnapshot snapshot,
        IReadOnlyList<Container> sources,
        IReadOnlyList<ReachabilityTarget> targets,
        IReadOnlyList<ReachabilityTarget> ported,
        TimeSpan timeout) =>
        [.. await RunOnceAsync(snapshot, sources, targets, [], timeout), .. await RunOnceAsync(snapshot, sources, ported, [80], timeout)];

    private async Task<List<ReachabilityResult>> RunOnceAsync(
        EngineSnapshot snapshot,
        IReadOnlyList<Container> sources,
        IReadOnlyList<ReachabilityTarget> targets,
        IReadOnlyList<int> ports,
        TimeSpan timeout)
    {
        var scope = new TestScope(snapshot, sources, targets);
        var options = new TestOptions { TcpPorts = ports, Method = ProbeMethod.Agent, Probe = new ProbeOptions(1, timeout) };
        var results = new List<ReachabilityResult>();
        if (ports.Count == 0)
            _ran.Clear();
        _ran.Add((scope, options));
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, options))
            results.Add(result);
        return results;
    }

    private async Task<string> ExplainAsync(Topology topology, int seed, List<ReachabilityResult> wrong)
    {
        var text = $"seed {seed}: {wrong.Count} disagreements\n{string.Join('\n', wrong.Take(6).Select(Line))}";
        Report(text);
        if (Number("DN_AGREEMENT_SHRINK", 1) == 0)
            return $"{text}\n{topology}";
        var minimal = await ShrinkAsync(topology, wrong[0]);
        Report(minimal.ToString());
        return $"{text}\nsmallest topology that shows the first of them:\n{minimal}";
    }

    /// <summary>Takes away one container or network after another, as long as the same pair disagrees.</summary>
    private async Task<Topology> ShrinkAsync(Topology topology, ReachabilityResult wrong)
    {
        foreach (var container in topology.Containers
            .Where(c => c.Name != wrong.Source && c.Name != wrong.Target)
            .Select(c => c.Name).ToList())
            topology = await SmallerAsync(topology, topology.Without([container]));
        foreach (var network in topology.Networks.Select(n => n.Name).ToList())
            topology = await SmallerAsync(topology, topology.WithoutNetwork(network));
        return topology;

        async Task<Topology> SmallerAsync(Topology before, Topology after)
        {
            await _builder.RemoveAsync();
            try
            {
                var results = await ObserveAsync(after);
                return results.Exists(r =>
                    r.Agrees == false
                        && r.Source == wrong.Source
                        && r.Target == wrong.Target
                        && r.Predicted == wrong.Predicted
                        && r.Observed == wrong.Observed)
                    ? after
                    : before;
            }
            catch (DockerNetwork.Engine.EngineException)
            {
                return before;
            }
        }
    }

    private static string Line(ReachabilityResult result) =>
        $"  {result}, expected {result.Predicted}, observed {result.Observed} ({result.Address}): "
            + $"{string.Join(" | ", result.Reasons.Skip(1).Select(r => r.Message))}";

    private void Report(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
