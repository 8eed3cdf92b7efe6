using System.Collections;
using System.Management.Automation;

namespace DockerNetwork.Identities;

/// <summary>Refuses sources that are null or none, and says what may have been meant.</summary>
internal sealed class ValidateSourceAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not IEnumerable sources || sources.Cast<object?>().DefaultIfEmpty(null).Any(source => source is null))
        {
            throw new ValidationMetadataException(
                "It is null or empty. Without quotes, PowerShell expands a word that begins with @ or $ as a variable. Use a "
                + "container, or '@host' in quotes; '@gateway' and '@outside' can only be targets.");
        }
    }
}
