using System.Net.Sockets;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Prediction;

/// <summary>What is known of how packets leave for the outside: sentences for reasons.</summary>
internal static class Exits
{
    /// <summary>
    /// Through which network a container's packets leave, and with whose address, with a space at the end; empty for the host, which just
    /// sends.
    /// </summary>
    public static string From(Question question, AddressFamily family) => Network(question, family) is { } sentence ? sentence + " " : "";

    /// <summary>What the host does with the packet, with a space at the end; empty if no facts of the host are known.</summary>
    public static string OfHost(AddressQuestion asked)
    {
        if (asked.Host is not { } host || !(asked.FromHostNetwork || asked.LeavesByBridge))
            return "";
        var forwards = asked.FromHostNetwork || host.Forwards(asked.Family) != false ? ""
            : $"The engine's host does not forward {(asked.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} packets. ";
        return forwards + (host.RouteTo(asked.Address) switch
        {
            null => "The main routing table of the engine's host has no route to it. ",
            { Gateway: { } gateway } => $"The engine's host sends to it through {gateway}. ",
            { Interface: "" } => "The engine's host has a route to it. ",
            { Interface: var name } => $"The engine's host is on the network of that address, through {name}. ",
        });
    }

    private static string? Network(Question question, AddressFamily family)
    {
        if (question.SourceOwner is not { HostNetwork: false }
            || question.Routes.FirstOrDefault(route => route.LeadsOut(family)) is not { Network: var network } route)
        {
            return null;
        }

        var sends = $"{question.Source} sends to the outside through the network {network}";
        if (network.Driver is "macvlan" or "ipvlan")
            return $"{sends}, over {(network.Option.GetValueOrDefault("parent") is { } parent ? parent : "the parent interface")}.";
        if (!route.LeadsToHost(family) || question.Snapshot.Engine.Kind == EngineKind.Podman)
            return $"{sends}.";
        // Before 27.0, ip6tables was off by default, and no IPv6 was masqueraded.
        if (family == AddressFamily.InterNetworkV6 && question.Snapshot.Engine.Version < AddressQuestion.Ip6Tables)
            return $"{sends}.";
        return network.Internal || RouteRules.KeepsAddresses(network, family, question.Snapshot.Engine.Version)
            ? $"{sends}, which is not masqueraded."
            : $"{sends}, which is masqueraded.";
    }
}
