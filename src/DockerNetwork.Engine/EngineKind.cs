namespace DockerNetwork.Engine;

/// <summary>Which program answers the Engine API.</summary>
public enum EngineKind : long
{
    /// <summary>It did not say: something between it and this client hides its headers and <c>GET /version</c>.</summary>
    Unknown,

    /// <summary>Docker Engine (moby).</summary>
    Docker,

    /// <summary>Podman, which answers the same requests and builds its networks by rules of its own.</summary>
    Podman,
}
