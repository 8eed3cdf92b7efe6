using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

/// <summary>What the views show of an interface of a container.</summary>
internal static class InterfaceView
{
    /// <summary>The bridge that the interface is attached to, or "macvlan" or "ipvlan", which need none; else empty.</summary>
    public static string Bridge(ContainerInterface link) => link switch
    {
        { Bridge: { } bridge } => bridge,
        { Type: "macvlan" or "ipvlan" } => link.Type,
        _ => "",
    };

    /// <summary>"web"; in a shared namespace "sidecar (container:web)", "agent (host)".</summary>
    public static string Container(ContainerInterface link) => link.SharedFrom switch
    {
        null => link.Container,
        "host" => $"{link.Container} (host)",
        var owner => $"{link.Container} (container:{owner})",
    };
}
