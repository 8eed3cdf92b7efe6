using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>What published ports and legacy links let through, or do not.</summary>
internal static partial class AddressRules
{
    /// <summary>
    /// A link opens each port that its target exposes, in one direction (libnetwork's bridge driver, link.go). The engine does so when the default bridge becomes the
    /// source's default route. Where that is another network in the end, it depends on which one the engine joined first, and that changes from start to start.
    /// </summary>
    private static Verdict? Linked(AddressQuestion path, NetworkEndpoint peer, Network bridge)
    {
        if (path.Port is not { } port
            || !path.SourceOwner!.Link.Any(link => link.Split(':')[0].TrimStart('/') == peer.Container)
            || path.Snapshot.Container(peer.ContainerId)?.Ports.Any(p => p.ContainerPort == port && p.Protocol == path.Protocol) != true)
        {
            return null;
        }

        return path.Routes.FirstOrDefault(w => w.HasGateway)?.Network.Id == bridge.Id
            ? Reachable(path, bridge.Name, new Reason(ReasonCode.LegacyLink, bridge.Name, $"The network {bridge} has inter-container communication switched off, and the legacy link of {path.Source} to {peer.Container} opens the ports that this one exposes."))
            : Verdict.Unknown(path.Address, $"The legacy link of {path.Source} to {peer.Container} may open the port: {path.Source} is on other networks too, and in which order the engine joined them it does not tell. Only a probe does.");
    }

    /// <summary>
    /// A published port of the host is served by the engine's proxy for containers, because the engine keeps their connections out of its redirection (DNAT).
    /// It does so only for networks that are masqueraded. From the others the connection is redirected to the container itself, and dropped on the way
    /// from one bridge to the other.
    /// </summary>
    private static Verdict? Redirected(AddressQuestion path)
    {
        if (path.SourceOwner is not { HostNetwork: false }
            || Leaving(path) is not { } route
            || (!route.Internal && !route.BridgeOptionOff("enable_ip_masquerade"))
            || Publisher(path.Question, path.Address) is not { } publisher
            || path.Snapshot.RoutesOf(publisher).FirstOrDefault(w => w.LeadsOut(path.Family))?.Network is not { } theirs
            || theirs.Id == route.Id)
        {
            return null;
        }

        return No(
            ReachabilityState.Blocked, path,
            new Reason(
                ReasonCode.PublishedPortRedirected, route.Name,
                $"{publisher} publishes the port {path.Port} of the host, but from the network {route}, which is not masqueraded, the engine redirects it to the network {theirs} and drops what goes from one bridge to another. Ask {publisher} itself, on a common network."));
    }

    /// <summary>Who publishes the port that is asked for at an address of the host.</summary>
    public static Container? Publisher(Question question, IPAddress address) => question.Port is { } port
        ? question.Snapshot.Containers.FirstOrDefault(c => c.Ports.Any(p => p.HostPort == port && p.Protocol == question.Protocol && Listens(p, address)))
        : null;

    private static bool Listens(PublishedPort port, IPAddress address) =>
        port.HostAddress is null || port.HostAddress.Equals(address) || port.HostAddress.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
}
