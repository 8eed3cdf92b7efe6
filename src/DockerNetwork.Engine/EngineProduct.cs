using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>
/// What an engine is. Its rules for networks go by this and never by the API version, which is only what it was asked in
/// (<c>DOCKER_API_VERSION</c> may pin an old one).
/// </summary>
/// <param name="Kind">Docker or Podman.</param>
/// <param name="Version">Its version.</param>
/// <param name="FirewallBackend">"iptables" or "nftables", which Docker reports from 29.0 on; null if it does not.</param>
public sealed record EngineProduct(EngineKind Kind, EngineVersion Version, string? FirewallBackend = null)
{
    /// <summary>
    /// Whether the port proxy is on (<c>--userland-proxy</c>), which Docker reports from 29.5 on; null if it does not. Without it, the
    /// connection to a published port is accepted by the container itself.
    /// </summary>
    public bool? UserlandProxy { get; init; }

    /// <summary>
    /// Whether the engine was started with <c>--experimental</c>. Before 27.0 <c>--ip6tables</c> needs that (moby's verifyDaemonSettings).
    /// </summary>
    public bool Experimental { get; init; }

    /// <summary>
    /// Whether a user without rights runs the engine (rootless mode). Its host is then the network namespace that RootlessKit made for it,
    /// and not the machine: bridges are there, and containers in host mode. RootlessKit listens on published ports at the machine. As
    /// <see cref="RemapsUsers"/>, this is what <c>GET /info</c> says; false if the engine was not asked.
    /// </summary>
    public bool Rootless { get; init; }

    /// <summary>
    /// Whether root of a container is another user of the host (<c>--userns-remap</c>). The host's network is the machine's.
    /// </summary>
    public bool RemapsUsers { get; init; }

    /// <summary>"rootless", "userns-remap", or "rootful".</summary>
    public string Mode => Rootless ? "rootless" : RemapsUsers ? "userns-remap" : "rootful";

    /// <summary>The engine that speaks an API version, if nothing else is known of it.</summary>
    public static EngineProduct Speaking(ApiVersion newest) => new(EngineKind.Unknown, EngineVersion.Speaking(newest));

    /// <summary>Reads the <c>Server</c> header: "Docker/28.5.2 (linux)", "Libpod/4.3.1 (linux)". Null for anything else.</summary>
    public static EngineProduct? Parse(string? server)
    {
        if (server?.Split('/', 2) is not [var name, var version] || !EngineVersion.TryParse(version, out var known))
            return null;
        return name switch
        {
            "Docker" => new EngineProduct(EngineKind.Docker, known),
            "Libpod" => new EngineProduct(EngineKind.Podman, known),
            _ => null,
        };
    }

    /// <summary>Reads <c>GET /version</c>. Null if it does not tell the version.</summary>
    internal static EngineProduct? Of(VersionDocument document)
    {
        var podman = document.Components?.FirstOrDefault(component => component.Name == "Podman Engine");
        return EngineVersion.TryParse(podman?.Version ?? document.Version, out var version)
            ? new EngineProduct(podman is null ? EngineKind.Docker : EngineKind.Podman, version)
            : null;
    }

    /// <summary>"Docker 28.5.2"; "the API of Docker 28.3" if the kind is not known.</summary>
    public override string ToString() => Kind == EngineKind.Unknown ? $"the API of Docker {Version}" : $"{Kind} {Version}";

    /// <summary>As a saved snapshot has it: what the <c>Server</c> header says. Null if the kind is not known.</summary>
    public string? ToHeader() => Kind switch
    {
        EngineKind.Docker => $"Docker/{Version}",
        EngineKind.Podman => $"Libpod/{Version}",
        _ => null,
    };
}
