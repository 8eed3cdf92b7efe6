using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a result of a reachability test, and of a name that was resolved.</summary>
internal static class ReachabilityView
{
    /// <summary>A mark that reads at a glance: ✓ reachable, ✗ not, ? unknown; + and x if the console has no such characters.</summary>
    /// <param name="state">The state.</param>
    /// <param name="console">The encoding of the console.</param>
    public static string Mark(ReachabilityState state, Encoding console)
    {
        var unicode = console.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;
        return ReachabilityStateText.Mark(state, unicode);
    }

    /// <summary>Over the rows of a source: its name, and whether anything was sent.</summary>
    public static string SourceOf(ReachabilityResult result) =>
        result is { Observed: null, Method: ProbeMethod.None } && !result.Reasons.Any(r => r.Code == ReasonCode.NotProbed)
            ? $"{result.Source} (predicted, nothing was sent)"
            : result.Source;

    /// <summary>"web", or "172.18.0.2 (web)" if it was probed by something other than its name.</summary>
    public static string Target(ReachabilityResult result) =>
        result.Target == result.TargetName ? result.Target : $"{result.TargetName} ({result.Target})";

    /// <summary>What <see cref="Target"/> may be of results to come.</summary>
    public static IEnumerable<string> Targets(ReachabilityTarget target) => target.Container is not { } container
        ? [target.Text]
        : [target.Text, .. container.Endpoints.SelectMany(e => e.Addresses()).Select(address => $"{address} ({container.Name})")];

    /// <summary>"icmp", "tcp/80".</summary>
    public static string Probe(ReachabilityResult result) => new Service(result.Protocol, result.Port).ToString();

    /// <summary>The observed state, or the predicted one marked as such; both if they differ.</summary>
    public static string State(ReachabilityResult result) => result switch
    {
        { Observed: ReachabilityState.Unknown, Predicted: ReachabilityState.Reachable } => "Unknown (predicted Reachable)",
        { Observed: null or ReachabilityState.Unknown, Predicted: not null and not ReachabilityState.Unknown } =>
            $"{result.Effective} (predicted)",
        { Agrees: false } when result.Observed != result.Predicted => $"{result.Observed} (predicted {result.Predicted})",
        _ => result.Effective.ToString(),
    };

    /// <summary>
    /// The state in one narrow column: how long an answer took, else the state. What the heading says of all its rows (predicted) is not
    /// repeated.
    /// </summary>
    public static string Outcome(ReachabilityResult result) => result switch
    {
        { Observed: null, Method: ProbeMethod.None } => result.Effective.ToString(),
        { Reachable: true, Agrees: not false } when Latency(result) is { Length: > 0 } latency => latency,
        _ => CellText.Join(State(result), result.Reachable ? Latency(result) : null),
    };

    /// <summary>"0.12 ms", with losses "0.12 ms, 2 of 4"; empty if nothing came back.</summary>
    public static string Latency(ReachabilityResult result)
    {
        var time = CellText.Milliseconds(result.Avg);
        var loss = result.Sent > 1 && result.Received < result.Sent
            ? string.Create(CultureInfo.InvariantCulture, $"{result.Received} of {result.Sent}")
            : null;
        return CellText.Join(time, loss);
    }

    /// <summary>
    /// The most decisive reason if the target was not reached as predicted, or was not observed; else what is worth knowing of one that
    /// was: the HTTP status, who answered if it has another name, and that others have the name too.
    /// </summary>
    public static string Why(ReachabilityResult result)
    {
        var good = result is { Reachable: true, Agrees: not false, Observed: not ReachabilityState.Unknown };
        if (!good && result.Reasons is [var first, ..])
            return first.Message;
        var status = result.StatusCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"HTTP {code}") : null;
        var shared = result.Reasons.FirstOrDefault(r => r.Code == ReasonCode.AmbiguousName)?.Message;
        return string.Join("; ", new[] { status, AnsweredBy(result), shared }.OfType<string>());
    }

    /// <summary>"answered by shop-db-1" if that is not the target by its name; else null.</summary>
    private static string? AnsweredBy(ReachabilityResult result) =>
        result.Answered is { } answered && answered != result.Target ? $"answered by {answered}" : null;

    /// <summary>The codes of the reasons.</summary>
    public static string Codes(ReachabilityResult result) => CellText.List(result.Reasons.Select(r => r.Code));

    /// <summary>Who knows the name: "Engine", "Hosts", "Upstream 192.0.2.53".</summary>
    public static string KnownBy(NameResolution resolution) => resolution.Source switch
    {
        NameSource.None => "",
        NameSource.Upstream => $"{resolution.Source} {resolution.Server}".TrimEnd(),
        _ => resolution.Source.ToString(),
    };

    /// <summary>Why a name does not resolve; empty if it does.</summary>
    public static string Why(NameResolution resolution) =>
        resolution.State == ReachabilityState.Reachable
            ? ""
            : resolution.Reasons is [var first, ..] ? first.Message
            : resolution.State.ToString();

    /// <summary>"Code: sentence", each reason on its own line. They are safe to show.</summary>
    public static string Reasons(IEnumerable<Reason>? reasons) =>
        string.Join('\n', (reasons ?? []).Select(r => VisibleText.Of($"{r.Code}: {r.Message}")));

    /// <summary>The first fix; empty if there is none.</summary>
    public static string Fix(IEnumerable<Reason>? reasons) => (reasons ?? []).Select(r => r.Fix).FirstOrDefault(f => f is not null) ?? "";
}
