using System.Net;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The sentences about routes that lead away from where packets have to go.</summary>
internal static class RouteReasons
{
    /// <summary>The host sends requests elsewhere.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="to">The receiver, as the host sends them.</param>
    /// <param name="link">By which link, if that is known of something else than the route.</param>
    /// <param name="route">The route; null if it is not known.</param>
    public static Reason Elsewhere(TraceEvidence evidence, IPAddress to, string? link, RouteItem? route)
    {
        var owner = evidence.Question.Index.At(to).FirstOrDefault();
        var network = owner is null ? null : evidence.Question.NetworkOf(owner)?.Name;
        var meant = $"the network {network ?? $"of {evidence.Target?.Name ?? evidence.Question.Literal}"}";
        return new Reason(
            ReasonCode.RouteElsewhere, "@host",
            $"The host's routes send packets for {to}{TraceReasons.Owner(evidence, to.ToString())} {Leads(evidence, route, link)}, not to "
            + $"{meant}."
            + (route?.Table is > 0 and not 254 and not 255 ? $" Routing table {route.Table} decides (ip rule)." : "")
            + $" This command shows the route: ip route get {to}. Remove the route, or give {meant} another subnet.");
    }

    /// <summary>The host sends answers elsewhere.</summary>
    public static Reason Back(TraceEvidence evidence, RouteItem? route, string? link = null)
    {
        var to = AtHost.SourceAddress(evidence);
        var whose = to is null ? evidence.Source.Name : $"{to}{TraceReasons.Owner(evidence, to.ToString())}";
        var meant = $"the network {AtHost.SourceNetwork(evidence)?.Name ?? $"of {evidence.Source.Name}"}";
        return new Reason(
            ReasonCode.ReplyMisrouted, "@host",
            $"The engine's host has a route for {whose} {Through(route, link)}, so answers do not go to {meant}."
            + $"{(to is null ? "" : $" This command shows the route: ip route get {to}.")} Remove the route, or give {meant} another "
            + "subnet.");
    }

    /// <summary>"through tun9, next hop 192.0.2.1".</summary>
    public static string Through(RouteItem? route, string? link) => route switch
    {
        { Type: "blackhole" or "unreachable" or "prohibit" } => $"to nowhere ({route.Type})",
        { Error: not null } when link is null => "to nowhere",
        { Gateway: { } gateway, Link: { } by } => $"through {by}, next hop {gateway}",
        _ => $"through {route?.Link ?? link ?? "another interface"}",
    };

    private static string Leads(TraceEvidence evidence, RouteItem? route, string? link) => route switch
    {
        { Type: "blackhole" or "unreachable" or "prohibit" } => $"nowhere ({route.Type})",
        { Error: not null } when link is null => "nowhere",
        { Gateway: { } gateway, Link: { } by } => $"to {gateway}{TraceReasons.Owner(evidence, gateway)} through {by}",
        _ => $"through {route?.Link ?? link ?? "another interface"}",
    };
}
