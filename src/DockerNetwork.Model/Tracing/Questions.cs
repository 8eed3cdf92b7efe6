using System.Net;
using System.Net.Sockets;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// How far a question for the next hop, or the answer to it, came on the way between two that are on one bridge of this host. Rules of
/// several kinds can drop either.
/// </summary>
internal static class Questions
{
    private const string Rules4 =
        "A rule for ARP, for a bridge or for a network interface may have dropped the ARP request or the answer (nft families arp, bridge "
        + "and netdev; arptables, ebtables).";

    private const string Rules6 =
        "A firewall rule may have dropped the neighbor solicitation or the answer: ICMPv6 of the types 135 and 136 has to pass.";

    /// <param name="evidence">What is known.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="asked">The address of the next hop.</param>
    /// <param name="last">The last sighting of the packet itself; null if it was not seen.</param>
    public static TraceFinding Lost(TraceEvidence evidence, TracePlace asker, IPAddress asked, Sighting? last)
    {
        var reason = TraceReasons.NoNeighbor(evidence, asker, asked);
        if (evidence.Overlay is not null
            || OwnerOf(evidence, asked) is not { } owner
            || owner == asker
            || !IsOnBridge(evidence, asker)
            || !IsOnBridge(evidence, owner))
            return TraceFinding.Because(last, reason);
        var places = new[] { asker, TracePlace.Host, owner }.Distinct().ToList();
        var rules = evidence.Rules.Where(rule => rule.Certain && places.Exists(place => place.Name == rule.Place)).ToList();
        var request = TraceReasons.Request(asked);
        var text = $"{reason.Message}{Path(evidence, asker, owner, asked)}";
        return TraceFinding.Because(last, rules.Count > 0
            ? RuleReasons.OfSome(text, [.. rules.Where(rule => rule.Place == rules[0].Place)], $"the {request} or the answer")
            : reason with
            {
                Message = $"{text} {(asked.AddressFamily == AddressFamily.InterNetwork ? Rules4 : Rules6)} {TraceReasons.Hint(evidence)}",
            }) with { Asked = (asked, places) };
    }

    /// <summary>Who has the address and is looked into; null if nobody is.</summary>
    private static TracePlace? OwnerOf(TraceEvidence evidence, IPAddress asked) =>
        Equals(asked, AtHost.SourceAddress(evidence)) ? evidence.Source
        : evidence.Target is { IsHost: false } target && Equals(asked, evidence.TargetAddress) ? target
        : evidence.Host?.Has(asked) == true ? TracePlace.Host
        : null;

    private static bool IsOnBridge(TraceEvidence evidence, TracePlace place) =>
        place.IsHost || Links.HostEnds(evidence, place).Any(end => end.Master is not null);

    /// <summary>In a sentence; empty if nothing was seen.</summary>
    private static string Path(TraceEvidence evidence, TracePlace asker, TracePlace owner, IPAddress asked)
    {
        var ports = new[] { asker, owner }.Where(place => !place.IsHost)
            .SelectMany(place => Links.HostEnds(evidence, place)).Select(end => end.Index).ToHashSet();
        var source = evidence.Look(asker);
        var seen = evidence.Sightings.Where(one => !IsFlooded(one)).ToList();
        var answers = seen.FindAll(one => one.Kind == SightingKind.IHave && Equals(one.From, asked)
            && (one.Place != asker || !one.Item.Out));
        if (answers.FindLast(one => one.Place == asker) is { } taken)
            return $" The answer reached {TraceReasons.Of(asker)} through {TraceReasons.Interface(evidence, taken)}, but was not accepted.";
        if (answers is [.., var answer])
            return $" The answer {Went(answer)} and was not seen again.";
        var request = TraceReasons.Request(asked);
        var questions = seen.FindAll(one => one.Kind == SightingKind.WhoHas && Equals(one.To, asked)
            && one.From is { } from && source?.Has(from) == true);
        return questions.FindLast(one => one.Place == owner && !one.Item.Out) is { } arrived
            ? $" The {request} reached {TraceReasons.Of(owner)} through {TraceReasons.Interface(evidence, arrived)}, and no answer left it."
            : questions is [.., var last] ? $" The {request} {Went(last)} and was not seen again."
            : "";

        string Went(Sighting one) => $"{(one.Item.Out ? "left" : "entered")} {TraceReasons.Of(one.Place)} through "
            + TraceReasons.Interface(evidence, one);

        // A bridge passes a question out of all its ports, and to the host.
        bool IsFlooded(Sighting one) => one.Place.IsHost
            && evidence.Host?.Links.GetValueOrDefault(one.Item.Link ?? 0) is { } link
            && (link.Master is null ? !asker.IsHost && !owner.IsHost : one.Item.Out && !ports.Contains(link.Index));
    }
}
