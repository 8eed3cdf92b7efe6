using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Prediction;

namespace DockerNetwork.Reachability.Probing;

/// <summary>By what a container is called.</summary>
[Flags]
public enum TargetLiterals
{
    /// <summary>Its name.</summary>
    Name = 1,

    /// <summary>Its aliases.</summary>
    Alias = 2,

    /// <summary>Its addresses, on all its networks.</summary>
    Address = 4,
}

/// <summary>What a probe is aimed at.</summary>
/// <param name="Text">As the user gave it, without the port.</param>
/// <param name="Container">The container that it names; null for an address or host name.</param>
/// <param name="Port">From "host:port"; null where none was given.</param>
public sealed record ReachabilityTarget(string Text, Container? Container, int? Port = null);

/// <summary>A test: who, whom, how.</summary>
public sealed record ReachabilityTest
{
    /// <summary>The engine.</summary>
    public required EngineSnapshot Snapshot { get; init; }

    /// <summary>Where probes start.</summary>
    public required IReadOnlyList<Container> Sources { get; init; }

    /// <summary>What every source is tested against; null for the other containers on its networks.</summary>
    public IReadOnlyList<ReachabilityTarget>? Targets { get; init; }

    /// <summary>By what containers are called.</summary>
    public TargetLiterals By { get; init; } = TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address;

    /// <summary>TCP ports; with none (and none in the target) ICMP is sent.</summary>
    public IReadOnlyList<int> TcpPorts { get; init; } = [];

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
        var ladder = Method == ProbeMethod.None ? null : new ProberLadder(client, Method, Say);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ladder?.SourcesAtOnce ?? 1, CancellationToken = stop.Token };
        var work = Parallel.ForEachAsync(pairs, options, async (pair, token) =>
        {
            try
            {
                await TestSourceAsync(ladder, snapshot, pair.Source, pair.Targets, pair.Results.Writer, token);
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
        ProberLadder? ladder, EngineSnapshot snapshot, Container source, IReadOnlyList<ReachabilityTarget> targets,
        ChannelWriter<ReachabilityResult> results, CancellationToken cancellationToken)
    {
        source = Current(snapshot, source);
        var rows = targets.SelectMany(target => Rows(snapshot, source, target with { Container = Current(snapshot, target.Container) })).ToList();
        if (ladder is null || !source.Running)
        {
            foreach (var row in rows)
                await results.WriteAsync(row with { Observed = source.Running ? null : ReachabilityState.NotRunning }, cancellationToken);
            return;
        }

        // In the order of the targets, each as soon as it and those before it are known.
        var known = new ReachabilityResult?[rows.Count];
        var next = 0;
        var probes = rows.ConvertAll(row => new Probe(row.TargetName, row.Protocol, row.Port));
        await foreach (var (index, observation, method) in ladder.ProbeAsync(source, probes, Options, cancellationToken))
        {
            known[index] = Combine(rows[index], observation, method);
            for (; next < known.Length && known[next] is { } ready; next++)
                await results.WriteAsync(ready, cancellationToken);
        }
    }

    /// <summary>The other containers on a source's networks.</summary>
    private ReachabilityTarget[] Neighbours(Container source) =>
    [
        .. (Snapshot.NamespaceOwner(source)?.Endpoints ?? [])
            .SelectMany(e => Snapshot.Network(e.NetworkId)?.Endpoints ?? [])
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
            yield return source.Id;
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

    private IEnumerable<ReachabilityResult> Rows(EngineSnapshot snapshot, Container source, ReachabilityTarget target)
    {
        var ports = target.Port is { } own ? [own] : TcpPorts;
        foreach (var literal in Literals(snapshot, target))
        {
            var verdict = Predictor.Predict(new Question(snapshot, source, target.Container, literal));
            var row = new ReachabilityResult
            {
                Source = source.Name,
                Target = target.Container?.Name ?? target.Text,
                TargetName = literal,
                Address = verdict.Address,
                Network = verdict.Network,
                Protocol = ProbeProtocol.Icmp,
                Predicted = verdict.State,
                Reasons = verdict.Reasons,
                Time = DateTimeOffset.Now,
                DockerHost = source.DockerHost,
            };
            if (ports.Count == 0)
                yield return row;
            foreach (var port in ports)
                yield return row with { Protocol = ProbeProtocol.Tcp, Port = port };
        }
    }

    private IEnumerable<string> Literals(EngineSnapshot snapshot, ReachabilityTarget target)
    {
        if (target.Container is not { } container)
            return [target.Text];

        var names = By.HasFlag(TargetLiterals.Name) ? [container.Name] : Array.Empty<string>();
        var aliases = By.HasFlag(TargetLiterals.Alias) ? container.Endpoints.SelectMany(e => e.Alias) : [];
        var owner = snapshot.NamespaceOwner(container);
        var addresses = By.HasFlag(TargetLiterals.Address) ? (owner?.Endpoints ?? []).SelectMany(e => e.Addresses()).Select(a => a.ToString()) : [];
        return names.Concat(aliases).Concat(addresses).Distinct(StringComparer.Ordinal);
    }

    private static ReachabilityResult Combine(ReachabilityResult row, Observation observation, ProbeMethod method)
    {
        var observed = observation.State;

        // A container that does not run has no name and no address any more; what the tools say of that is its being down.
        if (row.Predicted == ReachabilityState.NotRunning && observed is ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute)
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
            Reasons = observation.Reason is { } reason ? [reason, .. row.Reasons] : row.Reasons,
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
