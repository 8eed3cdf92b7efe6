using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Lets -Snapshot take what Get-DockerNetworkSnapshot gave, also after Export-Clixml or ConvertTo-Json and back, or the JSON text of a
/// file.
/// </summary>
public sealed class SavedSnapshotTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData.UnwrappedUnlessCustom();
        if (value is null or SavedSnapshot)
            return value;
        try
        {
            var text = value switch
            {
                string one => one,
                FileInfo file => file.FullName,
                IEnumerable lines => string.Join('\n', lines.Cast<object?>()),
                _ => PSObject.AsPSObject(inputData).Properties["Document"]?.Value?.ToString(),
            };
            if (IsPath(text))
            {
                throw new ArgumentTransformationMetadataException(
                    $"'{VisibleText.Of(text)}' is a path, and -Snapshot takes what the file contains. Read the file first: "
                    + "-Snapshot (Import-Clixml PATH) after Export-Clixml, or -Snapshot (Get-Content PATH -Raw) for JSON.");
            }

            return SavedSnapshot.Parse(text ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    /// <summary>One line that cannot be JSON, and looks like a file's name: it exists, or has a separator or an extension.</summary>
    private static bool IsPath([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and < 4096 }
        && !text.Contains('\n', StringComparison.Ordinal)
        && !text.AsSpan().TrimStart().StartsWith("{")
        && (File.Exists(text) || text.AsSpan().ContainsAny('/', '\\') || System.IO.Path.HasExtension(text));
}
