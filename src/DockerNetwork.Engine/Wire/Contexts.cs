using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>The docker CLI's config.json, as far as it is used.</summary>
/// <param name="CurrentContext">Chosen with <c>docker context use</c>.</param>
internal sealed record CliConfiguration([property: JsonPropertyName("currentContext")] string? CurrentContext);

/// <summary>meta.json of a context of the docker CLI.</summary>
internal sealed record ContextMetadata(string? Name, ContextDescription? Metadata, Dictionary<string, ContextEndpoint?>? Endpoints);

/// <summary>The free-text part of a context.</summary>
internal sealed record ContextDescription(string? Description);

/// <summary>One endpoint of a context.</summary>
internal sealed record ContextEndpoint(string? Host, [property: JsonPropertyName("SkipTLSVerify")] bool SkipTlsVerify);
