using System.Diagnostics;
using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.IntegrationTests.Agreement;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using Xunit;
using Xunit.Abstractions;

namespace DockerNetwork.IntegrationTests.Podman;

/// <summary>
/// Random topologies on Podman: what is predicted must be observed, pair by pair, in state, address and who answers. They have what Podman
/// has: networks made by the Docker API and by its own, with and without DNS and isolation, internal, IPv6, aliases, shared namespaces.
/// DN_ENGINE_VERSION_WANTED=podman runs it; DN_AGREEMENT says how many topologies, DN_AGREEMENT_SEED where to begin. On any other engine
/// there is nothing to do.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class PodmanAgreementTests(EngineFixture engine, ITestOutputHelper output)
{
    private const int ShortRun = 4;

    [Fact]
    public async Task What_is_predicted_is_observed()
    {
        if (await engine.Client.GetProductAsync() is not { Kind: EngineKind.Podman } podman)
            return;
        var (topologies, seed) = (AgreementTests.Number("DN_AGREEMENT", ShortRun), AgreementTests.Number("DN_AGREEMENT_SEED", 1));
        var builder = new PodmanBuilder(engine.Client);
        var (pairs, decided, refused, wrong) = (0, 0, 0, 0);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var since = Stopwatch.StartNew();
        for (var i = seed; i < seed + topologies; i++)
        {
            var topology = PodmanTopology.Create(i);
            try
            {
                await builder.BuildAsync(topology);
                var results = await ObserveAsync(topology);
                pairs += results.Count;
                decided += results.Count(r => r.Agrees is not null);
                foreach (var result in results)
                    codes[result.Reasons[0].Code] = codes.GetValueOrDefault(result.Reasons[0].Code) + 1;
                var disagreeing = results.Where(r => r.Agrees == false).ToList();
                wrong += disagreeing.Count;
                if (disagreeing.Count > 0)
                    Report($"seed {Text(i)}: {Text(disagreeing.Count)} disagreements\n{topology}\n{Lines(disagreeing)}");
            }
            catch (EngineException e) when (e.StatusCode is not null)
            {
                Report($"seed {Text(i)} cannot be built here: {e.Message}\n{topology}");
                refused++;
            }
            finally
            {
                await builder.RemoveAsync();
            }
        }

        Report(string.Join(", ", codes.Select(c => $"{c.Key} {Text(c.Value)}")));
        Report($"{podman}: {Text(topologies - refused)} topologies from seed {Text(seed)} ({Text(refused)} not to be had), "
            + $"{Text(pairs)} pairs, {Text(decided)} decided by prediction, {Text(wrong)} disagreements, "
            + $"{since.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        Assert.Equal(0, wrong);
        Assert.True(refused <= topologies / 10, $"{refused} topologies cannot be built.");
        Assert.True(decided > pairs / 2, $"Only {decided} of {pairs} pairs were decided by prediction.");
    }

    private async Task<List<ReachabilityResult>> ObserveAsync(PodmanTopology topology)
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var containers = snapshot.Containers.Select(c => new ReachabilityTarget(c.Name, c)).ToList();
        var gateways = snapshot.Networks.SelectMany(BridgeAddresses.Of).Select(a => new ReachabilityTarget(a.ToString(), null)).ToList();
        var published = topology.Containers.Select(c => c.Published).OfType<int>()
            .SelectMany(port => gateways.Select(g => g.Text).Append("127.0.0.1").Select(a => new ReachabilityTarget(a, null, port)));
        var names = new[] { "db", "web", "cache", "pinned", "localhost", "host.containers.internal", "outside.example", "BOX1" }
            .Concat(topology.Containers.Select(c => c.HostName).OfType<string>())
            .Concat(snapshot.Containers.Select(c => c.Id[..12]))
            .Select(n => new ReachabilityTarget(n, null));
        IReadOnlyList<ReachabilityTarget> targets = [.. containers, .. gateways, .. published, .. names];

        var results = await RunAsync(TimeSpan.FromSeconds(1));
        if (results.TrueForAll(r => r.Agrees != false))
            return results;
        // What was silent under load may speak when asked again.
        var again = (await RunAsync(TimeSpan.FromSeconds(3))).ToLookup(Key);
        return [.. results.Select(r => r.Agrees == false ? again[Key(r)].FirstOrDefault(a => a.Agrees == true) ?? r : r)];

        async Task<List<ReachabilityResult>> RunAsync(TimeSpan timeout) =>
            [.. await TestAsync(targets, [], timeout), .. await TestAsync(containers, [80], timeout)];

        async Task<List<ReachabilityResult>> TestAsync(IReadOnlyList<ReachabilityTarget> to, IReadOnlyList<int> ports, TimeSpan timeout)
        {
            var scope = new TestScope(snapshot, [.. snapshot.Containers, snapshot.HostAsSource], to);
            var options = new TestOptions { TcpPorts = ports, Method = ProbeMethod.Agent, Probe = new ProbeOptions(1, timeout) };
            var found = new List<ReachabilityResult>();
            await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, options))
                found.Add(result);
            return found;
        }

        static (string, string, string, ProbeProtocol, int?) Key(ReachabilityResult r) =>
            (r.Source, r.Target, r.TargetName, r.Protocol, r.Port);
    }

    private static string Lines(List<ReachabilityResult> wrong) => string.Join('\n', wrong.Take(8).Select(r =>
        $"  {r}, expected {r.Predicted}, observed {r.Observed} ({r.Address}): {string.Join(" | ", r.Reasons.Select(x => x.Message))}"));

    private void Report(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
