using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>What a topology that was built shows.</summary>
/// <param name="Snapshot">The engine then, as the rules saw it: with what only inspect tells, and the facts of its host.</param>
/// <param name="Results">All pairs.</param>
/// <param name="Wrong">The results that are not as predicted, and why.</param>
internal sealed record TopologyObservation(
    EngineSnapshot Snapshot, IReadOnlyList<ReachabilityResult> Results, IReadOnlyList<Disagreement> Wrong);

/// <summary>A result that is not as predicted.</summary>
/// <param name="Result">The result.</param>
/// <param name="Flaw">What is wrong.</param>
/// <param name="Family">Only this family was asked for; null for both.</param>
internal sealed record Disagreement(ReachabilityResult Result, string Flaw, AddressFamily? Family)
{
    public bool IsSame(Disagreement other) =>
        IsSamePair(other.Result)
        && (Result.TargetName == other.Result.TargetName || Result.Target != Result.TargetName)
        && (Result.Predicted, Result.Observed) == (other.Result.Predicted, other.Result.Observed)
        && Flaw.Split(' ')[0] == other.Flaw.Split(' ')[0];

    /// <summary>A topology that is built again has other tasks, and may have other addresses.</summary>
    public bool IsSamePair(ReachabilityResult other) =>
        (TopologyService.Short(Result.Source), TopologyService.Short(Result.Target), Result.Protocol, Result.Port)
            == (TopologyService.Short(other.Source), TopologyService.Short(other.Target), other.Protocol, other.Port);

    public override string ToString() =>
        $"{Result}{(Family is { } family ? $" ({family})" : "")}, expected {Result.Predicted}, observed {Result.Observed} "
        + $"({Result.Address}): {Flaw}. {string.Join(" | ", Result.Reasons.Select(r => $"{r.Code}: {r.Message}"))}";
}

/// <summary>
/// Probes all pairs of a topology: from every container and from the host, to every name, alias and address, with ICMP, HTTP and a port
/// that nobody serves; the gateways, what is published there, unused addresses, and names of others.
/// </summary>
internal sealed class TopologyObserver(EngineClient client)
{
    /// <summary>Long enough for a machine of its own; whatever is silent under load is asked again.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);

    /// <summary>Observes a topology.</summary>
    /// <param name="topology">What was built.</param>
    /// <param name="family">A second run asks for this family only.</param>
    public async Task<TopologyObservation> ObserveAsync(Topology topology, AddressFamily? family)
    {
        var snapshot = await SnapshotReader.ReadAsync(client);
        var targets = new TopologyTargets(topology, snapshot);
        var both = await ObserveAsync(topology, snapshot, targets.All(), null, null);
        var seen = await AsPredictedAsync(snapshot, targets.All());
        if (family is null)
            return both with { Snapshot = seen };
        var one = await ObserveAsync(topology, snapshot, targets.Named(), family, null);
        return new TopologyObservation(seen, [.. both.Results, .. one.Results], [.. both.Wrong, .. one.Wrong]);
    }

    /// <summary>All pairs as the engine's API alone decides them.</summary>
    public async Task<IReadOnlyList<ReachabilityResult>> PredictAsync(Topology topology)
    {
        var snapshot = await SnapshotReader.ReadAsync(client);
        var sources = snapshot.Containers.Append(snapshot.HostAsSource).ToList();
        var targets = new TopologyTargets(topology, snapshot).All();
        return await RunAsync(snapshot, sources, targets, new ProbeOptions(1, Short), ProbeMethod.None);
    }

    /// <summary>Observes one pair only.</summary>
    public async Task<TopologyObservation> ObserveAsync(Topology topology, Disagreement one)
    {
        var snapshot = await SnapshotReader.ReadAsync(client);
        var targets = new TopologyTargets(topology, snapshot).All()
            .Where(t => TopologyService.Short(TextOf(t)) == TopologyService.Short(one.Result.Target))
            .ToList();
        return await ObserveAsync(topology, snapshot, targets, one.Family, TopologyService.Short(one.Result.Source));
    }

    private async Task<TopologyObservation> ObserveAsync(
        Topology topology, EngineSnapshot snapshot, IReadOnlyList<ReachabilityTarget> targets, AddressFamily? family, string? source)
    {
        var server = new AgreementServer(topology, snapshot);
        var sources = snapshot.Containers
            .Append(snapshot.HostAsSource)
            .Where(s => source is null || TopologyService.Short(s.Name) == source)
            .ToList();
        var results = await RunAsync(snapshot, sources, targets, new ProbeOptions(1, Short) { Family = family });
        var wrong = results.Where(r => FlawOf(r, server) is not null).Select(Key).ToHashSet();
        if (wrong.Count > 0)
        {
            // What was silent under load may speak when asked again. Old engines let the kernel look for duplicates of the addresses of a
            // bridge (RFC 4862, 5.4), which does not answer for two seconds.
            await Task.Delay(TimeSpan.FromSeconds(2));
            var (from, to) = (wrong.Select(k => k.Source).ToHashSet(), wrong.Select(k => k.Target).ToHashSet());
            var again = (await RunAsync(
                snapshot,
                sources.FindAll(s => from.Contains(s.Name)),
                [.. targets.Where(t => to.Contains(TextOf(t)))],
                new ProbeOptions(1, Long) { Family = family })).DistinctBy(Key).ToDictionary(Key);
            results = results.ConvertAll(r =>
                wrong.Contains(Key(r)) && again.TryGetValue(Key(r), out var second) && FlawOf(second, server) is null ? second : r);
        }

        var flaws = results
            .Select(r => (Result: r, Flaw: FlawOf(r, server)))
            .Where(pair => pair.Flaw is not null)
            .Select(pair => new Disagreement(pair.Result, pair.Flaw!, family));
        return new TopologyObservation(snapshot, results, [.. flaws]);
    }

    private async Task<List<ReachabilityResult>> RunAsync(
        EngineSnapshot snapshot,
        IReadOnlyList<Container> sources,
        IReadOnlyList<ReachabilityTarget> targets,
        ProbeOptions probe,
        ProbeMethod method = ProbeMethod.Agent)
    {
        var scope = new TestScope(snapshot, sources, targets);
        var options = new TestOptions { Method = method, Probe = probe };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(client, scope, options))
            results.Add(result);
        return results;
    }

    private async Task<EngineSnapshot> AsPredictedAsync(EngineSnapshot snapshot, IReadOnlyList<ReachabilityTarget> targets)
    {
        var sources = snapshot.Containers.Append(snapshot.HostAsSource).ToList();
        var scope = await new TestScope(snapshot, sources, targets).InspectAsync(client, new TestOptions(), default);
        var ladder = new ProberLadder(client, ProbeMethod.Agent, mesh: false, _ => { });
        var reader = new NamespaceReader(client, _ => { }, agent: true);
        await ladder.ReadFactsAsync(reader, proxies: true, default);
        return reader.Facts is { } facts ? scope.Snapshot.With(facts) : scope.Snapshot;
    }

    private static string? FlawOf(ReachabilityResult result, AgreementServer server) =>
        result.Agrees == false ? "state or address differ" : server.Flaw(result);

    private static string TextOf(ReachabilityTarget target) => target.Container?.Name ?? target.Text;

    private static (string Source, string Target, string Name, ProbeProtocol Protocol, int? Port) Key(ReachabilityResult r) =>
        (r.Source, r.Target, r.TargetName, r.Protocol, r.Port);
}
