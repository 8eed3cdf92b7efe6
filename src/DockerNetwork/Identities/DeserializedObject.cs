using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// A network, container, endpoint or port mapping that a job or a file gave before this module was loaded. PowerShell made a
/// <c>Deserialized.</c> object of it, and only by its properties it would bind: not by what it is. The identities name this class.
/// </summary>
public sealed class DeserializedObject : PSTypeConverter
{
    private static readonly Dictionary<string, Type> Types = new[]
    {
        typeof(Network), typeof(Container), typeof(NetworkEndpoint), typeof(PortMapping),
    }.ToDictionary(type => $"Deserialized.{type.FullName}", StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => TypeOf(sourceValue) is not null;

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        LanguagePrimitives.ConvertTo(Revived(sourceValue), destinationType, CultureInfo.InvariantCulture);

    /// <summary>The object that it was; any other value as it is.</summary>
    /// <exception cref="PSInvalidCastException">It cannot be made again.</exception>
    internal static object? Revived(object? value)
    {
        if (TypeOf(value) is not { } type)
            return value;
        try
        {
            return new ExportedObject(PSObject.AsPSObject(value)).As(type);
        }
        catch (Exception e) when (
            e is FormatException or EngineException or TargetInvocationException or MissingMethodException or ArgumentException)
        {
            throw new PSInvalidCastException($"This is not a {type.Name}: {e.Message}", e);
        }
    }

    private static Type? TypeOf(object? value) =>
        value is PSObject { BaseObject: PSCustomObject } item ? Types.GetValueOrDefault(item.TypeNames.FirstOrDefault() ?? "") : null;
}
