using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>What an observation alone can say about itself, however it was made.</summary>
internal static class ObservationReasons
{
    /// <summary>The reason; null if the state speaks for itself or only the prediction can explain it.</summary>
    /// <param name="source">Where the probe started.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="state">What came of it.</param>
    /// <param name="text">What the system said; may be empty.</param>
    /// <param name="detail">What the probe says beyond the state.</param>
    /// <param name="sender">Who refused the packet in place of the target; null if that is not known.</param>
    public static Reason? For(
        Container source, PlannedProbe probe, ReachabilityState state,
        string? text = null, ProbeDetail detail = ProbeDetail.None, IPAddress? sender = null) => state switch
    {
        ReachabilityState.Blocked when detail == ProbeDetail.FirewallRefused => new Reason(
            ReasonCode.FirewallRefused, sender?.ToString() ?? source.Name,
            $"A firewall or a router{(sender is null ? "" : $" with the address {sender}")} refused the packet to {probe.Literal}"
            + $"{(probe.Port is null ? "" : $", port {probe.Port}")}. Look for a rule with the target REJECT."),
        ReachabilityState.Refused when detail == ProbeDetail.ProxyDropped => new Reason(
            ReasonCode.PortRefused, probe.Literal,
            $"The engine's port proxy on {probe.Literal} accepted the connection to port {probe.Port} and closed it: " +
            "nothing listens in the container."),
        ReachabilityState.Refused or ReachabilityState.Unknown when detail == ProbeDetail.NotHttp => new Reason(
            ReasonCode.NoAnswer, probe.Literal,
            $"{probe.Literal} accepted the connection to port {probe.Port}, but gave no HTTP answer"
            + (string.IsNullOrEmpty(text) ? " in time. " : $": {VisibleText.Of(text)}. ")
            + "If the service does not speak HTTP, test the port without -Http."),
        ReachabilityState.Refused => new Reason(
            ReasonCode.PortRefused, probe.Literal,
            $"{probe.Literal} refused port {probe.Port}: nothing listens on it, or a firewall answered in its place. " +
            "Is the service running, and does it listen on 0.0.0.0 rather than 127.0.0.1?"),
        ReachabilityState.Unknown when detail == ProbeDetail.UdpSilence => new Reason(
            ReasonCode.NoAnswer, probe.Literal,
            $"Port {probe.Port} did not answer. With UDP, a service that does not answer looks the same as a packet that was dropped."),
        ReachabilityState.Unknown when detail == ProbeDetail.UpstreamSilent && probe.Container is null => new Reason(
            ReasonCode.UpstreamDnsSilent, source.Name,
            $"'{probe.Literal}' could not be resolved in {source}: it is not a name that the engine knows, and {VisibleText.Of(text)}. "
            + $"Check them, and the route from {source} to them; the option --dns of the container or of the engine names others."),
        ReachabilityState.Unknown => new Reason(
            ReasonCode.NotProbed, source.Name,
            string.IsNullOrEmpty(text)
                ? $"{probe.Literal} could not be probed from {source}."
                : $"{probe.Literal} could not be probed from {source}: {text}."),
        ReachabilityState.Unresolved when !string.IsNullOrEmpty(text) => new Reason(
            ReasonCode.NameNotFound, source.Name, $"'{probe.Literal}' does not resolve in {source}: {text}."),
        ReachabilityState.NoRoute when !string.IsNullOrEmpty(text) => new Reason(
            ReasonCode.NoRouteFromSource, source.Name, $"{source} has no route to {probe.Literal}: {text}."),
        ReachabilityState.NotRunning => new Reason(
            ReasonCode.SourceNotRunning, source.Name, $"{source} stopped while it was being probed."),
        _ => null,
    };
}
