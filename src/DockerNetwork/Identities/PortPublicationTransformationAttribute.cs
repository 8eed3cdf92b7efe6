using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Model.Ports;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Lets -Publish take texts as <c>docker run --publish</c> does (one text may be many ports), port numbers, hashtables and objects with the
/// properties of <see cref="PortPublication"/>, and the ports of another container, without those that it only exposes.
/// </summary>
public sealed class PortPublicationTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Known = ["ContainerPort", "Protocol", "HostAddress", "HostPort", "HostPortEnd"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return inputData is null ? null : Publications(inputData).ToArray();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or PSInvalidCastException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static IEnumerable<PortPublication> Publications(object? input)
    {
        var value = input.UnwrappedUnlessCustom();
        return value switch
        {
            null => [],
            PortPublication publication => [publication],
            PublishedPort { HostPort: null } => [],
            PublishedPort port => [new PortPublication(port.ContainerPort, port.Protocol, port.HostAddress, port.HostPort)],
            string text => PortPublication.Parse(text),
            IDictionary table => [FromTable(table)],
            IEnumerable list => list.Cast<object?>().SelectMany(Publications),
            PSObject custom =>
            [
                FromTable(
                    custom.Properties
                        .Where(p => Known.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
                        .ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)),
            ],
            _ => PortPublication.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    private static PortPublication FromTable(IDictionary table)
    {
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            var key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (!Known.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new FormatException($"'{key}' is not a valid key of a port to publish. Valid keys: {string.Join(", ", Known)}.");
            given[key] = entry.Value;
        }

        if (!given.ContainsKey("ContainerPort"))
            throw new FormatException("A port to publish needs a ContainerPort: @{ HostPort = 8080; ContainerPort = 80 }.");
        return new PortPublication(
            Value<int>("ContainerPort"),
            Value<string>("Protocol") ?? "tcp",
            Value<IPAddress>("HostAddress"),
            Value<int?>("HostPort"),
            Value<int?>("HostPortEnd"));

        T? Value<T>(string name) => given.GetValueOrDefault(name) is { } value ? LanguagePrimitives.ConvertTo<T>(value) : default;
    }
}
