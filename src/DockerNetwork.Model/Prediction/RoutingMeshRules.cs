using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Addresses on the network ingress, the routing mesh of a swarm. Its only packets are those that a node forwards from a published port to
/// a task of the service: in the namespace of a task, rules drop all other TCP and UDP (moby's service_linux.go).
/// </summary>
internal static class RoutingMeshRules
{
    /// <summary>The source is on the mesh, too, or its packets end at the host, which is not.</summary>
    public static Verdict? OnMesh(AddressQuestion asked)
    {
        if (Mesh(asked) is not { } mesh)
            return null;
        if (asked.SourceEndpoints.Any(own => own.NetworkId == mesh.Id))
            return Unknown(asked, mesh);
        return asked.Peer is not null && (asked.FromHostNetwork || asked.LeavesByBridge)
            ? AddressRules.Blocked(asked, new Reason(ReasonCode.HostNotOnNetwork, mesh.Name, Message(asked, mesh)))
            : null;
    }

    /// <summary>
    /// Nobody known has the address, so the host's own routes decide: the usual subnet of ingress, 10.0.0.0/24, is also that of many a LAN.
    /// </summary>
    public static Verdict? InItsSubnet(AddressQuestion asked) =>
        asked.Peer is null
        && asked.Question.Elsewhere?.HostAddresses(asked.Snapshot).Contains(asked.Address) != true
        && Mesh(asked) is { } mesh
            ? Unknown(asked, mesh)
            : null;

    private static Network? Mesh(AddressQuestion asked) =>
        asked.Theirs is { Ingress: false } || asked.Routes.Any(route => !route.Network.Ingress && route.Contains(asked.Address))
            ? null
            : Array.Find(asked.Question.Index.Ingress, network => network.Subnets.Any(subnet => subnet.Contains(asked.Address)));

    private static Verdict Unknown(AddressQuestion asked, Network mesh) => Verdict.Unknown(
        asked.Address, AddressReasons.NotPredicted($"{Message(asked, mesh)} {AddressReasons.OnlyAProbe(asked)}"));

    private static string Message(AddressQuestion asked, Network mesh) =>
        $"{asked.Address} is {(asked.Peer is { } peer ? $"an address of {peer.Container} on" : "in the subnet of")} the network {mesh}, "
        + "the routing mesh of the swarm, which forwards only connections to published ports of the nodes. Test a published port at the "
        + "address of a node.";
}
