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
/// <param name="Components">What it is made of; Podman's is called "Podman Engine".</param>
public sealed record VersionDocument(
    string? Version,
    string? ApiVersion,
    [property: JsonPropertyName("MinAPIVersion")] string? MinApiVersion,
    string? Os,
    string? Arch,
    List<EngineComponent>? Components = null);

/// <summary>A part of an engine.</summary>
/// <param name="Name">Engine, containerd, Podman Engine …</param>
/// <param name="Version">Its version.</param>
public sealed record EngineComponent(string? Name, string? Version);

/// <summary>The parts of <c>GET /info</c> that are used.</summary>
/// <param name="Plugins">What is built in or plugged in.</param>
/// <param name="FirewallBackend">Who writes the rules of the firewall; from API 1.49 on.</param>
public sealed record SystemInformation(EnginePlugins? Plugins, FirewallInformation? FirewallBackend = null);

/// <summary>The firewall of an engine.</summary>
/// <param name="Driver">iptables, nftables, or iptables+firewalld and the like.</param>
public sealed record FirewallInformation(string? Driver);

/// <summary>Drivers of an engine.</summary>
/// <param name="Network">Network drivers, as bridge, host, macvlan, null, overlay, and those of plugins.</param>
public sealed record EnginePlugins(List<string>? Network);
