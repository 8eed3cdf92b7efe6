using System.Text.Json;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Reads the packets of a trace out of a job; what is out of range is refused.</summary>
internal static class PacketSpecReader
{
    private static readonly CamelCaseWords<ProbeKind> Kinds = new();

    /// <exception cref="FormatException">A value is missing or out of range.</exception>
    public static PacketSpec Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("The packets of a trace are not an object.");
        var spec = new PacketSpec { Kind = ProbeKind.Dns };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            spec = name switch
            {
                "kind" => spec with { Kind = Kinds.Find(reader.GetString()) ?? ProbeKind.Dns },
                "family" => spec with { Family = reader.GetInt32() },
                "token" => spec with { Token = reader.GetInt64() },
                "fromPort" => spec with { FromPort = reader.GetInt32() },
                "to" => spec with { To = reader.GetString() },
                "toPort" => spec with { ToPort = reader.GetInt32() },
                "size" => spec with { Size = reader.GetInt32() },
                "dontFragment" => spec with { DontFragment = reader.GetBoolean() },
                "tunnels" => spec with { Tunnels = reader.GetBoolean() },
                "neighbours" => spec with { Neighbours = JobReader.ReadTexts(ref reader, PacketSpec.MaxNeighbours) },
                _ => Skip(ref reader, spec),
            };
        }

        return IsValid(spec) ? spec : throw new FormatException("The packets of a trace have no valid kind, family, port or size.");
    }

    private static bool IsValid(PacketSpec spec) =>
        spec is { Kind: ProbeKind.Icmp or ProbeKind.Tcp or ProbeKind.Udp, Family: 4 or 6, Size: >= 0 and <= JobMessage.MaxSize }
        && (spec.Kind == ProbeKind.Icmp || (spec.FromPort is > 0 and <= 65535 && spec.ToPort is >= 0 and <= 65535));

    private static PacketSpec Skip(ref Utf8JsonReader reader, PacketSpec spec)
    {
        reader.Skip();
        return spec;
    }
}
