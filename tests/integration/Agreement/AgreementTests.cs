using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using DockerNetwork.Engine;
using Xunit;
using Xunit.Abstractions;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Random topologies on a real engine: what is predicted must be observed, pair by pair: the state, the address, and who answers. A
/// disagreement is printed with the smallest topology that still shows it. <c>./build.sh agreement</c> is the long run, which fails too if
/// a rule, reason code or dimension that the engine can exercise never was.
/// <list type="bullet">
/// <item>DN_AGREEMENT: how many topologies.</item>
/// <item>DN_AGREEMENT_SEED: the first seed.</item>
/// <item>DN_AGREEMENT_SHRINK: how many seconds to look for the smallest topology; 0 for not at all.</item>
/// <item>DN_AGREEMENT_WITHOUT: dimensions to leave out; see <see cref="TopologyGenerator"/>.</item>
/// <item>DN_ENGINE_VERSION_WANTED, DN_ENGINE_PROGRAMS, DN_ENGINE_OPTIONS: the engine; see <see cref="EngineFixture"/>.</item>
/// </list>
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class AgreementTests(EngineFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int ShortRun = 6;

    /// <summary>From this many topologies on each dimension that an engine can have is there, and the coverage must be complete.</summary>
    private const int LongRun = 100;

    private const int MaxExplained = 5;

    private AgreementEngine _engine = null!;
    private TopologyBuilder _builder = null!;
    private TopologyObserver _observer = null!;

    public async Task InitializeAsync()
    {
        var parents = await fixture.AddParentsAsync(count: 4);
        var product = await fixture.Client.GetProductAsync();
        // The backend nftables is refused together with a swarm.
        var swarm = product.FirewallBackend?.StartsWith("nftables", StringComparison.Ordinal) != true
            && await fixture.TryInitializeSwarmAsync();
        var files = fixture.MakeFolder("agreement");
        await File.WriteAllTextAsync(Path.Combine(files, "resolv.conf"), $"nameserver {EngineFixture.Outside}\n");
        await File.WriteAllTextAsync(Path.Combine(files, "hosts"), $"127.0.0.1 localhost\n{EngineFixture.Outside} db pinned\n");
        _engine = new AgreementEngine(
            product, EngineFixture.Options, swarm, parents, parents && await fixture.HasIpvlanAsync(), files);
        _builder = new TopologyBuilder(fixture.Client, _engine, fixture.DockerAsync);
        _observer = new TopologyObserver(fixture.Client);
    }

    public Task DisposeAsync() => _builder?.RemoveAsync() ?? Task.CompletedTask;

    [Fact]
    public async Task What_is_predicted_is_observed()
    {
        var topologies = Number("DN_AGREEMENT", ShortRun);
        var seed = Number("DN_AGREEMENT_SEED", 1);
        var coverage = new Coverage(_engine);
        var shares = new UndecidedShares();
        var failures = new List<string>();
        var refused = 0;
        var (building, observing, removing, since) = (new Stopwatch(), new Stopwatch(), new Stopwatch(), Stopwatch.StartNew());
        for (var i = seed; i < seed + topologies; i++)
        {
            var topology = TopologyGenerator.Create(i, _engine);
            var family = FamilyOf(i);
            try
            {
                building.Start();
                await _builder.BuildAsync(topology);
                building.Stop();
                observing.Start();
                var observation = await _observer.ObserveAsync(topology, family);
                observing.Stop();
                coverage.Add(topology, observation, family);
                shares.Add(observation.Results);
                shares.AddPredicted(await _observer.PredictAsync(topology));
                if (observation.Wrong.Count > 0)
                    failures.Add(await ExplainAsync(topology, i, observation.Wrong, failures.Count < MaxExplained));
            }
            catch (EngineException e) when (e.StatusCode is not null)
            {
                Report($"seed {Text(i)} is not to be had on this engine: {e.Message}\n{topology}");
                refused++;
            }

            building.Stop();
            observing.Stop();
            removing.Start();
            await _builder.RemoveAsync();
            removing.Stop();
        }

        Report(coverage.ToString());
        Report(shares.ToString());
        Report($"{topologies - refused} topologies ({refused} not to be had), {coverage.Pairs} pairs, {coverage.Decided} decided by "
            + $"prediction, {failures.Count} topologies with disagreements, {since.Elapsed.TotalSeconds:0} s "
            + $"(building {building.Elapsed.TotalSeconds:0} s, probing {observing.Elapsed.TotalSeconds:0} s, "
            + $"removing {removing.Elapsed.TotalSeconds:0} s)");
        var holes = coverage.Holes();
        Report(holes.Count == 0 ? "The coverage is complete." : $"Never exercised: {string.Join(", ", holes)}");
        Assert.True(
            failures.Count == 0,
            $"{failures.Count} topologies show what was not predicted; the first:\n{failures.FirstOrDefault()}");
        Assert.True(
            coverage.Decided >= 160 * (topologies - refused),
            $"Only {coverage.Decided} of {coverage.Pairs} pairs were decided by prediction.");
        Assert.True(refused * 10 <= topologies, $"The engine refused {refused} of {topologies} topologies.");
        Assert.True(holes.Count == 0 || topologies < LongRun, $"Never exercised: {string.Join(", ", holes)}");
    }

    private async Task<string> ExplainAsync(Topology topology, int seed, IReadOnlyList<Disagreement> wrong, bool shrink)
    {
        var text = $"seed {Text(seed)}: {wrong.Count} disagreements\n{string.Join('\n', wrong.Take(6).Select(w => $"  {w}"))}";
        Report(text);
        var limit = TimeSpan.FromSeconds(Number("DN_AGREEMENT_SHRINK", 120));
        var smallest = shrink && limit > TimeSpan.Zero
            ? await new TopologyShrinker(_builder, _observer, limit).ShrinkAsync(topology, wrong[0])
            : $"the whole topology:\n{topology}";
        Report(smallest);
        return $"{text}\n{smallest}";
    }

    /// <summary>Every other topology is asked a second time, for one family only.</summary>
    private static AddressFamily? FamilyOf(int seed) => (seed % 4) switch
    {
        1 => AddressFamily.InterNetwork,
        3 => AddressFamily.InterNetworkV6,
        _ => null,
    };

    private void Report(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of the environment.</summary>
    internal static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
