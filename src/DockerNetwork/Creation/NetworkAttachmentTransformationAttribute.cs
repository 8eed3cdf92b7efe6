using System.Collections;
using System.Management.Automation;
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
        try
        {
            var attachment = LanguagePrimitives.ConvertTo<NetworkAttachment>(table);
            return attachment with { Network = named?.Network, Owner = named?.Owner };
        }
        catch (PSInvalidCastException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
