using System.Collections;
using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Lets -DockerHost take texts as well as the endpoints that objects of this module carry, one or several. What is null names no engine.
/// </summary>
public sealed class DockerHostTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData.Unwrapped() is not IEnumerable several || several is string)
            return Host(inputData) is { } host ? new[] { host } : null;
        var hosts = several.Cast<object?>().Select(Host).OfType<DockerHost>().ToArray();
        // Not the usual engine: a script may have meant others, and have found none.
        return hosts.Length > 0 ? hosts : throw new ArgumentTransformationMetadataException("The list of engines is empty.");
    }

    private static DockerHost? Host(object? inputData)
    {
        switch (inputData.Unwrapped())
        {
            case null:
                return null;
            case DockerHost host:
                return host;
            case DockerContext { DockerHost: { } host }:
                return host;
        }

        // An endpoint that was exported and read back is its text. One that was JSON is its properties.
        var item = PSObject.AsPSObject(inputData);
        var text = item.TypeNames.FirstOrDefault() == typeof(PSCustomObject).FullName
            ? $"{item.Properties[nameof(DockerHost.Uri)]?.Value ?? item}"
            : $"{item}";
        if (text.Contains(',', StringComparison.Ordinal)
            && text.LastIndexOf("://", StringComparison.Ordinal) > text.IndexOf(',', StringComparison.Ordinal))
        {
            throw new ArgumentTransformationMetadataException(
                $"'{Excerpt.Of(text)}' is not a valid Docker host. {CommandErrors.Separate(text)}".TrimEnd());
        }

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
