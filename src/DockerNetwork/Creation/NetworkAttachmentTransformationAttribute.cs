using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Creation;

/// <summary>
/// Reads the hashtables of -Network. PowerShell would make a name of a network or container in them, and any address of what inet_aton
/// reads. What is not a hashtable is left to PowerShell.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NetworkAttachmentTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Addresses =
    [
        nameof(NetworkAttachment.IPAddress),
        nameof(NetworkAttachment.IPv6Address),
        nameof(NetworkAttachment.LinkLocalIPAddress),
    ];

    private static readonly Dictionary<string, PropertyInfo> Settings = typeof(NetworkAttachment).GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true })
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Unwrapped() switch
    {
        IDictionary table => Read(table),
        IList list => list.Cast<object?>().Select(item => item.Unwrapped() is IDictionary table ? Read(table) : item).ToArray(),
        _ => inputData,
    };

    private static NetworkAttachment Read(IDictionary given)
    {
        var table = new Hashtable(given, StringComparer.OrdinalIgnoreCase);
        var named = table[nameof(NetworkAttachment.Name)].Unwrapped() switch
        {
            Network network => new NetworkAttachment(network),
            Container container => new NetworkAttachment(container),
            _ => null,
        };
        if (named is not null)
            table[nameof(NetworkAttachment.Name)] = named.Name;
        var transformation = new PlainAddressTransformationAttribute();
        foreach (var key in Addresses.Where(table.ContainsKey))
            table[key] = transformation.Transform(null!, table[key]);
        var attachment = new NetworkAttachment { Network = named?.Network, Owner = named?.Owner };
        foreach (DictionaryEntry entry in table)
            Set(attachment, entry.Key.ToString() ?? "", entry.Value);
        return attachment;
    }

    /// <summary>Each property by itself: in a session in ConstrainedLanguage, PowerShell makes no objects of hashtables.</summary>
    private static void Set(NetworkAttachment attachment, string name, object? value)
    {
        if (!Settings.TryGetValue(name, out var property))
        {
            throw new ArgumentTransformationMetadataException(
                $"A network has no property '{name}'. It takes these: {string.Join(", ", Settings.Keys.Order(StringComparer.Ordinal))}.");
        }

        try
        {
            property.SetValue(attachment, LanguagePrimitives.ConvertTo(value, property.PropertyType, CultureInfo.InvariantCulture));
        }
        catch (PSInvalidCastException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
