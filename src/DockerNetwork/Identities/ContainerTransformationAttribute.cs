using System.Management.Automation;
using DockerNetwork.Model.Containers;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Makes a container of the pipeline bind to -Container by what it is. PowerShell tries values that fit as they are first, then property
/// names, and only then values that it has to convert; by then the property DockerHost has bound, and has chosen the parameter set of
/// networks and names.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData.Unwrapped() is Container container
            ? new ContainerIdentity[] { new(container) }
            : ObjectRow.ContainerOr(inputData, own: false);
}
