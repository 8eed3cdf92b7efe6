using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>What an engine said of its networks and containers at one time, to be kept and read again where there is no engine. Holds no environment and no commands' secrets.</summary>
public sealed record SnapshotDocument
{
    /// <summary>Grows when an older reader could not make sense of it any more.</summary>
    public const int CurrentFormat = 1;

    /// <summary>How many characters a text may have. An engine of 10,000 containers makes about 40 million.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    /// <summary>The format it was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The engine.</summary>
    public required string DockerHost { get; init; }

    /// <summary>The API version that it was asked in.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Of <c>GET /networks</c>.</summary>
    public required List<NetworkResource> Networks { get; init; }

    /// <summary>Of <c>GET /containers/json?all=1</c>.</summary>
    public required List<ContainerSummary> Containers { get; init; }

    /// <summary>Of <c>GET /containers/{id}/json</c>, each.</summary>
    public required List<ContainerDetails> Details { get; init; }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EngineJson.Default.SnapshotDocument);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one, it is damaged, or of a later format.</exception>
    public static SnapshotDocument Parse(string json) => Parse(json, MaxLength);

    internal static SnapshotDocument Parse(string json, int maxLength)
    {
        if (json.Length > maxLength)
            throw new FormatException($"The snapshot has more than {maxLength} characters. It is damaged, or it is not one of Get-DockerNetworkSnapshot.");
        try
        {
            var document = JsonSerializer.Deserialize(json, EngineJson.Default.SnapshotDocument);
            return document switch
            {
                null => throw new FormatException("The snapshot is empty."),
                { Format: > CurrentFormat } => throw new FormatException($"The snapshot is of format {document.Format}; this version reads {CurrentFormat}. Update the module."),
                { DockerHost: null } or { ApiVersion: null } or { Networks: null } or { Containers: null } or { Details: null } =>
                    throw new FormatException("The snapshot is damaged: a part of it is null."),
                _ => document,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException($"This is not a snapshot of Get-DockerNetworkSnapshot: {e.Message}", e);
        }
    }
}
