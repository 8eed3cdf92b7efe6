using System.Management.Automation;
using DockerNetwork.Model.Containers;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>Makes a container that is piped to -Network an error, as <see cref="RefuseNetworksAttribute"/> does for networks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RefuseContainersAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData.Unwrapped() is Container container
            ? new[] { NetworkIdentity.OfContainer(container) }
            : ObjectRow.NetworkOr(inputData);
}

/// <summary>For cmdlets that only read: a container stands for the networks that it is on, an interface for its network.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerAsNetworksAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData.Unwrapped() switch
    {
        Container container => new[] { NetworkIdentity.OfMember(container) },
        ContainerInterface item => new[] { NetworkIdentity.OfInterface(item) },
        _ => ObjectRow.NetworkOr(inputData),
    };
}
