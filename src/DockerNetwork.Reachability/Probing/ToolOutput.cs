using System.Globalization;
using System.Text.RegularExpressions;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// Reads what ping and nc print: those of busybox and iputils, busybox and OpenBSD, and bash's /dev/tcp. They share no exit codes worth the name,
/// so the words decide; words that are not known give <see cref="ReachabilityState.Unknown"/>.
/// </summary>
internal static partial class ToolOutput
{
    /// <summary>A ping's outcome.</summary>
    public static Observation ReadPing(Container source, Probe probe, int exitCode, string text)
    {
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
    public static Observation ReadConnect(Container source, Probe probe, int exitCode, string text)
    {
        var state = exitCode == 0 ? ReachabilityState.Reachable : Failure(text);
        return new Observation
        {
            State = state,
            Address = Addresses.ParseAddress(probe.Literal) ?? (ParenthesizedAddress().Matches(text).LastOrDefault() is { } match ? Addresses.ParseAddress(match.Groups["address"].Value) : null),
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

    private static Reason? Reason(Container source, string tool, Probe probe, int exitCode, string text)
    {
        var state = Failure(text);
        var words = ToolMissing(exitCode) ? $"it has no {tool}" : text.Length == 0 ? $"{tool} ended with exit code {exitCode}" : $"{tool} said: {text}";
        return state switch
        {
            ReachabilityState.Refused => ObservationReasons.For(source, probe, state, null),
            ReachabilityState.Unknown when exitCode != 0 => ObservationReasons.For(source, probe, state, words),
            _ => null,
        };
    }

    /// <summary>126 and 127 are the shell's codes for a program that cannot be run and one that is not there (POSIX 2.8.2).</summary>
    private static bool ToolMissing(int exitCode) => exitCode is 126 or 127;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static TimeSpan Time(Match match, string group) =>
        TimeSpan.FromMilliseconds(double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^PING .*?\((?<address>[0-9a-fA-F.:]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingAddress();

    [GeneratedRegex(@"(?<sent>\d+) packets transmitted, (?<received>\d+) (packets )?received", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingCounts();

    [GeneratedRegex(@"min/avg/max(/mdev|/stddev)? = (?<min>[\d.]+)/(?<avg>[\d.]+)/(?<max>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PingTimes();

    [GeneratedRegex(@"\((?<address>\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:]+)(:\d+)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParenthesizedAddress();

    [GeneratedRegex("bad address|not known|unknown host|temporary failure in name|does not resolve|no address associated|could not resolve|not found: [0-9]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameUnknown();

    [GeneratedRegex("inverse host lookup failed: unknown host", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InverseLookup();

    [GeneratedRegex("connection refused", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refused();

    [GeneratedRegex("network (is )?unreachable|no route to host|host (is )?unreachable", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostUnreachable();

    // Not "timeout" alone: it stands in the usage text of every nc.
    [GeneratedRegex("timed out|ncat: timeout", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimedOut();
}
