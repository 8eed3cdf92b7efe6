using System.Collections;
using System.Management.Automation;
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
                IEnumerable lines => string.Join('\n', lines.Cast<object?>()),
                _ => PSObject.AsPSObject(inputData).Properties["Document"]?.Value?.ToString(),
            };
            return SavedSnapshot.Parse(text ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
