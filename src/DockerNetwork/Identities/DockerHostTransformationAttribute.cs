using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>Lets -DockerHost take a text as well as the endpoint that an object of this module carries.</summary>
public sealed class DockerHostTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData.Unwrapped();
        if (value is null or DockerHost)
            return value;

        // An endpoint that was exported and read back is its text. One that was JSON is its properties.
        var item = PSObject.AsPSObject(inputData);
        var text = item.TypeNames.FirstOrDefault() == typeof(PSCustomObject).FullName
            ? $"{item.Properties[nameof(DockerHost.Uri)]?.Value ?? item}"
            : $"{item}";
        try
        {
            return DockerHostResolver.OfThisMachine.Resolve(host: text, origin: "-DockerHost");
        }
        catch (EngineException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
