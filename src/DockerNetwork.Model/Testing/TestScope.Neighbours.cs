using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;

namespace DockerNetwork.Model.Testing;

/// <content>Whom a source is tested against if no target is named.</content>
public sealed partial record TestScope
{
    /// <summary>The other containers on a source's networks.</summary>
    private ReachabilityTarget[] Neighbours(Container source, TestOptions options) =>
    [
        .. (Snapshot.NamespaceOwner(source)?.Endpoints ?? [])
            .SelectMany(e => Meets(e.NetworkId, options) ? Snapshot.Network(e.NetworkId)?.Endpoints ?? [] : [])
            .Select(e => e.ContainerId)
            .Where(id => id != source.Id)
            .Distinct(StringComparer.Ordinal)
            .Select(Snapshot.Container)
            .OfType<Container>()
            .Select(c => new ReachabilityTarget(c.Name, c)),
        .. Others.SelectMany(other => other.Targets).Where(target => IsBeside(source, target.Container!, options)),
    ];

    private bool IsBeside(Container source, Container other, TestOptions options) =>
        EndpointsOf(source).Any(own => Meets(own.NetworkId, options) && other.Endpoints.Any(theirs => theirs.NetworkId == own.NetworkId));

    /// <summary>Those on the routing mesh do not meet there; see <see cref="RoutingMeshRules"/>.</summary>
    private bool Meets(string networkId, TestOptions options) =>
        options.Wants(networkId) && (options.Networks is not null || Snapshot.Network(networkId) is not { Ingress: true });
}
