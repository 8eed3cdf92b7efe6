using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Identities;

/// <summary>Makes a container that is piped to -Network an error, as <see cref="RefuseNetworksAttribute"/> does for networks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RefuseContainersAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ObjectRow.Revived(inputData) switch
    {
        Container container => new[] { NetworkIdentity.OfContainer(container) },
        var other => ObjectRow.NetworkOr(other),
    };
}

/// <summary>
/// For cmdlets that only read: a container stands for the networks that it is on, an interface for its network, and a context for all
/// networks of its engine.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerAsNetworksAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ObjectRow.Revived(inputData) switch
    {
        Container container => new[] { NetworkIdentity.OfMember(container) },
        ContainerInterface item => new[] { NetworkIdentity.OfInterface(item) },
        DockerContext context => new[] { NetworkIdentity.OfEngine(context) },
        var other => ObjectRow.NetworkOr(other),
    };
}
