using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>A network namespace that a trace looks into.</summary>
/// <param name="Name">The container that owns it, @host, or @overlay.</param>
/// <param name="Container">A running container in it, or one that leads there; null for the host.</param>
internal sealed record TracePlace(string Name, Container? Container)
{
    /// <summary>The engine's host.</summary>
    public static TracePlace Host { get; } = new("@host", null);

    /// <summary>It is the host's namespace.</summary>
    public bool IsHost => Container is null;

    /// <summary>The overlay network whose own namespace it is; null for that of a container or of the host.</summary>
    public Network? Overlay { get; init; }

    /// <summary>With <see cref="Overlay"/>: the folder in which the engine keeps its network namespaces.</summary>
    public string? Namespaces { get; init; }

    /// <summary>The namespace in which an engine keeps the bridge and the VXLAN link of an overlay network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="member">A container on it, which runs on this node.</param>
    /// <param name="namespaces">The folder in which the engine keeps its network namespaces.</param>
    public static TracePlace OfOverlay(Network network, Container member, string namespaces) =>
        new("@overlay", member) { Overlay = network, Namespaces = namespaces };

    /// <summary>A job of the probe program in this namespace.</summary>
    public JobMessage Job(JobMessage asked) => asked with
    {
        ProcessId = Container?.ProcessId ?? 0,
        Container = Container?.Id,
        Overlay = Overlay?.Id,
        Namespaces = Namespaces,
    };
}
