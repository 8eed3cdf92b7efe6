using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>A test: who, whom, how.</summary>
public sealed partial record ReachabilityTest
{
    /// <summary>A small part of what the kernel's neighbour table holds.</summary>
    private const int ManyProbes = 300;

    /// <summary>The engine.</summary>
    public required EngineSnapshot Snapshot { get; init; }

    /// <summary>Where probes start.</summary>
    public required IReadOnlyList<Container> Sources { get; init; }

    /// <summary>What every source is tested against; null for the other containers on its networks.</summary>
    public IReadOnlyList<ReachabilityTarget>? Targets { get; init; }

    /// <summary>By what containers are called.</summary>
    public TargetLiterals By { get; init; } = TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address;

    /// <summary>TCP ports.</summary>
    public IReadOnlyList<int> TcpPorts { get; init; } = [];

    /// <summary>UDP ports.</summary>
    public IReadOnlyList<int> UdpPorts { get; init; } = [];

    /// <summary>An HTTP GET is sent to <see cref="TcpPorts"/>, to 80 where there are none.</summary>
    public bool Http { get; init; }

    /// <summary>Nothing is sent to the targets: their names are looked up.</summary>
    public bool LookupOnly { get; init; }

    /// <summary>Each name is looked up too, in a row of its own.</summary>
    public bool Detailed { get; init; }

    /// <summary>Only what is on one of these networks, by id; null for all.</summary>
    public IReadOnlyCollection<string>? Networks { get; init; }

    /// <summary>Count and time limit.</summary>
    public ProbeOptions Options { get; init; } = new(1, TimeSpan.FromSeconds(2));

    /// <summary>How to observe: null for the best way that the engine allows; <see cref="ProbeMethod.None"/> only predicts.</summary>
    public ProbeMethod? Method { get; init; }

    /// <summary>Told why a way to observe is not possible; called from any thread.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>
    /// Runs the test. Sources are probed at the same time; results come as they are known, those of one source together and in the order of its targets,
    /// so that what reads them can group as it goes.
    /// </summary>
    /// <param name="client">The engine; null where the snapshot is complete and <see cref="Method"/> is <see cref="ProbeMethod.None"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ReachabilityResult> RunAsync(EngineClient? client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (client is not null && Method != ProbeMethod.None)
        {
            await foreach (var result in ProbeAsync(client, cancellationToken))
                yield return result;
            yield break;
        }

        var snapshot = client is null ? Snapshot : await Snapshot.InspectAsync(client, NamesMatter(Pairs()), cancellationToken);
        foreach (var result in Predict(snapshot))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return result;
        }
    }

    private List<(Container Source, IReadOnlyList<ReachabilityTarget> Targets)> Pairs() => Sources.Select(source => (source, Targets ?? Neighbours(source))).ToList();

    /// <summary>Row by row, as they are asked for: a million rows are never held.</summary>
    private IEnumerable<ReachabilityResult> Predict(EngineSnapshot snapshot)
    {
        // What a target is called depends on the source only for @gateway.
        var targets = Targets?.Select(Here).Select(t => (Target: t, Literals: t.Special == SpecialTarget.None ? Literals(snapshot, snapshot.HostAsSource, t, []) : null)).ToList();
        foreach (var source in Sources.Select(s => Current(snapshot, s)))
        {
            foreach (var (target, literals) in targets ?? Neighbours(source).Select(t => (Target: Here(t), Literals: (IReadOnlyList<string>?)null)))
            {
                foreach (var row in Rows(snapshot, source, target, literals ?? Literals(snapshot, source, target, [])))
                    yield return row.NoAddress ? NoSuchAddress(row) : row.Result;
            }
        }

        ReachabilityTarget Here(ReachabilityTarget target) => target with { Container = Current(snapshot, target.Container) };
    }

    private async IAsyncEnumerable<ReachabilityResult> ProbeAsync(EngineClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pairs = Pairs().ConvertAll(p => (p.Source, p.Targets, Results: Channel.CreateUnbounded<ReachabilityResult>()));
        var snapshot = await Snapshot.InspectAsync(client, NamesMatter(pairs.ConvertAll(p => (p.Source, p.Targets))), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new NamespaceReader(client, Say);
        var ladder = new ProberLadder(client, Method, pairs.Sum(p => p.Targets.Count) > ManyProbes, Say);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ladder.SourcesAtOnce, CancellationToken = stop.Token };
        var work = Parallel.ForEachAsync(pairs, options, async (pair, token) =>
        {
            try
            {
                await TestSourceAsync(ladder, reader, snapshot, pair.Source, pair.Targets, pair.Results.Writer, token);
                pair.Results.Writer.Complete();
            }
            catch (Exception e)
            {
                pair.Results.Writer.Complete(e);
            }
        });
        try
        {
            foreach (var pair in pairs)
            {
                await foreach (var result in pair.Results.Reader.ReadAllAsync(cancellationToken))
                    yield return result;
            }
        }
        finally
        {
            // Also when the reader has had enough: no probe goes on behind its back.
            await stop.CancelAsync();
            await work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async ValueTask TestSourceAsync(
        ProberLadder ladder, NamespaceReader reader, EngineSnapshot snapshot, Container source, IReadOnlyList<ReachabilityTarget> targets,
        ChannelWriter<ReachabilityResult> results, CancellationToken cancellationToken)
    {
        source = Current(snapshot, source);
        var rows = new List<Row>();
        foreach (var target in targets)
        {
            var current = target with { Container = Current(snapshot, target.Container) };
            rows.AddRange(Rows(snapshot, source, current, Literals(snapshot, source, current, await SpecialAsync(reader, current.Special, cancellationToken))));
        }

        if (!source.Running)
        {
            foreach (var row in rows)
            {
                var result = row.NoAddress ? NoSuchAddress(row) : row.Result;
                await results.WriteAsync(result with { Observed = ReachabilityState.NotRunning }, cancellationToken);
            }

            return;
        }

        // In the order of the targets, each as soon as it and those before it are known.
        var known = new ReachabilityResult?[rows.Count];
        var next = 0;
        for (var i = 0; i < rows.Count; i++)
            known[i] = rows[i].NoAddress ? NoSuchAddress(rows[i]) : null;
        var sent = Enumerable.Range(0, rows.Count).Where(i => known[i] is null).ToList();
        var probes = sent.ConvertAll(i => ToProbe(snapshot, source, rows[i]));
        await foreach (var (index, observation, method) in ladder.ProbeAsync(source, probes, Options, cancellationToken))
        {
            known[sent[index]] = Combine(snapshot, source, rows[sent[index]], observation, method);
            for (; next < known.Length && known[next] is { } ready; next++)
                await results.WriteAsync(ready, cancellationToken);
        }

        // A probe that nothing was said of is not known, and takes no other row with it.
        for (; next < known.Length; next++)
            await results.WriteAsync(known[next] ?? Combine(snapshot, source, rows[next], Silent(source, rows[next]), ProbeMethod.None), cancellationToken);
    }

    private static Observation Silent(Container source, Row row) => new()
    {
        State = ReachabilityState.Unknown,
        Reason = new Reason(ReasonCode.NotProbed, source.Name, $"{row.Result.TargetName} could not be probed from {source}: nothing was said of it."),
    };

    /// <summary>@gateway of a source that has none, or @host and @outside where the host's interfaces are not known.</summary>
    private static ReachabilityResult NoSuchAddress(Row row) => row.Result with
    {
        Predicted = ReachabilityState.Unknown,
        Reasons = [new Reason(ReasonCode.NotProbed, row.Result.Source, $"{row.Result.Source} has no address that {row.Result.TargetName} could stand for.")],
    };

    /// <summary>The other containers on a source's networks.</summary>
    private ReachabilityTarget[] Neighbours(Container source) =>
    [
        .. (Snapshot.NamespaceOwner(source)?.Endpoints ?? [])
            .SelectMany(e => Networks is null || Networks.Contains(e.NetworkId) ? Snapshot.Network(e.NetworkId)?.Endpoints ?? [] : [])
            .Select(e => e.ContainerId)
            .Where(id => id != source.Id)
            .Distinct(StringComparer.Ordinal)
            .Select(Snapshot.Container)
            .OfType<Container>()
            .Select(c => new ReachabilityTarget(c.Name, c)),
    ];

    /// <summary>Aliases, links and hosts entries are in inspect only: of sources and targets, and where a name is asked, of all who might answer to it.</summary>
    private IEnumerable<string> NamesMatter(IReadOnlyList<(Container Source, IReadOnlyList<ReachabilityTarget> Targets)> pairs)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, targets) in pairs)
        {
            if (source.IsHost)
                continue;
            yield return source.Id;
            var owner = Snapshot.NamespaceOwner(source);
            if (owner is not null)
                yield return owner.Id;
            foreach (var target in targets.Select(t => t.Container).OfType<Container>())
                yield return target.Id;
            if (targets.Any(MayBeName))
                asked.UnionWith((owner?.Endpoints ?? []).Select(e => e.NetworkId));
        }

        foreach (var endpoint in asked.Select(Snapshot.Network).Where(n => n is { ResolvesNames: true }).SelectMany(n => n!.Endpoints))
            yield return endpoint.ContainerId;
    }

    private bool MayBeName(ReachabilityTarget target) =>
        target.Container is null ? !IPAddress.TryParse(target.Text, out _) : LookupOnly || By.HasFlag(TargetLiterals.Name) || By.HasFlag(TargetLiterals.Alias);
}
