using System.Text.Json;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Reads a line of input by hand: within bounds, with the number of the job even if the rest is bad, and with what is wrong with one probe
/// kept to that probe.
/// </summary>
internal static class JobReader
{
    private static readonly CamelCaseWords<ProbeKind> Kinds = new();

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not a job.</exception>
    public static JobMessage Read(ReadOnlySpan<byte> line) => Read(line, out _);

    /// <summary>Reads a line. The number of the job is known as far as it was read, so that even a bad line can be answered.</summary>
    /// <exception cref="FormatException">The line is not a job.</exception>
    public static JobMessage Read(ReadOnlySpan<byte> line, out int id)
    {
        id = 0;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref reader, JsonTokenType.StartObject);
            var job = new JobMessage { Probes = [] };
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                job = name switch
                {
                    "job" => job with { Id = id = reader.GetInt32() },
                    "pid" => job with { ProcessId = Number(ref reader, 0, int.MaxValue) },
                    "container" => job with { Container = reader.GetString() },
                    "hostNetwork" => job with { HostNetwork = reader.GetBoolean() },
                    "overlay" => job with { Overlay = reader.GetString() },
                    "namespaces" => job with { Namespaces = reader.GetString() },
                    "count" => job with { Count = Number(ref reader, 1, 1_000_000) },
                    "timeout" => job with { Timeout = Number(ref reader, 1, 600_000) },
                    "interval" => job with { Interval = Number(ref reader, 0, 600_000) },
                    "size" => job with { Size = Number(ref reader, 0, JobMessage.MaxSize) },
                    "dontFragment" => job with { DontFragment = reader.GetBoolean() },
                    "family" => job with { Family = Number(ref reader, 0, 6) },
                    "interfaces" => job with { Interfaces = reader.GetBoolean() },
                    "listeners" => job with { Listeners = reader.GetBoolean() },
                    "host" => job with { Host = reader.GetBoolean() },
                    "proxies" => job with { Proxies = reader.GetBoolean() },
                    "hostAddresses" => job with { HostAddresses = ReadTexts(ref reader, JobMessage.MaxHostAddresses) },
                    "tap" => job with { Tap = PacketSpecReader.Read(ref reader) },
                    "explain" => job with { Explain = PacketSpecReader.Read(ref reader) },
                    "send" => job with { Send = PacketSpecReader.Read(ref reader) },
                    "look" => job with { Look = LookSpecReader.Read(ref reader) },
                    "keepNeighbours" => job with { KeepNeighbours = reader.GetBoolean() },
                    "cancel" => job with { Cancel = reader.GetBoolean() },
                    "probes" => job with { Probes = ReadProbes(ref reader) },
                    _ => Skip(ref reader, job),
                };
            }

            // Nothing may stand behind it.
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read()
                ? job
                : throw new FormatException("The line is not a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or OverflowException)
        {
            // The words of these are left out of a program this small.
            throw new FormatException("The line is not JSON, or a value has the wrong type.", e);
        }
    }

    private static List<ProbeItem> ReadProbes(ref Utf8JsonReader reader)
    {
        var probes = new List<ProbeItem>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("probes is not an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (probes.Count == JobMessage.MaxProbes)
                throw new FormatException("Too many probes in one line.");
            probes.Add(ReadProbe(ref reader));
        }

        return probes;
    }

    private static ProbeItem ReadProbe(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("A probe is not an object.");
        ProbeKind? kind = ProbeKind.Icmp;
        var (index, host, port, proxied, path) = (0, "", 0, false, "/");
        List<string>? prefer = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "i": index = reader.GetInt32(); break;
                case "kind": kind = Kinds.Find(reader.GetString()); break;
                case "host": host = reader.GetString() ?? ""; break;
                case "port": port = reader.GetInt32(); break;
                case "proxied": proxied = reader.GetBoolean(); break;
                case "prefer": prefer = ReadTexts(ref reader, int.MaxValue); break;
                case "path": path = reader.GetString() ?? "/"; break;
                default: reader.Skip(); break;
            }
        }

        // A mistake in one probe does not leave the others out.
        var needsPort = kind is not (ProbeKind.Icmp or ProbeKind.Dns);
        var problem = kind is null ? "the probe has an unknown kind"
            : host.Length == 0 ? "the probe has no host"
            : port < (needsPort ? 1 : 0) || port > 65535 ? "the probe has no valid port"
            : null;
        return new ProbeItem(index, kind ?? ProbeKind.Icmp, host, problem is null ? port : 0, proxied, path)
        {
            Prefer = prefer,
            Problem = problem,
        };
    }

    internal static List<string>? ReadTexts(ref Utf8JsonReader reader, int most)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var texts = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("A list of addresses is not an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count == most)
                throw new FormatException("Too many addresses in one line.");
            texts.Add(reader.GetString() ?? "");
        }

        return texts;
    }

    private static int Number(ref Utf8JsonReader reader, int least, int most)
    {
        var value = reader.GetInt32();
        return value >= least && value <= most ? value : throw new FormatException("A number is out of range.");
    }

    private static JobMessage Skip(ref Utf8JsonReader reader, JobMessage job)
    {
        reader.Skip();
        return job;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new FormatException("The line is not a JSON object.");
    }
}
