using System.Collections;
using System.Management.Automation;

namespace DockerNetwork.Identities;

/// <summary>
/// Refuses targets that are null or none. Without quotes, @gateway and @outside are variables of PowerShell, which are null.
/// </summary>
internal sealed class ValidateTargetAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not IEnumerable targets || targets.Cast<object?>().DefaultIfEmpty(null).Any(target => target is null))
        {
            throw new ValidationMetadataException(
                "It is null or empty. Quote '@gateway' and '@outside': without quotes, PowerShell expands the variables $gateway and "
                + "$outside.");
        }
    }
}
