namespace DockerNetwork.Model.Results;

/// <summary>
/// Compares two tests. Containers are the same if their names are, because a container that is created again has another id. A container's
/// addresses are compared together and not one by one, because they change with restarts. Sources are compared one by one, because a
/// snapshot of a thousand containers has a million predictions.
/// </summary>
internal sealed class ReachabilityComparison
{
    /// <summary>The first test.</summary>
    public ComparedSide Reference { get; } = new();

    /// <summary>The second test.</summary>
    public ComparedSide Difference { get; } = new();

    /// <summary>All sources, in the order of their names.</summary>
    public IReadOnlyList<string> Sources =>
        [.. Reference.Sources.Union(Difference.Sources, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Engines count only if a side has several: two engines with the same containers can be compared, too.</summary>
    private bool ByEngine => Reference.Engines.Count > 1 || Difference.Engines.Count > 1;

    /// <summary>The changes of one source, in the order of targets, names and services.</summary>
    /// <param name="source">The source.</param>
    /// <param name="includeEqual">Also what has not changed.</param>
    public IEnumerable<ReachabilityChange> Changes(string source, bool includeEqual)
    {
        var byEngine = ByEngine;
        var compared = new Dictionary<Key, Sides>();
        foreach (var probe in Reference.From(source))
        {
            var sides = SidesOf(probe);
            sides.Before = Add(sides.Before, probe);
        }

        foreach (var probe in Difference.From(source))
        {
            var sides = SidesOf(probe);
            sides.After = Add(sides.After, probe);
        }

        return compared.Keys
            .Where(key => !IsToldByOther(compared, key))
            .Select(key => Change(compared[key]))
            .Where(change => includeEqual || change.Change != ReachabilityChangeKind.Equal)
            .OrderBy(change => change.Target, StringComparer.Ordinal)
            .ThenBy(change => change.TargetName, StringComparer.Ordinal)
            .ThenBy(change => change.Protocol)
            .ThenBy(change => change.Port)
            .ThenBy(change => change.DockerHost, StringComparer.Ordinal)
            .ThenBy(change => change.TargetDockerHost, StringComparer.Ordinal);

        Sides SidesOf(ComparedProbe probe)
        {
            var key = Key.Of(probe.Probe, byEngine);
            if (!compared.TryGetValue(key, out var sides))
                compared[key] = sides = new Sides();
            return sides;
        }
    }

    /// <summary>How two results differ.</summary>
    public static ReachabilityChangeKind Kind(ComparedProbe? before, ComparedProbe? after)
    {
        if (before is null || after is null)
            return before is null ? ReachabilityChangeKind.New : ReachabilityChangeKind.Vanished;
        var (was, now) = (before.Probe.State, after.Probe.State);
        if (was == now)
        {
            return before.DecidingCode is { } code && after.DecidingCode is { } other && code != other
                ? ReachabilityChangeKind.Changed
                : ReachabilityChangeKind.Equal;
        }

        return was == ReachabilityState.Unknown || now == ReachabilityState.Unknown ? ReachabilityChangeKind.Changed
            : now == ReachabilityState.Reachable ? ReachabilityChangeKind.Gained
            : was == ReachabilityState.Reachable ? ReachabilityChangeKind.Lost
            : ReachabilityChangeKind.Changed;
    }

    /// <summary>
    /// The name of a target and its addresses are one row, which is about the one that has changed more. A container without addresses
    /// (stopped, for example) still has its name.
    /// </summary>
    private static bool IsToldByOther(Dictionary<Key, Sides> compared, Key key)
    {
        if (key.Name is not null && key.Name != key.Target)
            return false;
        var isName = key.Name is not null;
        if (!compared.TryGetValue(key with { Name = isName ? null : key.Target }, out var other))
            return false;
        var (own, others) = (Weight(compared[key].Kind), Weight(other.Kind));
        return isName ? others > own : others >= own;
    }

    /// <summary>A loss weighs most; that one side was not tried by a name or address weighs less than what was tried on both.</summary>
    private static int Weight(ReachabilityChangeKind kind) => kind switch
    {
        ReachabilityChangeKind.Lost => 5,
        ReachabilityChangeKind.Gained => 4,
        ReachabilityChangeKind.Changed => 3,
        ReachabilityChangeKind.Equal => 2,
        _ => 1,
    };

    /// <summary>The later of two results of one name or address, and the decisive one of several addresses.</summary>
    private static ComparedProbe Add(ComparedProbe? known, ComparedProbe probe)
    {
        if (known is null || known.Probe.Name == probe.Probe.Name)
            return probe;
        var decisive = PairOutcome.Of([known.Probe, probe.Probe]).Services[0].Decisive;
        return ReferenceEquals(decisive, known.Probe) ? known : probe;
    }

    private static ReachabilityChange Change(Sides sides)
    {
        var newest = (sides.After ?? sides.Before)!;
        return new ReachabilityChange
        {
            Change = sides.Kind,
            Source = newest.Probe.Source,
            Target = newest.Probe.Target,
            TargetName = newest.Probe.Name.Text,
            Protocol = newest.Probe.Service.Protocol,
            Port = newest.Probe.Service.Port,
            Network = sides.After?.Network ?? sides.Before?.Network,
            Before = sides.Before?.Probe.State,
            After = sides.After?.Probe.State,
            BeforeReasons = sides.Before?.Reasons ?? [],
            AfterReasons = sides.After?.Reasons ?? [],
            DockerHost = sides.After?.Probe.DockerHost ?? sides.Before?.Probe.DockerHost,
            TargetDockerHost = newest.Probe.TargetDockerHost,
        };
    }

    /// <summary>What is compared of one source.</summary>
    /// <param name="DockerHost">The engine, if there are several.</param>
    /// <param name="TargetDockerHost">The engine of the target, if there are several: two of them may have targets of one name.</param>
    /// <param name="Target">The name of the target, or its text.</param>
    /// <param name="Name">The name that was tried; null for the addresses of a target that has a name.</param>
    /// <param name="Service">Protocol and port.</param>
    private readonly record struct Key(
        string? DockerHost, string? TargetDockerHost, string Target, string? Name, Service Service)
    {
        public static Key Of(ProbeOutcome probe, bool byEngine) => new(
            byEngine ? probe.DockerHost : null,
            byEngine ? probe.TargetDockerHost ?? probe.DockerHost : null,
            probe.Target,
            probe.Name.IsAddress && probe.Name.Text != probe.Target ? null : probe.Name.Text,
            probe.Service);
    }

    private sealed class Sides
    {
        public ComparedProbe? Before { get; set; }

        public ComparedProbe? After { get; set; }

        public ReachabilityChangeKind Kind => ReachabilityComparison.Kind(Before, After);
    }
}
