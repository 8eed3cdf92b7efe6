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
