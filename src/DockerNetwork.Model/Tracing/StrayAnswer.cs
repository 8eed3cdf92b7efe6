using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The target answers datagrams from another end than the one that was asked, and the source takes no such answer.</summary>
internal static class StrayAnswer
{
    /// <summary>Null if no such answer left the target. Others may send the like, and that says nothing.</summary>
    public static TraceFinding? Of(TraceEvidence evidence)
    {
        if (evidence.Target is not { } target || evidence.Look(target) is not { } look)
            return null;
        var there = evidence.Sightings.Where(seen => seen.Place == target).ToList();
        var stray = there.Find(seen => seen is { Kind: SightingKind.Stray, Item.Out: true, From: { } from }
            && look.Has(from));
        var request = stray is null ? null : there.FindLast(seen => seen is { IsRequest: true, Item.Out: false }
            && Equals(seen.From, stray.To)
            && seen.Item.FromPort == stray.Item.ToPort);
        return request is null ? null : TraceFinding.Because(request, TraceReasons.AnswersFromElsewhere(evidence, request, stray!));
    }
}
