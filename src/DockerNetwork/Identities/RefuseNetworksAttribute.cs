using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Identities;

/// <summary>
/// Makes a network that is piped to -Container an error. Without this, PowerShell takes the property Name of the network, and the cmdlet
/// acts on the container that has the same name. Of an interface, it takes the container, and not the interface's Name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RefuseNetworksAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ObjectRow.Revived(inputData) switch
    {
        Network network => new[] { ContainerIdentity.OfNetwork(network) },
        ContainerInterface item => new[] { ContainerIdentity.OfInterface(item) },
        var other => ObjectRow.ContainerOr(other),
    };
}

/// <summary>
/// The same for cmdlets that only read: a network stands for the containers on it, and a context for all containers of its engine.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworkAsContainersAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ObjectRow.Revived(inputData) switch
    {
        Network network => new[] { ContainerIdentity.OfMembers(network) },
        DockerContext context => new[] { ContainerIdentity.OfEngine(context) },
        ContainerInterface item => new[] { ContainerIdentity.OfInterface(item) },
        var other => ObjectRow.ContainerOr(other),
    };
}
