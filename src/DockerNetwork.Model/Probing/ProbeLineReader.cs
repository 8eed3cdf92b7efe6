using System.Text;
using System.Text.Json;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>Reads what the probe program says.</summary>
internal static class ProbeLineReader
{
    private static readonly string[] Names =
        ["protocol", "begin", "end", "kind", "fact", "sighting", "route", "sysctl", "rule"];

    /// <summary>
    /// Reads a line by the property that only its type has: "protocol", "begin", "end", "kind", "fact", "sighting", "route",
    /// "sysctl" or "rule"; any other object is an outcome. Null for what cannot be read.
    /// </summary>
    public static ProbeLine? Read(string line)
    {
        // An exception for each line of anything else would cost much.
        if (line.AsSpan().Trim(" \t\r\n") is not ['{', .., '}'])
            return null;
        try
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            return TypeOf(bytes) switch
            {
                "protocol" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.Greeting),
                "begin" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.BeginOfJob),
                "end" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.EndOfJob),
                "sighting" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.SightingItem),
                "kind" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.NamespaceItem),
                "fact" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.HostItem),
                "route" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.RouteItem),
                "sysctl" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.SysctlItem),
                "rule" => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.RuleItem),
                _ => JsonSerializer.Deserialize(bytes, ProtocolJson.Default.OutcomeMessage),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            foreach (var name in Names)
            {
                if (reader.ValueTextEquals(name))
                    return name;
            }

            reader.Skip();
        }

        return null;
    }
}
