using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>The sentences about packets that somebody refuses or sends to another destination, if it is not known to be a rule.</summary>
internal static class RefusalReasons
{
    public static Reason OnTheWay(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.RefusedByRule, "@host",
        $"The packets to {TraceReasons.Target(evidence)} left {TraceReasons.Of(last.Place)} through "
        + $"{TraceReasons.Interface(evidence, last)}, and something on the way answered with a TCP reset, as a firewall rule with the "
        + $"target REJECT does. {TraceReasons.Hint(evidence)}");

    public static Reason BehindProxy(TraceEvidence evidence) => new(
        ReasonCode.PortRefused, TraceReasons.Published(evidence),
        $"The port proxy (docker-proxy) accepts the connection, and {TraceReasons.Published(evidence)} refuses the one that the proxy "
        + $"makes to its port {evidence.Port}: nothing listens there, or a firewall answered in its place.");

    /// <summary>With an ICMP message that no firewall rule makes.</summary>
    public static Reason Answered(TraceEvidence evidence, Sighting last, Sighting error) => new(
        ReasonCode.PacketLost, last.Place.Name,
        $"{error.From} answers the packets to {TraceReasons.Target(evidence)} with {TraceReasons.Icmp(error)}. They were seen last in "
        + $"{TraceReasons.Of(last.Place)}. "
        + (IcmpText.SaysTimeExceeded(error.Item.Icmp ?? 0, evidence.Spec.Family == 6)
            ? "Their time to live ended there: routes form a loop, or a rule on the way lowers it."
            : "Firewall rules with the target REJECT do not send this message, so look at the machine that sends it."));

    public static Reason RouteProhibits(IPAddress to) => new(
        ReasonCode.RouteElsewhere, "@host",
        $"A route of the engine's host prohibits packets for {to}, and the host tells the sender so. On the host: ip route get {to}");

    public static Reason Translated(TraceEvidence evidence, Sighting sent) => new(
        ReasonCode.TranslatedByRule, sent.Place.Name,
        $"The packets from {TraceReasons.Sender(evidence)} to {TraceReasons.Target(evidence)}"
        + $"{(evidence.Question.Port is null ? "" : ",")} did not get there: {TraceReasons.Of(sent.Place)} sent them to "
        + $"{Destination(evidence, sent)}. A rule that is not Docker's translates their destination. {TraceReasons.Hint(evidence)}");

    /// <summary>Where packets were sent: "10.2.0.2:80 (far)".</summary>
    public static string Destination(TraceEvidence evidence, Sighting sent) => sent.Ends.To + (
        sent.To is not { } to ? ""
        : evidence.Look(sent.Place)?.Has(to) == true || IPAddress.IsLoopback(to) ? $" ({TraceReasons.Of(sent.Place)} itself)"
        : TraceReasons.Owner(evidence, to.ToString()));
}
