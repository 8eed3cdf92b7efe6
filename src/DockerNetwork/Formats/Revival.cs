using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Engine;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Formats;

/// <summary>
/// Makes what Import-Clixml reads, or a remote session sends, into the objects that were written, with their types, their views and their
/// methods. PowerShell keeps an object as it read it if this class cannot make it. DockerNetwork.types.ps1xml names this class.
/// </summary>
public sealed class Revival : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject { BaseObject: PSCustomObject };

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(destinationType);
        var source = PSObject.AsPSObject(sourceValue);
        if (destinationType == typeof(ModuleObject))
            destinationType = ViewProperty.TypeOf(source) ?? throw new PSInvalidCastException("This is not an object of this module.");
        try
        {
            return new ExportedObject(source).As(destinationType);
        }
        catch (Exception e) when (
            e is FormatException or EngineException or TargetInvocationException or MissingMethodException or ArgumentException)
        {
            throw new PSInvalidCastException($"This is not a {destinationType.Name}: {e.Message}", e);
        }
    }
}
