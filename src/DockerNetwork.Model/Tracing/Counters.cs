using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>Counters of the kernel, before the packets were sent and after.</summary>
internal static class Counters
{
    /// <summary>Whether a counter grew by at least as many packets as were sent; by fewer, they may be somebody else's.</summary>
    public static bool Grew(TraceEvidence evidence, TracePlace place, string name) =>
        evidence.Before.GetValueOrDefault(place)?.Sysctl(name) is { } before
        && evidence.After.GetValueOrDefault(place)?.Sysctl(name) is { } after
        && after - before >= Math.Max(1, evidence.Sent);

    /// <summary>The table of connections is full, and packets of new ones were dropped since.</summary>
    public static Reason? ConnectionsFull(TraceEvidence evidence, TracePlace place) =>
        evidence.Look(place) is { } look
        && look.Sysctl("net.netfilter.nf_conntrack_count") is { } count
        && look.Sysctl("net.netfilter.nf_conntrack_max") is > 0 and var most
        && (count >= most || (count >= most * 9 / 10 && Grew(evidence, place, "stat.nf_conntrack.drop")))
            ? TraceReasons.ConnectionTableFull(place, count, most)
            : null;
}
