using System.Net;
using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>One probe of a job.</summary>
/// <param name="Index">The caller's number for it.</param>
/// <param name="Kind">What to send.</param>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">1 to 65535; 0 for ICMP and DNS.</param>
/// <param name="Proxied">
/// The address is the host's: the engine's port proxy may accept and drop a connection that nobody serves.
/// </param>
/// <param name="Path">Path and query of an HTTP request; null for "/".</param>
internal sealed record ProbeItem(
    [property: JsonPropertyName("i")] int Index,
    ProbeKind Kind,
    string Host,
    int Port,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Proxied,
    string? Path)
{
    /// <summary>Addresses to take before others if the name has several, the best first; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<string>? Prefer { get; init; }

    /// <summary>Why it cannot be sent, as the program's reader saw it; null if it can.</summary>
    [JsonIgnore]
    public string? Problem { get; init; }

    /// <summary>The host as an address; null if it is a name.</summary>
    [JsonIgnore]
    public IPAddress? Address { get; } = IPAddress.TryParse(Host, out var address) ? address : null;
}
