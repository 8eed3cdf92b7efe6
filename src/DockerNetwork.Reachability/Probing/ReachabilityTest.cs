using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Prediction;

namespace DockerNetwork.Reachability.Probing;

/// <summary>A test: who, whom, how.</summary>
public sealed record ReachabilityTest
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
    public async IAsyncEnumerable<ReachabilityResult> RunAsync(EngineClient client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pairs = Sources.Select(source => (Source: source, Targets: Targets ?? Neighbours(source), Results: Channel.CreateUnbounded<ReachabilityResult>())).ToList();
        var snapshot = await Snapshot.InspectAsync(client, NamesMatter(pairs.ConvertAll(p => (p.Source, p.Targets))), cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new NamespaceReader(client, Say);
        var ladder = Method == ProbeMethod.None ? null : new ProberLadder(client, Method, pairs.Sum(p => p.Targets.Count) > ManyProbes, Say);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ladder?.SourcesAtOnce ?? 1, CancellationToken = stop.Token };
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
        ProberLadder? ladder, NamespaceReader reader, EngineSnapshot snapshot, Container source, IReadOnlyList<ReachabilityTarget> targets,
        ChannelWriter<ReachabilityResult> results, CancellationToken cancellationToken)
    {
        source = Current(snapshot, source);
        var rows = new List<Row>();
        foreach (var target in targets)
        {
            var current = target with { Container = Current(snapshot, target.Container) };
            rows.AddRange(Rows(snapshot, source, current, await LiteralsAsync(reader, snapshot, source, current, ladder is not null && Method != ProbeMethod.Exec, cancellationToken)));
        }

        if (ladder is null || !source.Running)
        {
            foreach (var row in rows)
            {
                var result = row.Result.TargetName.StartsWith('@') ? NoSuchAddress(row) : row.Result;
                await results.WriteAsync(result with { Observed = source.Running ? null : ReachabilityState.NotRunning }, cancellationToken);
            }

            return;
        }

        // In the order of the targets, each as soon as it and those before it are known.
        var known = new ReachabilityResult?[rows.Count];
        var next = 0;
        for (var i = 0; i < rows.Count; i++)
            known[i] = rows[i].Result.TargetName.StartsWith('@') ? NoSuchAddress(rows[i]) : null;
        var sent = Enumerable.Range(0, rows.Count).Where(i => known[i] is null).ToList();
        var probes = sent.ConvertAll(i => ToProbe(snapshot, source, rows[i]));
        await foreach (var (index, observation, method) in ladder.ProbeAsync(source, probes, Options, cancellationToken))
        {
            known[sent[index]] = Combine(rows[sent[index]], observation, method);
            for (; next < known.Length && known[next] is { } ready; next++)
                await results.WriteAsync(ready, cancellationToken);
        }

        // A probe that nothing was said of is not known, and takes no other row with it.
        for (; next < known.Length; next++)
            await results.WriteAsync(known[next] ?? Combine(rows[next], Silent(source, rows[next]), ProbeMethod.None), cancellationToken);
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

    /// <summary>Aliases, links and hosts entries are in inspect only: of sources and targets, and for a name that no container has, of all who might answer to it.</summary>
    private IEnumerable<string> NamesMatter(IReadOnlyList<(Container Source, IReadOnlyList<ReachabilityTarget> Targets)> pairs)
    {
        foreach (var (source, targets) in pairs)
        {
            if (!source.IsHost)
                yield return source.Id;
            if (source.IsHost)
                continue;
            if (Snapshot.NamespaceOwner(source) is { } owner)
                yield return owner.Id;
            foreach (var target in targets.Select(t => t.Container).OfType<Container>())
                yield return target.Id;
            if (!targets.Any(t => t.Container is null && !IPAddress.TryParse(t.Text, out _)))
                continue;
            foreach (var neighbour in Neighbours(source))
                yield return neighbour.Container!.Id;
        }
    }

    [return: NotNullIfNotNull(nameof(container))]
    private static Container? Current(EngineSnapshot snapshot, Container? container) => container is null ? null : snapshot.Container(container.Id) ?? container;

    /// <summary>A result to be, and what it is aimed at.</summary>
    private sealed record Row(ReachabilityResult Result, ReachabilityTarget Target);

    private IEnumerable<Row> Rows(EngineSnapshot snapshot, Container source, ReachabilityTarget target, IReadOnlyList<string> literals)
    {
        foreach (var literal in literals)
        {
            var question = new Question(snapshot, source, target.Container, literal);
            if (LookupOnly || (Detailed && question.Address is null))
                yield return new Row(Result(question, target, Predictor.PredictName(question)) with { Protocol = ProbeProtocol.Dns }, target);
            if (LookupOnly)
                continue;
            foreach (var (protocol, port) in Ways(target))
            {
                var verdict = Predictor.Predict(question with { Port = port, Protocol = protocol == ProbeProtocol.Udp ? "udp" : "tcp" });
                var row = Result(question, target, verdict) with { Protocol = protocol, Port = port };
                yield return new Row(Frozen(row, target) is { } reason ? row with { Predicted = ReachabilityState.NotRunning, Reasons = [reason, .. row.Reasons] } : row, target);
            }
        }
    }

    private static ReachabilityResult Result(Question question, ReachabilityTarget target, Verdict verdict) => new()
    {
        Source = question.Source.Name,
        Target = target.Container?.Name ?? target.Text,
        TargetName = question.Literal,
        Address = verdict.Address,
        Network = verdict.Network,
        Predicted = verdict.State,
        Reasons = verdict.Reasons,
        Time = DateTimeOffset.Now,
        DockerHost = question.Source.DockerHost,
    };

    private IEnumerable<(ProbeProtocol Protocol, int? Port)> Ways(ReachabilityTarget target)
    {
        if (target.Port is { } own)
            return [(target.Protocol, own)];
        var tcp = Http ? ProbeProtocol.Http : ProbeProtocol.Tcp;
        var ways = TcpPorts.Select(port => (tcp, (int?)port)).Concat(UdpPorts.Select(port => (ProbeProtocol.Udp, (int?)port))).ToList();
        if (Http && TcpPorts.Count == 0)
            ways.Insert(0, (ProbeProtocol.Http, 80));
        return ways.Count > 0 ? ways : [(ProbeProtocol.Icmp, null)];
    }

    private static Probe ToProbe(EngineSnapshot snapshot, Container source, Row row) => new(row.Result.TargetName, row.Result.Protocol, row.Result.Port)
    {
        Path = row.Target.Path,
        Proxied = row.Target.Special is SpecialTarget.Host or SpecialTarget.Gateway
            || (IPAddress.TryParse(row.Result.TargetName, out var address)
                && (snapshot.Networks.Any(n => n.Gateways.Contains(address)) || (IPAddress.IsLoopback(address) && (source.IsHost || source.HostNetwork)))),
    };

    private async Task<IReadOnlyList<string>> LiteralsAsync(
        NamespaceReader reader, EngineSnapshot snapshot, Container source, ReachabilityTarget target, bool maySend, CancellationToken cancellationToken)
    {
        if (target is { Container: { } container, NameOnly: false })
            return [.. Literals(snapshot, container)];
        if (target.Special == SpecialTarget.None)
            return [target.Text];

        var addresses = target.Special switch
        {
            SpecialTarget.Gateway => (snapshot.NamespaceOwner(source)?.Endpoints ?? []).SelectMany(e => new[] { e.Gateway, e.IPv6Gateway }).OfType<IPAddress>(),
            SpecialTarget.Host when maySend => await TryAsync(reader.HostAddressesAsync(cancellationToken)),
            SpecialTarget.Outside when maySend => await TryAsync(reader.OutsideAsync(cancellationToken)),
            _ => [],
        };
        var literals = addresses.Where(Wanted).Select(a => a.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return literals.Count > 0 ? literals : [target.Text];
    }

    /// <summary>Where the host's interfaces cannot be read, one row says so and the others go on.</summary>
    private static async Task<IEnumerable<IPAddress>> TryAsync(Task<IReadOnlyList<IPAddress>> addresses)
    {
        try
        {
            return await addresses;
        }
        catch (EngineException e) when (e.Failure == EngineFailure.Unavailable)
        {
            return [];
        }
    }

    private IEnumerable<string> Literals(EngineSnapshot snapshot, Container container)
    {
        var owned = container.Endpoints.Where(e => Networks is null || Networks.Contains(e.NetworkId)).ToList();
        var lookedAt = (snapshot.NamespaceOwner(container)?.Endpoints ?? []).Where(e => Networks is null || Networks.Contains(e.NetworkId));
        var names = By.HasFlag(TargetLiterals.Name) && (Networks is null || owned.Count > 0) ? [container.Name] : Array.Empty<string>();
        var aliases = By.HasFlag(TargetLiterals.Alias) ? owned.SelectMany(e => e.Alias) : [];
        var addresses = By.HasFlag(TargetLiterals.Address) && !LookupOnly ? lookedAt.SelectMany(e => e.Addresses()).Where(Wanted).Select(a => a.ToString()) : [];
        return names.Concat(aliases).Concat(addresses).Distinct(StringComparer.Ordinal);
    }

    private bool Wanted(IPAddress address) => Options.Family is null || address.AddressFamily == Options.Family;

    /// <summary>
    /// A paused container keeps its addresses, and the kernel goes on answering for it: echo requests, and the handshake of a connection that nobody
    /// will ever read from.
    /// </summary>
    private static Reason? Frozen(ReachabilityResult row, ReachabilityTarget target) =>
        row.Protocol is not (ProbeProtocol.Icmp or ProbeProtocol.Dns) && target.Container is { State: ContainerState.Paused } paused
            ? new Reason(ReasonCode.TargetPaused, paused.Name, $"{paused} is paused: the kernel completes a connection to it, and nobody answers on it.")
            : null;

    private static ReachabilityResult Combine(Row expected, Observation observation, ProbeMethod method)
    {
        var row = expected.Result;
        var observed = observation.State;
        var reason = observation.Reason;

        // A container that does not run has no name and no address any more; what the tools say of that is its being down.
        if (row.Predicted == ReachabilityState.NotRunning && observed is ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute)
            observed = ReachabilityState.NotRunning;

        if (observed is ReachabilityState.Reachable or ReachabilityState.Refused && Frozen(row, expected.Target) is not null)
            observed = ReachabilityState.NotRunning;

        var result = row with
        {
            Observed = observed,
            Address = observation.Address ?? (observed is ReachabilityState.Unresolved ? null : row.Address),
            Sent = observation.Sent,
            Received = observation.Received,
            Min = observation.Min,
            Avg = observation.Avg,
            Max = observation.Max,
            Addresses = observation.Addresses,
            ResolvedBy = observation.ResolvedBy,
            StatusCode = observation.StatusCode,
            Method = method,
            Time = DateTimeOffset.Now,
            // What was expected explains itself better than what the system said of it.
            Reasons = reason is null ? row.Reasons : observed == row.Predicted ? [.. row.Reasons, reason] : [reason, .. row.Reasons],
        };
        return result.Agrees == false
            ? result with
            {
                Reasons =
                [
                    new Reason(ReasonCode.Disagreement, row.Source, $"Expected {row.Predicted} and observed {observed}. A firewall outside Docker, or a change made meanwhile?"),
                    .. result.Reasons,
                ],
            }
            : result;
    }
}
