using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Pipeline;

/// <summary>
/// An object as Import-Clixml, Import-Csv, ConvertFrom-Json or a remote session reads it: it has its properties, but some of their values
/// have lost their types. This class converts them back. The values may come from a file that anyone wrote.
/// </summary>
/// <param name="source">The object.</param>
/// <param name="emptyIsNull">An empty text stands for null, as in a CSV file.</param>
internal sealed class ExportedObject(PSObject source, bool emptyIsNull = false)
{
    /// <summary>The value of a property; the default of its type if it is missing or null.</summary>
    /// <exception cref="PSInvalidCastException">The value cannot be converted.</exception>
    /// <exception cref="FormatException">The value is not a valid subnet or time.</exception>
    /// <exception cref="EngineException">The value does not name a valid engine.</exception>
    public T? Value<T>(string name) => Value(name, typeof(T)) is T value ? value : default;

    /// <summary>The text of a property; null if it is missing or empty.</summary>
    /// <exception cref="PSInvalidCastException">The value cannot be converted.</exception>
    public string? Text(string name) => Value<string>(name) is { Length: > 0 } text ? text : null;

    /// <summary>The number of a port; null if it is missing.</summary>
    /// <exception cref="PSInvalidCastException">The value cannot be converted.</exception>
    /// <exception cref="FormatException">The value is not between 1 and 65535.</exception>
    public int? Port(string name) => Value<int?>(name) is not { } port ? null
        : port is >= 1 and <= 65535 ? port
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{port}' is not a valid port."));

    /// <summary>An object of a type of this module, with all properties that the exported one has.</summary>
    /// <exception cref="PSInvalidCastException">A value cannot be converted.</exception>
    /// <exception cref="FormatException">A value is not a valid subnet or time.</exception>
    /// <exception cref="EngineException">A value does not name a valid engine.</exception>
    /// <exception cref="System.Reflection.TargetInvocationException">The type refuses a value.</exception>
    public object As(Type type)
    {
        // A record with parameters has no other constructor than the one to copy with.
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.Name!, p.ParameterType))]);
        foreach (var property in type.GetProperties().Select(TextProperty.Typed).Where(p => p.SetMethod is { IsPrivate: false }))
        {
            if (Value(property.Name, property.PropertyType) is { } value)
                property.SetValue(made, value);
        }

        return made;
    }

    private object? Value(string name, Type type) =>
        source.Properties[name]?.Value is { } value && !(emptyIsNull && value is "") ? Converted(value, type) : null;

    private static object? Converted(object? value, Type type)
    {
        var plain = value.Unwrapped();
        var single = Nullable.GetUnderlyingType(type) ?? type;
        if (single == typeof(IPAddress))
            return Addresses.ParseAddress((plain ?? throw new FormatException("An address is null.")).ToString());
        if (single.IsInstanceOfType(plain))
            return plain;
        if (single == typeof(DockerHost))
            return DockerHostResolver.OfThisMachine.Resolve(host: Shown(value), origin: "an object that was read back");
        if (single == typeof(DateTimeOffset))
            return Time(PSObject.AsPSObject(value ?? ""));
        if (single == typeof(IPNetwork))
            return Addresses.ParseSubnet(Shown(value)) ?? throw new FormatException($"'{value}' is not a valid subnet.");
        if (single.IsGenericType && single.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(plain is IEnumerable and not string ? (IEnumerable)plain : new[] { value }, single.GetGenericArguments()[0]);
        if (single.IsGenericType && single.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Pairs(plain as IDictionary ?? new Hashtable(), single.GetGenericArguments()[1]);
        if (single.IsEnum)
            return LanguagePrimitives.ConvertTo(Shown(value), single, CultureInfo.InvariantCulture);
        if (plain is PSCustomObject && single.Assembly.GetName().Name!.StartsWith("DockerNetwork", StringComparison.Ordinal))
            return new ExportedObject(PSObject.AsPSObject(value)).As(single);
        if (plain is PSCustomObject && single == typeof(TimeSpan) && Part(value, nameof(TimeSpan.Ticks)) is { } ticks)
            return TimeSpan.FromTicks(LanguagePrimitives.ConvertTo<long>(ticks));
        return LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
    }

    /// <summary>The text of a value. Import-Clixml gives an enumeration as its number, with the text that it was written with.</summary>
    private static string Shown(object? value) => value?.ToString() ?? "";

    /// <summary>From its parts, as its text has no fractions of a second.</summary>
    private static DateTimeOffset Time(PSObject value) =>
        Part(value, nameof(DateTimeOffset.Ticks)) is long ticks && Part(value, nameof(DateTimeOffset.Offset)) is TimeSpan offset
            ? new DateTimeOffset(ticks, offset)
            : DateTimeOffset.Parse(LanguagePrimitives.ConvertTo<string>(value), CultureInfo.InvariantCulture);

    /// <summary>A property of a value that was exported as its properties, as ConvertTo-Json does with a time span.</summary>
    private static object? Part(object? value, string name) => (value as PSObject)?.Properties[name]?.Value;

    private static Array List(IEnumerable source, Type type)
    {
        var items = source.Cast<object?>().Select(item => Converted(item, type)).ToArray();
        var list = Array.CreateInstance(type, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private static IDictionary Pairs(IDictionary source, Type type)
    {
        var pairs = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        foreach (DictionaryEntry pair in source)
            pairs[pair.Key.ToString()!] = Converted(pair.Value, type);
        return pairs;
    }
}
