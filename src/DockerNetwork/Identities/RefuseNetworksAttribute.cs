using System.Management.Automation;
using DockerNetwork.Model.Networks;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Makes a network that is piped to -Container an error. Without this, PowerShell takes the property Name of the network, and the cmdlet
/// acts on the container that has the same name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RefuseNetworksAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData.Unwrapped() is Network network ? new[] { ContainerIdentity.OfNetwork(network) } : inputData;
}
