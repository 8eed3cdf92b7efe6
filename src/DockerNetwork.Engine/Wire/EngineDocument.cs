using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>What an engine said of its networks and containers at one time, to be kept and read again where there is no engine. Holds no environment and no commands' secrets.</summary>
public sealed record EngineDocument
{
    /// <summary>Grows when an older reader could not make sense of it any more.</summary>
    public const int CurrentFormat = 1;

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
    public string ToJson() => JsonSerializer.Serialize(this, EngineJson.Default.EngineDocument);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is none, or of a later format.</exception>
    public static EngineDocument Parse(string json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, EngineJson.Default.EngineDocument);
            return document switch
            {
                null => throw new FormatException("The snapshot is empty."),
                { Format: > CurrentFormat } => throw new FormatException($"The snapshot is of format {document.Format}; this version reads {CurrentFormat}. Update the module."),
                _ => document,
            };
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is no snapshot of Get-DockerNetworkSnapshot: {e.Message}", e);
        }
    }
}
