using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>What an observation alone can say about itself, however it was made.</summary>
internal static class ObservationReasons
{
    /// <summary>The reason; null where the state speaks for itself or only the prediction can explain it.</summary>
    /// <param name="source">Where the probe started.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="state">What came of it.</param>
    /// <param name="text">What the system said; may be empty.</param>
    /// <param name="detail">What the probe says beyond the state.</param>
    public static Reason? For(
        Container source, PlannedProbe probe, ReachabilityState state, string? text = null, ProbeDetail detail = ProbeDetail.None) => state switch
    {
        ReachabilityState.Refused when detail == ProbeDetail.ProxyDropped => new Reason(
            ReasonCode.PortRefused, probe.Literal,
            $"The engine's port proxy on {probe.Literal} accepted the connection to port {probe.Port} and dropped it: " +
            "nobody listens behind it."),
        ReachabilityState.Refused => new Reason(
            ReasonCode.PortRefused, probe.Literal,
            $"{probe.Literal} was reached, and nobody listens on port {probe.Port}. " +
            "Is the service up, and does it listen on 0.0.0.0 rather than 127.0.0.1?"),
        ReachabilityState.Unknown when detail == ProbeDetail.UdpSilence => new Reason(
            ReasonCode.NoAnswer, probe.Literal,
            $"No answer from port {probe.Port}: UDP does not tell a service that keeps silent from a packet that was dropped."),
        ReachabilityState.Unknown => new Reason(
            ReasonCode.NotProbed, source.Name,
            string.IsNullOrEmpty(text)
                ? $"{probe.Literal} could not be probed from {source}."
                : $"{probe.Literal} could not be probed from {source}: {text}."),
        ReachabilityState.Unresolved when !string.IsNullOrEmpty(text) => new Reason(
            ReasonCode.NameNotFound, source.Name, $"'{probe.Literal}' does not resolve in {source}: {text}."),
        ReachabilityState.NoRoute when !string.IsNullOrEmpty(text) => new Reason(
            ReasonCode.NoRouteFromSource, source.Name, $"{source} has no way to {probe.Literal}: {text}."),
        ReachabilityState.NotRunning => new Reason(
            ReasonCode.SourceNotRunning, source.Name, $"{source} ended while it was probed."),
        _ => null,
    };
}
