using System.Net;
using System.Text.Json;

namespace DockerNetwork.Probe;

/// <summary>What to send.</summary>
internal enum ProbeKind
{
    /// <summary>ICMP echo.</summary>
    Icmp,

    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>A UDP datagram.</summary>
    Udp,

    /// <summary>A name lookup.</summary>
    Dns,

    /// <summary>An HTTP GET.</summary>
    Http,
}

/// <summary>One probe of a job.</summary>
/// <param name="Index">The caller's number for it.</param>
/// <param name="Kind">What to send.</param>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">1 to 65535; 0 for ICMP and DNS.</param>
/// <param name="Proxied">The address is the host's: the engine's port proxy may accept and drop a connection that nobody serves.</param>
/// <param name="Path">Of an HTTP request.</param>
internal sealed record ProbeRequest(int Index, ProbeKind Kind, string Host, int Port, bool Proxied, string Path)
{
    /// <summary>Why it cannot be sent; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The host as an address; null if it is a name.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Host, out var address) ? address : null;
}

/// <summary>One line of input: probes from one source, or a question about its interfaces, or the end of a job.</summary>
internal sealed record Job
{
    public const int MaxProbes = 20_000;

    /// <summary>The caller's number for the job; every line of the answer carries it.</summary>
    public int Id { get; init; }

    /// <summary>A process of the container; 0 for the network namespace that this program runs in.</summary>
    public int ProcessId { get; init; }

    /// <summary>The full id of the container that the process must belong to; null if that is not checked.</summary>
    public string? Container { get; init; }

    /// <summary>Packets or connections a probe.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How long to wait for an answer, in milliseconds.</summary>
    public int Timeout { get; init; } = 2000;

    /// <summary>Between two packets of a probe, in milliseconds.</summary>
    public int Interval { get; init; } = 1000;

    /// <summary>4 or 6 to use addresses of that family only; 0 for IPv4 before IPv6.</summary>
    public int Family { get; init; }

    /// <summary>List the interfaces, routes and neighbours instead of probing.</summary>
    public bool Interfaces { get; init; }

    /// <summary>Give this job up.</summary>
    public bool Cancel { get; init; }

    public IReadOnlyList<ProbeRequest> Probes { get; init; } = [];

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not a job.</exception>
    public static Job Parse(ReadOnlySpan<byte> line) => Parse(line, out _);

    /// <summary>Reads a line. The number of the job is known as far as it was read, so that even a bad line can be answered.</summary>
    /// <exception cref="FormatException">The line is not a job.</exception>
    public static Job Parse(ReadOnlySpan<byte> line, out int id)
    {
        id = 0;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref reader, JsonTokenType.StartObject);
            var job = new Job();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                job = name switch
                {
                    "job" => job with { Id = id = reader.GetInt32() },
                    "pid" => job with { ProcessId = Number(ref reader, 0, int.MaxValue) },
                    "container" => job with { Container = reader.GetString() },
                    "count" => job with { Count = Number(ref reader, 1, 1_000_000) },
                    "timeout" => job with { Timeout = Number(ref reader, 1, 600_000) },
                    "interval" => job with { Interval = Number(ref reader, 0, 600_000) },
                    "family" => job with { Family = Number(ref reader, 0, 6) },
                    "interfaces" => job with { Interfaces = reader.GetBoolean() },
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

    private static List<ProbeRequest> ReadProbes(ref Utf8JsonReader reader)
    {
        var probes = new List<ProbeRequest>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException("probes is not an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (probes.Count == MaxProbes)
                throw new FormatException("Too many probes in one line.");
            probes.Add(ReadProbe(ref reader));
        }

        return probes;
    }

    private static ProbeRequest ReadProbe(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("A probe is not an object.");
        ProbeKind? kind = ProbeKind.Icmp;
        var (index, host, port, proxied, path) = (0, "", 0, false, "/");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "i": index = reader.GetInt32(); break;
                case "kind": kind = Kind(reader.GetString()); break;
                case "host": host = reader.GetString() ?? ""; break;
                case "port": port = reader.GetInt32(); break;
                case "proxied": proxied = reader.GetBoolean(); break;
                case "path": path = reader.GetString() ?? "/"; break;
                default: reader.Skip(); break;
            }
        }

        // What is wrong with one probe is no reason to leave the others out.
        var needsPort = kind is not (ProbeKind.Icmp or ProbeKind.Dns);
        var problem = kind is null ? "the probe has no kind that is known"
            : host.Length == 0 ? "the probe has no host"
            : port < (needsPort ? 1 : 0) || port > 65535 ? "the probe has no valid port"
            : null;
        return new ProbeRequest(index, kind ?? ProbeKind.Icmp, host, problem is null ? port : 0, proxied, path) { Problem = problem };
    }

    private static ProbeKind? Kind(string? text) => text switch
    {
        "icmp" => ProbeKind.Icmp,
        "tcp" => ProbeKind.Tcp,
        "udp" => ProbeKind.Udp,
        "dns" => ProbeKind.Dns,
        "http" => ProbeKind.Http,
        _ => null,
    };

    private static int Number(ref Utf8JsonReader reader, int least, int most)
    {
        var value = reader.GetInt32();
        return value >= least && value <= most ? value : throw new FormatException("A number is out of range.");
    }

    private static Job Skip(ref Utf8JsonReader reader, Job job)
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
