using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>A published port that the host itself refuses: nothing serves it, or a firewall does.</summary>
internal static class Published
{
    /// <summary>What is missing, or who refuses; the port is known to be published.</summary>
    public static Reason Refused(TraceEvidence evidence, Sighting last, string by)
    {
        var question = evidence.Question;

        // The engine's rules leave out what comes from the container's own bridge, and loopback addresses: a proxy serves those. Before
        // 29.0 they leave out what comes from any of its bridges (RETURN in the chain DOCKER, setup_ip_tables_linux.go).
        var needsProxy = IPAddress.IsLoopback(evidence.To)
            || SharesBridge(evidence)
            || (question.Snapshot.Engine.Version < DirectAccessRules.Since && IsFromBridge(evidence));
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

    private static bool IsFromBridge(TraceEvidence evidence) => Links.HostEnds(evidence, evidence.Source)
        .Select(end => end.Master is { } bridge ? evidence.Host?.Links.GetValueOrDefault(bridge)?.Name : null)
        .Any(name => name is not null && evidence.Question.Snapshot.Networks.Any(network => network.Bridge == name));

    private static bool SharesBridge(TraceEvidence evidence) =>
        evidence.Target is { } target
        && Links.HostEnds(evidence, evidence.Source).Select(end => end.Master).OfType<int>()
            .Intersect(Links.HostEnds(evidence, target).Select(end => end.Master).OfType<int>()).Any();
}
