using DockerNetwork.Model.Containers;

namespace DockerNetwork.Model.Tracing;

/// <summary>A network namespace that a trace looks into.</summary>
/// <param name="Name">The container that owns it, or @host.</param>
/// <param name="Container">A running container in it; null for the host.</param>
internal sealed record TracePlace(string Name, Container? Container)
{
    /// <summary>The engine's host.</summary>
    public static TracePlace Host { get; } = new("@host", null);

    /// <summary>It is the host's namespace.</summary>
    public bool IsHost => Container is null;
}
