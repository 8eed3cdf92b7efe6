using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>How often each rule, reason code and dimension was exercised.</summary>
internal sealed class Coverage(AgreementEngine engine)
{
    private static readonly string[] Codes =
    [
        .. typeof(ReasonCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!),
    ];

    private readonly Dictionary<string, Count> _counts = [];
    private readonly Dictionary<string, int> _undecided = [];
    private int _topologies;
    private int _pairs;
    private int _decided;
    private int _identified;

    public int Pairs => _pairs;

    public int Decided => _decided;

    /// <summary>Counts what a topology exercised.</summary>
    public void Add(Topology topology, TopologyObservation observation, AddressFamily? family)
    {
        _topologies++;
        var server = new AgreementServer(topology, observation.Snapshot);
        var shown = TopologyGenerator.Dimensions
            .Select(d => (Dimension: d, Containers: ContainersOf(d, topology)))
            .Where(d => d.Containers.Count > 0)
            .ToList();
        foreach (var (dimension, _) in shown)
            CountOf(dimension.Name).Topologies++;
        if (family is { } asked)
            CountOf($"asked: {asked} only").Topologies++;
        foreach (var result in observation.Results)
            Add(result, shown, server);
        foreach (var rule in observation.Results.SelectMany(r => DecidingRules.Of(observation.Snapshot, r, null)))
            CountOf(rule).Pairs++;
    }

    /// <summary>What this engine can exercise and did not.</summary>
    public IReadOnlyList<string> Holes() =>
    [
        .. TopologyGenerator.Dimensions
            .Where(d => d.WhyNot(engine) is null)
            .Where(d => CountOf(d.Name) is var count && (count.Topologies == 0 || count.Decided == 0))
            .Select(d => d.Name),
        .. Codes.Concat(engine.Podman ? [] : DecidingRules.All)
            .Where(name => CoverageExceptions.Of(name, engine) is null && CountOf(name).Pairs == 0),
    ];

    /// <summary>The table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Coverage on {engine}: {_topologies} topologies, {_pairs} pairs");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"decided by prediction {_decided} ({100.0 * _decided / Math.Max(1, _pairs):0.0} %), answerer seen {_identified}");
        text.AppendLine("undecided because: " + string.Join(
            ", ",
            _undecided.OrderByDescending(u => u.Value).Select(u => string.Create(CultureInfo.InvariantCulture, $"{u.Key} {u.Value}"))));
        text.AppendLine(Row("dimension", "topologies", "pairs", "decided", "deciding"));
        foreach (var dimension in TopologyGenerator.Dimensions)
            Append(text, dimension.Name, dimension.WhyNot(engine), dimension.Codes.Count > 0);
        foreach (var name in _counts.Keys.Where(k => k.StartsWith("asked:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Append(text, name, null, false);
        text.AppendLine(Row("reason code", "", "pairs", "decided", "deciding"));
        foreach (var code in Codes)
            Append(text, code, CoverageExceptions.Of(code, engine), true);
        text.AppendLine(Row("rule", "", "pairs", "", ""));
        foreach (var rule in DecidingRules.All)
            Append(text, rule, CoverageExceptions.Of(rule, engine), false);
        return text.ToString();
    }

    private void Add(
        ReachabilityResult result, List<(Dimension Dimension, HashSet<string> Containers)> shown, AgreementServer server)
    {
        var decided = result.Agrees is not null;
        var deciding = result.Verdict.Reasons is [{ Code: var code }, ..] ? code : null;
        _pairs++;
        _decided += decided ? 1 : 0;
        _identified += server.AnswererOf(result) is null ? 0 : 1;
        if (!decided)
        {
            var why = result.Predicted == ReachabilityState.Unknown ? deciding ?? "" : $"{result.Predicted}, not observed";
            _undecided[why] = _undecided.GetValueOrDefault(why) + 1;
        }

        foreach (var reason in result.Reasons.Select(r => r.Code).Distinct())
            CountOf(reason).Add(decided, reason == deciding);
        foreach (var (dimension, containers) in shown)
        {
            if (containers.Contains(result.Source) || containers.Contains(result.Target))
                CountOf(dimension.Name).Add(decided, dimension.Codes.Contains(deciding));
        }
    }

    /// <summary>The containers that have it, and those on the networks that have it.</summary>
    private static HashSet<string> ContainersOf(Dimension dimension, Topology topology)
    {
        var names = dimension.Shows(topology).ToHashSet();
        return
        [
            .. topology.Containers
                .Where(c => names.Contains(c.Name) || c.Endpoints.Any(e => names.Contains(e.Network)))
                .Select(c => c.Name),
        ];
    }

    private void Append(StringBuilder text, string name, string? whyNot, bool decides)
    {
        var count = CountOf(name);
        if (whyNot is not null && count.Pairs == 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-44} - {whyNot}");
            return;
        }

        text.AppendLine(Row(
            name,
            count.Topologies > 0 ? Text(count.Topologies) : "",
            Text(count.Pairs),
            count.Decided > 0 ? Text(count.Decided) : "",
            decides ? Text(count.Deciding) : ""));
    }

    private Count CountOf(string name)
    {
        if (!_counts.TryGetValue(name, out var count))
            _counts[name] = count = new Count();
        return count;
    }

    private static string Row(string name, string topologies, string pairs, string decided, string deciding) =>
        $"  {name,-44}{topologies,11}{pairs,9}{decided,9}{deciding,9}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Count
    {
        public int Topologies { get; set; }

        public int Pairs { get; set; }

        public int Decided { get; private set; }

        public int Deciding { get; private set; }

        public void Add(bool decided, bool deciding)
        {
            Pairs++;
            Decided += decided ? 1 : 0;
            Deciding += deciding ? 1 : 0;
        }
    }
}
