using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Which rules and reason codes an engine cannot exercise here, and why. The only such table.</summary>
internal static class CoverageExceptions
{
    private const string Instrument = "is about the probe, not about networks";

    private const string Forwarding = "the engine turns on forwarding; Ticks.Tests.ps1";

    private const string Fault = "needs a fault; tests/integration/Faults";

    private static readonly Dictionary<string, Func<AgreementEngine, string?>> Reasons = new()
    {
        [ReasonCode.NotProbed] = _ => Instrument,
        [ReasonCode.ProbeLost] = _ => Instrument,
        [ReasonCode.ProcessChanged] = _ => Instrument,
        [ReasonCode.Disagreement] = _ => "would be a failure",
        [ReasonCode.AnotherAddress] = _ => "would be a failure",
        [ReasonCode.NoAnswer] = _ => "is about UDP, which nobody serves here",
        [ReasonCode.FirewallRefused] = _ => "needs a firewall of somebody else",
        [ReasonCode.NobodyListens] = engine => engine.Swarm ? "the ingress network of a swarm may serve any port of the host" : null,
        [Rule(nameof(HostRules), nameof(HostRules.LedElsewhere))] = _ => "needs a route of the host beside the engine's; Ticks.Tests.ps1",
        [Rule(nameof(GroupRules), nameof(GroupRules.OfNoMachine))] = _ => "no topology sends to a group; SpecialAddressTests",
        [Rule(nameof(HostRules), nameof(HostRules.NodeAddress))] = engine => engine.Swarm ? null : "the engine is not a swarm",
        [ReasonCode.NotForwarded] = _ => Forwarding,
        [Rule(nameof(RouteRules), nameof(RouteRules.NotForwarded))] = _ => Forwarding,
        [ReasonCode.NotIsolated] = engine => engine.Podman ? null : "is Podman's",
        [ReasonCode.IPv6Disabled] = engine => engine.Until(27, 0),
        [ReasonCode.IPv6NotIsolated] = engine => engine.Until(27, 0),
        [ReasonCode.RoutedNetwork] = engine => engine.Since(28, 0),
        [ReasonCode.PortNotPublished] = engine => engine.Since(28, 0),
        [ReasonCode.UnprotectedNetwork] = engine => engine.Since(29, 0),
        [ReasonCode.TrustedInterface] = engine => engine.Since(29, 0),
        [ReasonCode.LegacyLink] = engine => engine.StartedWith("--icc=false"),
        [ReasonCode.ServiceAddress] = _ => NetworkDimensions.NoIpvs(),
        [ReasonCode.MembersKeptApart] = engine => engine.Parents ? null : "needs parent interfaces",
        [ReasonCode.DifferentSubnets] = engine => engine.Parents ? null : "needs parent interfaces",
        [ReasonCode.DroppedByRule] = _ => Fault,
        [ReasonCode.RefusedByRule] = _ => Fault,
        [ReasonCode.NotTranslated] = _ => Fault,
        [ReasonCode.ProxyNotRunning] = _ => Fault,
        [ReasonCode.TranslatedByRule] = _ => Fault,
        [ReasonCode.RouteElsewhere] = _ => Fault,
        [ReasonCode.ReplyMisrouted] = _ => Fault,
        [ReasonCode.NoRouteBack] = _ => Fault,
        [ReasonCode.NotOnBridge] = _ => Fault,
        [ReasonCode.BridgePortClosed] = _ => Fault,
        [ReasonCode.BridgeWithoutAddress] = _ => Fault,
        [ReasonCode.LinkDown] = _ => Fault,
        [ReasonCode.NoNeighbor] = _ => Fault,
        [ReasonCode.ReversePathFilter] = _ => Fault,
        [ReasonCode.BridgeNetfilterOff] = _ => Fault,
        [ReasonCode.ConnectionTableFull] = _ => Fault,
        [ReasonCode.NeighborTableFull] = _ => Fault,
        [ReasonCode.QueueFull] = _ => Fault,
        [ReasonCode.DuplicateAddress] = _ => Fault,
        [ReasonCode.ListensElsewhere] = _ => Fault,
        [ReasonCode.ListensOnLoopbackOnly] = _ => Fault,
        [ReasonCode.PublishedPortNotContainerPort] = _ => Fault,
        [ReasonCode.LocalhostIsTheContainer] = _ => Fault,
        [ReasonCode.PathMtu] = _ => Fault,
        [ReasonCode.UpstreamDnsSilent] = _ => Fault,
        [ReasonCode.PacketLost] = _ => Fault,
        [ReasonCode.AnswerLost] = _ => Fault,
        [ReasonCode.WrongMacAddress] = _ => Fault,
        [ReasonCode.SomePacketsLost] = _ => Fault,
        [ReasonCode.NotTraced] = _ => Instrument,
        [Rule(nameof(IPv6Switch), nameof(IPv6Switch.Undecided))] = engine => engine.Until(27, 0),
        [Rule(nameof(NeighbourRules), nameof(NeighbourRules.IPv6DisabledInTarget))] = engine => engine.Until(27, 0),
        [Rule(nameof(LoopbackRules), nameof(LoopbackRules.OwnIPv6Address))] = engine => engine.Until(27, 0),
        [Rule(nameof(RouteRules), nameof(RouteRules.ForwardedIPv6))] = engine => engine.Until(27, 0),
        [Rule(nameof(BridgeRules), nameof(BridgeRules.RoutedNetwork))] = engine => engine.Since(27, 0) ?? engine.Until(29, 0),
        [Rule(nameof(BridgeRules), nameof(BridgeRules.IsolatedBridges))] = engine => engine.Until(29, 0),
        [Rule(nameof(DirectAccessRules), nameof(DirectAccessRules.Forwarded))] = engine => engine.Since(29, 0),
    };

    /// <summary>Why the engine cannot exercise a rule or reason code; null if it can.</summary>
    public static string? Of(string name, AgreementEngine engine) => Reasons.GetValueOrDefault(name)?.Invoke(engine);

    private static string Rule(string type, string method) => $"{type}.{method}";
}
