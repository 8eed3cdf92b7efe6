using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Reflection;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Formats;

/// <summary>
/// Makes of what Import-Clixml reads, or a remote session sends, the objects that were written: with their types, their views and their
/// methods. What cannot be made stays what PowerShell made of it. Named in DockerNetwork.types.ps1xml.
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
        try
        {
            return Revive(PSObject.AsPSObject(sourceValue), destinationType);
        }
        catch (Exception e) when (
            e is FormatException or EngineException or TargetInvocationException or MissingMethodException or ArgumentException)
        {
            throw new PSInvalidCastException($"This is not a {destinationType.Name}: {e.Message}", e);
        }
    }

    private static object Revive(PSObject source, Type type)
    {
        // A record with parameters has no other constructor than the one to copy with.
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var arguments = constructor.GetParameters().Select(p => Value(source, p.Name!, p.ParameterType)).ToArray();
        var revived = constructor.Invoke(arguments);
        foreach (var property in type
            .GetProperties()
            .Where(p => p.SetMethod is { IsPublic: true } && source.Properties[p.Name] is not null))
        {
            if (Value(source, property.Name, property.PropertyType) is { } value)
                property.SetValue(revived, value);
        }

        return revived;
    }

    private static object? Value(PSObject source, string name, Type type) =>
        source.Properties[name]?.Value is { } value ? Convert(value, type) : null;

    private static object? Convert(object value, Type type)
    {
        var plain = value.Unwrapped();
        if (type == typeof(IPAddress))
            return Addresses.ParseAddress(plain.ToString());
        if (type.IsInstanceOfType(plain))
            return plain;
        if (type == typeof(DockerHost))
            return DockerHostResolver.OfThisMachine.Resolve(host: value.ToString(), origin: "an object that was read back");
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
            return Time((PSObject)value);
        if (type == typeof(IPNetwork) || type == typeof(IPNetwork?))
            return Addresses.ParseSubnet(value.ToString()) ?? throw new FormatException($"'{value}' is not a valid subnet.");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Items(plain is string ? new[] { plain } : plain as IEnumerable ?? new[] { plain }, type.GetGenericArguments()[0]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Pairs(plain as IDictionary ?? new Hashtable(), type.GetGenericArguments()[1]);
        if (Nullable.GetUnderlyingType(type) is { IsEnum: true } inner)
            return LanguagePrimitives.ConvertTo(value.ToString(), inner, CultureInfo.InvariantCulture);
        return type.IsEnum
            ? LanguagePrimitives.ConvertTo(value.ToString(), type, CultureInfo.InvariantCulture)
            : plain is PSCustomObject && type.Assembly.GetName().Name!.StartsWith("DockerNetwork", StringComparison.Ordinal)
                ? Revive((PSObject)value, type)
                : LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
    }

    /// <summary>Its text has no fractions of a second.</summary>
    private static DateTimeOffset Time(PSObject source) =>
        source.Properties[nameof(DateTimeOffset.Ticks)]?.Value is long ticks
            && source.Properties[nameof(DateTimeOffset.Offset)]?.Value is TimeSpan offset
            ? new DateTimeOffset(ticks, offset)
            : DateTimeOffset.Parse(LanguagePrimitives.ConvertTo<string>(source), CultureInfo.InvariantCulture);

    private static Array Items(IEnumerable source, Type type)
    {
        var items = source.Cast<object>().Select(item => Convert(item, type)).ToArray();
        var array = Array.CreateInstance(type, items.Length);
        items.CopyTo(array, 0);
        return array;
    }

    private static IDictionary Pairs(IDictionary source, Type type)
    {
        var pairs = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        foreach (DictionaryEntry pair in source)
            pairs[pair.Key.ToString()!] = Convert(pair.Value!, type);
        return pairs;
    }
}
