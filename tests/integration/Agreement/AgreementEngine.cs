using DockerNetwork.Engine;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>What an engine can do: its kind, its version, how it was started, and what its kernel has.</summary>
/// <param name="Product">Kind, version and firewall backend.</param>
/// <param name="Options">The options that dockerd was started with, as "--icc=false".</param>
/// <param name="Swarm">It is a swarm of one node.</param>
/// <param name="Parents">The host has the interfaces parent1 to parent4.</param>
/// <param name="Ipvlan">The kernel can make ipvlan interfaces.</param>
/// <param name="Folder">A folder that the engine can mount from.</param>
internal sealed record AgreementEngine(
    EngineProduct Product, string Options, bool Swarm, bool Parents, bool Ipvlan, string Folder)
{
    public EngineVersion Version => Product.Version;

    public bool Podman => Product.Kind == EngineKind.Podman;

    public bool Nftables => Product.FirewallBackend?.StartsWith("nftables", StringComparison.Ordinal) == true;

    /// <summary>Null if the engine has at least this version; else the reason why not.</summary>
    public string? Since(int major, int minor) =>
        Version >= new EngineVersion(major, minor) ? null : $"came with {major}.{minor}";

    /// <summary>Null if the engine is older than this version; else the reason why not.</summary>
    public string? Until(int major, int minor) =>
        Version < new EngineVersion(major, minor) ? null : $"went with {major}.{minor}";

    /// <summary>Null if dockerd was started with an option; else the reason why not.</summary>
    public string? StartedWith(string option) =>
        Options.Contains(option, StringComparison.Ordinal) ? null : $"needs DN_ENGINE_OPTIONS={option}";

    /// <summary>What a sentence calls it.</summary>
    public override string ToString() =>
        $"{Product}{(Product.FirewallBackend is { } backend ? $" ({backend})" : "")}{(Options.Length > 0 ? $" {Options}" : "")}";
}
