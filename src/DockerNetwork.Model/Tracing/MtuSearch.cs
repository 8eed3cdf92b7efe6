using System.Net.Sockets;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// The largest packet that arrives and is answered (RFC 4821 finds it the same way: by packets, and not by trust in ICMP). An MTU that the
/// source's kernel or a router names is tried next, then those that are common, then the middle; so most searches take three to six sizes.
/// </summary>
internal static class MtuSearch
{
    /// <summary>The least MTU of a link: RFC 791 and RFC 8200.</summary>
    public const int Least4 = 68;
    public const int Least6 = 1280;

    /// <summary>The largest packet of IPv4; larger ones of IPv6 (jumbograms) are not sent.</summary>
    public const int Most = 65535;

    /// <summary>More sizes than any search needs; whatever the answers are, it ends.</summary>
    private const int MostAsked = 60;

    /// <summary>How often a size is tried whose answer is not known.</summary>
    private const int Attempts = 3;

    /// <summary>
    /// Ethernet, PPPoE (1492), IPIP (1480), GRE (1476), VXLAN (1450), WireGuard (1420), encrypted overlays (1424, 1376), clouds (1460,
    /// 8500, 8951, 9001), IPsec (1400, 1438), IPv6's least, and that of old modems.
    /// </summary>
    private static readonly int[] Common =
    [
        576, 1280, 1300, 1350, 1376, 1400, 1412, 1420, 1424, 1430, 1438, 1440, 1450, 1460, 1476, 1480, 1492, 1500, 4352, 8500, 8951, 9000,
        9001, 9216,
    ];

    /// <summary>Searches.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="arrivesAsync">
    /// Whether a packet of so many bytes, its IP header included, that nobody may fragment, is answered. False only if one that was sent
    /// again was lost too and a small one was not, as <see cref="EchoSizes"/> does it.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MtuFound> FindAsync(
        AddressFamily family, Func<int, CancellationToken, Task<SizeAnswer>> arrivesAsync, CancellationToken cancellationToken)
    {
        var least = family == AddressFamily.InterNetworkV6 ? Least6 : Least4;
        var (low, high, asked) = (least - 1, Most + 1, 0);
        var (next, landed) = (least, false);
        TooLarge? refusal = null;
        int? own = null;
        while (high - low > 1 && asked < MostAsked)
        {
            asked++;
            var answer = await AskAsync(arrivesAsync, next, cancellationToken);
            if (answer.Arrived is not { } arrived)
                break;
            if (arrived)
                low = next;
            else
                (high, refusal) = (next, answer.TooLarge);
            if (!arrived && low < least)
                break;
            if (answer.TooLarge is { Sender: null, Silent: false, Mtu: { } link })
                own = link;

            var hint = answer.TooLarge?.Mtu is { } mtu && mtu >= low && mtu < high ? mtu : default(int?);
            (next, landed) = asked == 1 ? (Most, false)
                : hint is { } named ? named > low ? (named, true) : (low + 1, false)
                : arrived && landed ? (low + 1, false)
                : Next(low, high);
        }

        return new MtuFound
        {
            Mtu = low < least ? null : low,
            Certain = low >= least && high - low == 1,
            Refusal = refusal,
            OwnMtu = own,
            Asked = asked,
        };
    }

    private static (int Size, bool Landed) Next(int low, int high)
    {
        var between = Common.Where(size => size > low && size < high).ToList();
        if (between.Count > 0)
            return (between[between.Count / 2], between.Count == 1);
        return Common.Contains(low) ? (low + 1, false) : (low + ((high - low) / 2), false);
    }

    private static async Task<SizeAnswer> AskAsync(
        Func<int, CancellationToken, Task<SizeAnswer>> arrivesAsync, int size, CancellationToken cancellationToken)
    {
        SizeAnswer answer = default;
        for (var i = 0; i < Attempts && answer.Arrived is null; i++)
            answer = await arrivesAsync(size, cancellationToken);
        return answer;
    }
}
