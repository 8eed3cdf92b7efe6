namespace DockerNetwork.Model.Tracing;

/// <summary>The answer reached the source's interface, and the probe's own socket did not get it.</summary>
internal static class InSource
{
    public static TraceFinding Of(TraceEvidence evidence, Sighting answer)
    {
        var place = evidence.Source;
        if (evidence.Look(place) is { } look
            && ReversePath.Drops(
                look,
                look.PacketRoutes.GetValueOrDefault(RouteQuestions.Arriving),
                look.PacketRoutes.GetValueOrDefault(RouteQuestions.Own),
                look.Links.GetValueOrDefault(answer.Item.Link ?? 0)?.Name))
        {
            return TraceFinding.Because(
                answer,
                TraceReasons.ReversePathFilter(
                    place, answer, evidence.Look(place)?.Links.GetValueOrDefault(answer.Item.Link ?? 0)?.Name ?? ""));
        }

        return TraceFinding.Firewall(evidence, answer, place, TraceReasons.LostInSource(evidence, answer));
    }
}
