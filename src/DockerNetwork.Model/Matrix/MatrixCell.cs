using System.Globalization;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Matrix;

/// <summary>How cells are written.</summary>
/// <param name="Unicode">✓ and ✗; else + and x.</param>
/// <param name="Latency">How long an answer took is part of the cell. It differs from pair to pair, so not where equal rows are put together.</param>
/// <param name="Ways">Each way is named in the cell ("80 ✓, 443 ✗ refused"): the matrix has more than one.</param>
public sealed record CellStyle(bool Unicode, bool Latency, bool Ways);

/// <summary>What one source can do with one target, in a few characters.</summary>
internal static class MatrixCell
{
    /// <summary>Of several that did not get through, the one that tells most: how far the packet came.</summary>
    private static readonly ReachabilityState[] MostTelling =
    [
        ReachabilityState.Refused, ReachabilityState.NotRunning, ReachabilityState.Blocked, ReachabilityState.NoRoute, ReachabilityState.Unresolved, ReachabilityState.Unknown,
    ];

    /// <summary>"✓ 0.27 ms", "✓ by address", "✗ refused", "?"; several ways "80+81 ✓, 443 ✗ refused"; empty where nothing was tried.</summary>
    public static string Text(IReadOnlyCollection<MatrixProbe> pair, CellStyle style)
    {
        // Lookups say nothing that the probes by name do not.
        var sent = pair.Any(p => p.Protocol != ProbeProtocol.Dns) ? pair.Where(p => p.Protocol != ProbeProtocol.Dns) : pair;
        var ways = sent.GroupBy(p => p.Way).Select(way => (Name: way.Key, Text: Text([.. way], style)));
        return style.Ways
            ? string.Join(", ", ways.GroupBy(way => way.Text).Select(alike => $"{string.Join('+', alike.Select(way => way.Name))} {alike.Key}"))
            : string.Join(", ", ways.Select(way => way.Text));
    }

    private static string Text(MatrixProbe[] tries, CellStyle style)
    {
        var decisive = Decisive(tries);
        var words = new List<string> { Mark(decisive.State, style.Unicode) };
        if (decisive.State == ReachabilityState.Reachable)
        {
            if (decisive.ByAddress && Array.Exists(tries, t => !t.ByAddress))
                words.Add("by address");
            else if (style.Latency && decisive.Latency is { } latency)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{latency.TotalMilliseconds:0.00} ms"));
        }
        else if (decisive.State != ReachabilityState.Unknown)
        {
            words.Add(StateWords.Of(decisive.State));
        }

        if (decisive.PredictedOnly)
            words.Add("predicted");
        if (Array.Exists(tries, t => t.Agrees == false))
            words.Add("!");
        return string.Join(' ', words);
    }

    /// <summary>A name that gets through is best, an address next; else what tells most, of addresses first: a name may fail for the name's sake.</summary>
    private static MatrixProbe Decisive(MatrixProbe[] tries) =>
        tries.Where(t => t.State == ReachabilityState.Reachable).OrderBy(t => t.ByAddress).FirstOrDefault()
        ?? tries.OrderBy(t => Array.IndexOf(MostTelling, t.State)).First();

    private static string Mark(ReachabilityState state, bool unicode) => state switch
    {
        ReachabilityState.Reachable => unicode ? "✓" : "+",
        ReachabilityState.Unknown => "?",
        _ => unicode ? "✗" : "x",
    };
}
