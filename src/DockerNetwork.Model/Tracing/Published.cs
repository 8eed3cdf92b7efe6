using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>A published port that the host itself refuses: neither a rule translates it nor a process serves it.</summary>
internal static class Published
{
    /// <summary>What is missing; the port is known to be published.</summary>
    public static Reason NotServed(TraceEvidence evidence)
    {
        var question = evidence.Question;

        // The engine's rules leave out what comes from the container's own bridge, and loopback addresses: a proxy serves those.
        var needsProxy = IPAddress.IsLoopback(evidence.To) || SharesBridge(evidence);
        var proxied = question.Port is { } port ? question.Index.Host?.IsProxied(evidence.To, port, question.Protocol) : null;

        // Without proxies the engine lets packets for 127.0.0.1 leave by its bridges, to translate them (libnetwork, setupLoopback...).
        var proxiesAreOn = evidence.Host?.Sysctls.Any(pair =>
            pair.Key.EndsWith(".route_localnet", StringComparison.Ordinal) && pair.Value != 0) == false;
        return proxied == false && needsProxy && proxiesAreOn
            ? TraceReasons.ProxyNotRunning(evidence)
            : TraceReasons.NotTranslated(evidence, proxied == false);
    }

    private static bool SharesBridge(TraceEvidence evidence) =>
        evidence.Target is { } target
        && Links.HostEnds(evidence, evidence.Source).Select(end => end.Master).OfType<int>()
            .Intersect(Links.HostEnds(evidence, target).Select(end => end.Master).OfType<int>()).Any();
}
