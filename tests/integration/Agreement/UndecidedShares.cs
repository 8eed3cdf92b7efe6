using System.Globalization;
using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// How many of the pairs that stay on the engine's host no rule decides: with facts of the host, and from the engine's API alone. Names
/// that are asked upstream, and addresses that belong to nobody here, do not stay on the host.
/// </summary>
internal sealed class UndecidedShares
{
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private static readonly string[] Outside =
    [
        "upstream DNS server", "in its search domains", "/etc/resolv.conf of",
        "does not belong to any container", "no running container of this engine has it",
        "which is not an address of the engine's host", "No rule covers the network",
    ];

    private int _facts;
    private int _factsUnknown;
    private int _api;
    private int _apiUnknown;

    /// <summary>Counts what was predicted with facts of the host.</summary>
    public void Add(IEnumerable<ReachabilityResult> results)
    {
        foreach (var result in results.Where(StaysOnHost))
        {
            _facts++;
            if (result.Predicted == ReachabilityState.Unknown)
            {
                _factsUnknown++;
                var reason = result.Verdict.Reasons is [var first, ..] ? first : null;
                var words = (reason?.Message ?? "").Split(' ').Where(word => !word.Any(char.IsDigit)).Take(16);
                var text = $"{reason?.Code}: {string.Join(' ', words)}";
                _reasons[text] = _reasons.GetValueOrDefault(text) + 1;
            }
        }
    }

    /// <summary>Counts what was predicted from the API alone.</summary>
    public void AddPredicted(IEnumerable<ReachabilityResult> results)
    {
        foreach (var result in results.Where(StaysOnHost))
        {
            _api++;
            _apiUnknown += result.Predicted == ReachabilityState.Unknown ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Undecided of the pairs that stay on the host: {Share(_factsUnknown, _facts)} with facts of the host, "
        + $"{Share(_apiUnknown, _api)} from the API alone\n"
        + string.Join('\n', _reasons.OrderByDescending(r => r.Value).Take(12).Select(r => $"  {r.Value} {r.Key}"));

    private static string Share(int part, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{part} of {all} ({100.0 * part / Math.Max(1, all):0.0} %)");

    /// <summary>
    /// Packets leave the host by a parent interface (vepa, other subnets and unknown neighbours of macvlan), by a router that is somebody
    /// else's, or by the host's default route; a query leaves it for a server upstream, which a resolv.conf that is mounted names.
    /// </summary>
    private static bool StaysOnHost(ReachabilityResult result) =>
        result.Predicted != ReachabilityState.Unknown || !result.Reasons.Any(Leaves);

    private static bool Leaves(Reason reason) => reason.Code switch
    {
        ReasonCode.DifferentSubnets or ReasonCode.MembersKeptApart => true,
        _ => Outside.Any(words => reason.Message.Contains(words, StringComparison.Ordinal)),
    };
}
