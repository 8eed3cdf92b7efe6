using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>A published port that the host itself refuses: nothing serves it, or a firewall does.</summary>
internal static class Published
{
    /// <summary>What is missing, or who refuses; the port is known to be published.</summary>
    public static Reason Refused(TraceEvidence evidence, Sighting last, string by)
    {
        var question = evidence.Question;

        // The engine's rules leave out what comes from the container's own bridge, and loopback addresses: a proxy serves those.
        var needsProxy = IPAddress.IsLoopback(evidence.To) || SharesBridge(evidence);
        var proxied = question.Port is { } port ? question.Index.Host?.IsProxied(evidence.To, port, question.Protocol) : null;

        // Without proxies the engine lets packets for 127.0.0.1 leave by its bridges, to translate them (libnetwork, setupLoopback...).
        var proxiesAreOn = evidence.Host?.Sysctls.Any(pair =>
            pair.Key.EndsWith(".route_localnet", StringComparison.Ordinal) && pair.Value != 0) == false;
        if (proxied == false && needsProxy && proxiesAreOn)
            return TraceReasons.ProxyNotRunning(evidence);

        // The kernel does not refuse a port at which a process listens.
        return proxied == true
            ? TraceReasons.Refused(evidence, last, by)
            : TraceReasons.NotTranslated(evidence, withoutProxy: proxied == false);
    }

    private static bool SharesBridge(TraceEvidence evidence) =>
        evidence.Target is { } target
        && Links.HostEnds(evidence, evidence.Source).Select(end => end.Master).OfType<int>()
            .Intersect(Links.HostEnds(evidence, target).Select(end => end.Master).OfType<int>()).Any();
}
