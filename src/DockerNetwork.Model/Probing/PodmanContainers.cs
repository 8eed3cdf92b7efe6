using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// How Podman reports a container that is closed as the module closes its own (<see cref="ProbeContainers.IsSealed"/>): the dropped
/// capabilities one by one, and the folders in memory that it adds to each container whose root is read-only. Seen on 4.3.1.
/// </summary>
internal static class PodmanContainers
{
    /// <summary>Podman's Docker API offers no choice (<c>--read-only-tmpfs</c>).</summary>
    private static readonly string[] FoldersInMemory = ["/run", "/tmp", "/var/tmp"];

    /// <summary>What Podman compares a container's capabilities with, without NET_RAW, which the probe has.</summary>
    private static readonly string[] Dropped =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    /// <summary>Whether a container's settings are those of the probe.</summary>
    /// <param name="host">What inspecting it says.</param>
    public static bool IsSealed(HostConfig? host) =>
        host is { ReadonlyRootfs: true, AutoRemove: true, CapDrop: { } dropped, Binds: null or { Count: 0 } }
        && (host.Tmpfs?.Keys ?? []).All(FoldersInMemory.Contains)
        && Dropped.All(capability => dropped.Contains(capability) || dropped.Contains($"CAP_{capability}"))
        && ProbeContainers.HasNoNetwork(host.NetworkMode)
        && ProbeContainers.HasOurRights(host);
}
