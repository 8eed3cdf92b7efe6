using System.Globalization;
using System.Text.RegularExpressions;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Reads what ping and nc print: those of busybox and iputils, busybox and OpenBSD, and bash's /dev/tcp. They share no exit codes worth the
/// name, so the words decide; words that are not known give <see cref="ReachabilityState.Unknown"/>.
/// </summary>
internal static partial class ToolOutput
{
    /// <summary>The text comes from the source's own ping, whatever that is; no more than this is read.</summary>
    private const int MaxText = 4000;

    /// <summary>How much of it goes into a reason.</summary>
    private const int MaxWords = 300;

    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>A ping's outcome.</summary>
    public static Observation ReadPing(Container source, PlannedProbe probe, int exitCode, string text)
    {
        text = Bounded(text);
        var address = PingAddress().Match(text) is { Success: true } head ? Addresses.ParseAddress(head.Groups["address"].Value) : null;
        var observation = new Observation { State = ReachabilityState.Unknown, Address = address ?? Addresses.ParseAddress(probe.Literal) };
        if (PingCounts().Match(text) is { Success: true } counts)
        {
            observation = observation with { Sent = Number(counts, "sent"), Received = Number(counts, "received") };
            if (PingTimes().Match(text) is { Success: true } times)
                observation = observation with { Min = Time(times, "min"), Avg = Time(times, "avg"), Max = Time(times, "max") };
            if (observation.Received > 0)
                return observation with { State = ReachabilityState.Reachable };
            if (!HostUnreachable().IsMatch(text))
                return observation with { State = ReachabilityState.Blocked };
        }

        return observation with { State = Failure(text), Reason = Reason(source, "ping", probe, exitCode, text) };
    }

    /// <summary>The outcome of one TCP connection.</summary>
    public static Observation ReadConnect(Container source, PlannedProbe probe, int exitCode, string text)
    {
        text = Bounded(text);
        var state = exitCode == 0 ? ReachabilityState.Reachable : Failure(text);
        return new Observation
        {
            State = state,
            Address = Addresses.ParseAddress(probe.Literal)
                ?? Addresses.ParseAddress(ParenthesizedAddress().Matches(text).LastOrDefault()?.Groups["address"].Value),
            Sent = state is ReachabilityState.Unknown or ReachabilityState.Unresolved ? 0 : 1,
            Received = state is ReachabilityState.Reachable ? 1 : 0,
            Reason = state is ReachabilityState.Reachable ? null : Reason(source, "nc", probe, exitCode, text),
        };
    }

    private static ReachabilityState Failure(string text)
    {
        // The traditional nc also says "inverse host lookup failed: Unknown host" of an address, before it says what came of it.
        if (Refused().IsMatch(text))
            return ReachabilityState.Refused;
        if (NameUnknown().IsMatch(InverseLookup().Replace(text, "")))
            return ReachabilityState.Unresolved;
        if (HostUnreachable().IsMatch(text))
            return ReachabilityState.NoRoute;
        if (TimedOut().IsMatch(text))
            return ReachabilityState.Blocked;

        return ReachabilityState.Unknown;
    }

    private static Reason? Reason(Container source, string tool, PlannedProbe probe, int exitCode, string text)
    {
        var state = Failure(text);
        var words = ToolMissing(exitCode) ? $"it has no {tool}"
            : text.Length == 0 ? $"{tool} ended with exit code {exitCode}"
            : $"{tool} said: {Clip(text)}";
        return state switch
        {
            ReachabilityState.Refused => ObservationReasons.For(source, probe, state, null),
            ReachabilityState.Unknown => ObservationReasons.For(source, probe, state, words),
            _ => null,
        };
    }

    /// <summary>126 and 127 are the shell's codes for a program that cannot be run and one that is not there (POSIX 2.8.2).</summary>
    private static bool ToolMissing(int exitCode) => exitCode is 126 or 127;

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Null if the text is not a time, or a time that no packet takes.</summary>
    private static TimeSpan? Time(Match match, string group)
    {
        var text = match.Groups[group].Value;
        var known = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds);
        return known && milliseconds < 1e9 ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    /// <summary>
    /// What the expressions below look at: ping's first line has the address, its last ones the counts, and between may stand any number of
    /// answers.
    /// </summary>
    private static string Bounded(string text) =>
        text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText / 2), " … ", text.AsSpan(text.Length - (MaxText / 2)));

    private static string Clip(string text) => text.Length <= MaxWords ? text : text[..MaxWords] + " …";

    [GeneratedRegex(@"^PING .*?\((?<address>[0-9a-fA-F.:]{2,45})\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingAddress();

    [GeneratedRegex(@"(?<![0-9])(?<sent>[0-9]{1,9}) packets transmitted, (?<received>[0-9]{1,9}) (packets )?received",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingCounts();

    [GeneratedRegex(@"min/avg/max(/mdev|/stddev)? = (?<min>[0-9.]{1,20})/(?<avg>[0-9.]{1,20})/(?<max>[0-9.]{1,20})",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingTimes();

    [GeneratedRegex(@"\((?<address>[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]{2,45})(:[0-9]{1,5})?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParenthesizedAddress();

    [GeneratedRegex(
        "bad address|not known|unknown host|temporary failure in name|does not resolve|no address associated|could not resolve|" +
        "not found: [0-9]",
        AnyCase, 1000)]
    private static partial Regex NameUnknown();

    [GeneratedRegex("inverse host lookup failed: unknown host", AnyCase, 1000)]
    private static partial Regex InverseLookup();

    [GeneratedRegex("connection refused", AnyCase, 1000)]
    private static partial Regex Refused();

    [GeneratedRegex(
        "network (is )?unreachable|no route to host|host (is )?unreachable", AnyCase, 1000)]
    private static partial Regex HostUnreachable();

    // Not "timeout" alone: it stands in the usage text of every nc.
    [GeneratedRegex("timed out|ncat: timeout", AnyCase, 1000)]
    private static partial Regex TimedOut();
}
