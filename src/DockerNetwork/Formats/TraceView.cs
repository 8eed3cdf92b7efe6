using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a trace: a headline, the hops, the reasons and the rules. All lines are safe to show.</summary>
/// <param name="console">Width of the console in columns; 0 if there is none.</param>
/// <param name="encoding">The encoding of the console.</param>
/// <param name="lost">The style of the hop behind which packets were lost.</param>
internal sealed class TraceView(int console, Encoding encoding, TextStyle lost)
{
    private const int Indent = 2;

    private readonly int _width = Math.Max(40, (console > 0 ? console : 80) - 1);

    /// <summary>The view for the console of this session.</summary>
    public static TraceView Here => new(CurrentHost.Width, CurrentHost.Encoding, CurrentHost.Style(Tone.Doubtful));

    /// <summary>"web -> db:5432/tcp: Blocked (predicted Reachable)".</summary>
    public static string Headline(ReachabilityResult result)
    {
        var target = result.Port is { } port
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{ReachabilityResult.Bracketed(result.TargetName)}:{port}/{new Service(result.Protocol, result.Port).ProtocolName}")
            : result.TargetName;
        var name = result.Target == result.TargetName ? "" : $" ({result.Target})";
        var outcome = CellText.Join(ReachabilityView.State(result), ReachabilityView.Latency(result), Answered(result));
        return $"{result.Source} -> {target}{name}: {outcome}";
    }

    /// <summary>"4 of 10" packets of the trace whose answers came, if some were lost and the probe's were not; else null.</summary>
    private static string? Answered(ReachabilityResult result) =>
        result.Reachable
        && result.Received >= result.Sent
        && result.Reasons.Any(reason => reason.Code == ReasonCode.SomePacketsLost)
        && result.Trace?.Hops is [.., { Leg: TraceLeg.Answer, Note: null } last]
        && last.Place == result.Source
        && last.Seen < last.Sent
            ? string.Create(CultureInfo.InvariantCulture, $"{last.Seen} of {last.Sent}")
            : null;

    /// <summary>"@host br-0123456789ab"; empty if nothing was lost.</summary>
    public static string LostAt(TraceHop? hop) => hop is null ? "" : $"{hop.Place} {hop.Interface}".TrimEnd();

    /// <summary>"destination translated"; empty for none.</summary>
    public static string Translated(AddressTranslation translated) => translated switch
    {
        AddressTranslation.None => "",
        AddressTranslation.Source => "source translated",
        AddressTranslation.Destination => "destination translated",
        _ => "source and destination translated",
    };

    /// <summary>"eth0 out"; empty for a process.</summary>
    public static string Passed(TraceHop hop) =>
        hop.Interface is null ? "" : $"{hop.Interface} {(hop.Direction == HopDirection.In ? "in" : "out")}";

    /// <summary>"10.5.0.2:26743 -> 10.5.0.3:5432 (source translated)".</summary>
    public static string Packet(TraceHop hop) =>
        $"{hop.From} -> {hop.To}{(Translated(hop.Translated) is { Length: > 0 } translated ? $" ({translated})" : "")}";

    /// <summary>"✗ lost here", as far as the console has that character.</summary>
    public static string LostMark(Encoding encoding) => $"{ReachabilityView.Mark(ReachabilityState.Blocked, encoding)} lost here";

    /// <summary>"@host, filter DOCKER-USER rule 3 (iptables), by firewalld: stopped 7 of 7 packets sent to find it".</summary>
    public static string Heading(FirewallRule rule)
    {
        var place = rule.Position > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{rule.Table} {rule.Chain} rule {rule.Position}")
            : $"policy of {rule.Table} {rule.Chain}";
        var owner = Owner(rule.Owner) is { } name ? $", by {name}" : "";
        var packets = Counted.Of((int)Math.Min(rule.Packets, int.MaxValue), "packet");
        var sent = string.Create(CultureInfo.InvariantCulture, $"{rule.Packets} of {Counted.Of(rule.Sent, "packet")} sent to find it");
        var count = rule.Certain ? $"{(Redirects(rule) ? "redirected" : "stopped")} {(rule.Sent > 0 ? sent : packets)}"
            : $"its counter grew by {packets}";
        return $"{rule.Place}, {place} ({rule.Tool}){owner}: {count}";
    }

    /// <summary>All of a trace, as a traceroute shows it.</summary>
    public string Report(ReachabilityTrace trace)
    {
        var parts = new[]
        {
            Folded(Headline(trace.Result), 0, Indent),
            trace.Result.Trace is null ? NotTraced(trace.Result) : Hops(trace.Hops, trace.Lost),
            Reasons(trace.Reasons),
            Rules(trace.Rules),
            trace.PathMtu is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"Path MTU: {bytes} bytes") : "",
        };
        return string.Join("\n\n", parts.Where(part => part.Length > 0));
    }

    /// <summary>A name that does not resolve has no address that packets could be sent to.</summary>
    private static string NotTraced(ReachabilityResult result) =>
        result.Observed == ReachabilityState.Unresolved ? "Not traced: no packet was sent." : "Not traced.";

    /// <summary>The hops and the rules alone.</summary>
    public string Report(PacketTrace trace) =>
        string.Join("\n\n", new[] { Hops(trace.Hops, trace.Lost), Rules(trace.Rules) }.Where(part => part.Length > 0));

    /// <summary>A line for each hop.</summary>
    public string Hops(IReadOnlyList<TraceHop> hops, TraceHop? last) => hops.Count == 0
        ? "No packet was seen."
        : string.Join('\n', new HopTable(hops, _width, encoding).Rows(last?.Number ?? 0, Highlight));

    /// <summary>"→" for the request, "←" for the answer; "&gt;" and "&lt;" if the console has no such characters.</summary>
    public static string Arrow(TraceLeg leg, Encoding encoding)
    {
        var unicode = ReachabilityView.Mark(ReachabilityState.Reachable, encoding) != "+";
        return leg == TraceLeg.Request ? unicode ? "→" : ">" : unicode ? "←" : "<";
    }

    private static string? Owner(RuleOwner owner) => owner switch
    {
        RuleOwner.Unknown => null,
        RuleOwner.Docker => "the engine",
        RuleOwner.DockerUser => "the administrator (DOCKER-USER)",
        RuleOwner.Firewalld => "firewalld",
        RuleOwner.Ufw => "ufw",
        RuleOwner.Podman => "Podman",
        _ => "the container",
    };

    /// <summary>What each of some things is called, each on its own line. They are safe to show.</summary>
    public static string Lines<T>(IEnumerable<T> items) => string.Join('\n', items.Select(item => VisibleText.Of($"{item}")));

    private string Reasons(IReadOnlyList<Reason> reasons) => string.Join('\n', reasons.SelectMany(reason => new[]
    {
        Folded($"{reason.Code}: {reason.Message}", 0, Indent),
        reason.Fix is null ? null : Folded($"Fix: {reason.Fix}", Indent, 2 * Indent),
    }.OfType<string>()));

    private string Rules(IReadOnlyList<FirewallRule> rules) => string.Join('\n', rules
        .SelectMany(rule => new[] { Folded(Heading(rule), 0, Indent), Folded(rule.Text, Indent, 2 * Indent) })
        .Prepend(rules.Count switch
        {
            0 => "",
            1 => $"{(rules[0].Certain ? "The rule that" : "A rule that may have")} {Did(rules)} the packets:",
            _ => $"One of these rules {Did(rules)} the packets:",
        })).TrimStart('\n');

    private static bool Redirects(FirewallRule rule) => rule.Verdict == "translate";

    private static string Did(IReadOnlyList<FirewallRule> rules) =>
        rules.All(Redirects) ? "redirected" : rules.Any(Redirects) ? "stopped or redirected" : "stopped";

    private string Highlight(string line) => lost.Plain ? line : $"{lost.On}{line}{lost.Off}";

    private string Folded(string text, int first, int others) => Fold(VisibleText.Of(text), _width, first, others);

    /// <summary>A text in lines, the first and the others after so many spaces.</summary>
    internal static string Fold(string text, int width, int first, int others) =>
        new string(' ', first)
        + CellText.Fold(text, width - Math.Max(first, others))
            .Replace("\n", "\n" + new string(' ', others), StringComparison.Ordinal);
}
