using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>How the engine says what is wrong.</summary>
/// <param name="Message">The sentence.</param>
public sealed record ErrorDocument([property: JsonPropertyName("message")] string? Message);

/// <summary>The parts of <c>GET /version</c> that are used.</summary>
/// <param name="Version">The engine's version, as 20.10.24.</param>
/// <param name="ApiVersion">The newest API version it speaks.</param>
/// <param name="MinApiVersion">The oldest.</param>
/// <param name="Os">linux or windows.</param>
/// <param name="Arch">amd64, arm64 … (Go's names).</param>
public sealed record VersionDocument(
    string? Version,
    string? ApiVersion,
    [property: JsonPropertyName("MinAPIVersion")] string? MinApiVersion,
    string? Os,
    string? Arch);

/// <summary>The parts of <c>GET /info</c> that are used.</summary>
/// <param name="Plugins">What is built in or plugged in.</param>
public sealed record SystemInformation(EnginePlugins? Plugins);

/// <summary>Drivers of an engine.</summary>
/// <param name="Network">Network drivers, as bridge, host, macvlan, null, overlay, and those of plugins.</param>
public sealed record EnginePlugins(List<string>? Network);

/// <summary>The parts of <c>GET /images/{name}/json</c> that are used.</summary>
/// <param name="Config">What containers of it get.</param>
public sealed record ImageDetails(ImageConfiguration? Config);

/// <summary>What an image says of its containers.</summary>
/// <param name="ExposedPorts">By port, as "80/tcp".</param>
public sealed record ImageConfiguration(Dictionary<string, EmptyObject?>? ExposedPorts);

/// <summary>An image of <c>GET /images/json</c>.</summary>
/// <param name="Id">sha256:…</param>
/// <param name="RepoTags">Its names; null where it has none.</param>
/// <param name="Size">Bytes.</param>
public sealed record ImageSummary(string Id, List<string>? RepoTags, long Size)
{
    /// <summary>sha256:…; empty where the engine does not say.</summary>
    public string Id { get; init; } = Id ?? "";
}

/// <summary>The docker CLI's config.json, as far as it is used.</summary>
/// <param name="CurrentContext">Chosen with <c>docker context use</c>.</param>
internal sealed record CliConfiguration([property: JsonPropertyName("currentContext")] string? CurrentContext);

/// <summary>meta.json of a context of the docker CLI.</summary>
internal sealed record ContextMetadata(string? Name, ContextDescription? Metadata, Dictionary<string, ContextEndpoint?>? Endpoints);

/// <summary>The free-text part of a context.</summary>
internal sealed record ContextDescription(string? Description);

/// <summary>One endpoint of a context.</summary>
internal sealed record ContextEndpoint(string? Host, [property: JsonPropertyName("SkipTLSVerify")] bool SkipTlsVerify);

/// <summary>A line of what <c>POST /images/create</c> says.</summary>
/// <param name="Id">The layer; null for what is about the image.</param>
/// <param name="Status">What is being done.</param>
/// <param name="Error">Why it ended.</param>
/// <param name="ProgressDetail">How far the layer is.</param>
public sealed record PullProgress(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("progressDetail")] ProgressDetail? ProgressDetail);

/// <summary>How far a layer is.</summary>
/// <param name="Current">Bytes done.</param>
/// <param name="Total">All bytes; 0 where it is not known.</param>
public sealed record ProgressDetail([property: JsonPropertyName("current")] long Current, [property: JsonPropertyName("total")] long Total);
