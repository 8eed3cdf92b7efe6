using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Which containers are the probe's own: those that are not shown, and that may be removed. The label does not make one: it comes from
/// images, and anybody's may have it. Ours has the label with a value of ours, runs the program, has nothing mounted or published, is
/// made from an image whose content is the module's own, and nobody can put another program into it.
/// </summary>
internal static class ProbeContainers
{
    /// <summary>The label's value on the container that enters the namespaces of all sources.</summary>
    public const string Agent = "agent";

    /// <summary>The label's value on a container that serves one source (a sidecar).</summary>
    public const string Sidecar = "sidecar";

    /// <summary>
    /// The ids of the probe's own containers. Costs no request if none of them looks like one, else one for each image and container that
    /// was not met before.
    /// </summary>
    public static async Task<IReadOnlySet<string>> OwnAsync(
        EngineClient client, IEnumerable<ContainerSummary?> containers, CancellationToken cancellationToken)
    {
        var candidates = containers.OfType<ContainerSummary>().Where(LooksOwn).ToArray();
        if (candidates.Length == 0)
            return new HashSet<string>();
        var images = await TrustedImages.Of(client).VerifiedAsync(candidates.Select(c => c.ImageId!), cancellationToken);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in candidates.Where(c => images.Contains(c.ImageId!)))
        {
            if (await TrustedImages.Of(client).IsSealedAsync(candidate.Id, cancellationToken))
                own.Add(candidate.Id);
        }

        return own;
    }

    /// <summary>
    /// The program is that of the image: files of a running or stopped container can be replaced (docker cp) unless its root is read-only.
    /// Each of these is a setting that a container keeps as long as it lives.
    /// </summary>
    internal static bool IsSealed(HostConfig? host) =>
        host is { ReadonlyRootfs: true, AutoRemove: true, CapDrop: ["ALL"], Binds: null or { Count: 0 }, Tmpfs: null or { Count: 0 } }
        && HasNoNetwork(host.NetworkMode)
        && HasOurRights(host);

    /// <summary>It has no rights that the probe does not have, and it does not see the processes of another container.</summary>
    internal static bool HasOurRights(HostConfig host) =>
        host is { Privileged: false, PidMode: null or "" or "host" or "private" }
        && (host.CapAdd ?? []).All(capability =>
            capability.Replace("CAP_", "", StringComparison.Ordinal) is "SYS_ADMIN" or "SYS_PTRACE" or "NET_RAW" or "NET_ADMIN");

    /// <summary>The probe has no network of its own. To hide a container that has an address would hide what others reach.</summary>
    internal static bool HasNoNetwork(string? mode) =>
        mode is "host" or "none" || mode?.StartsWith("container:", StringComparison.Ordinal) == true;

    /// <summary>Everything that the list says; the image is not checked yet.</summary>
    internal static bool LooksOwn(ContainerSummary container) =>
        container.Labels?.GetValueOrDefault(ProbeImage.Label) is Agent or Sidecar
        && container.ImageId is { Length: > 0 }
        && $"{container.Command} ".StartsWith(ProbeImage.Program + " ", StringComparison.Ordinal)
        && container.Mounts is not { Count: > 0 }
        && container.Ports?.Any(p => p?.PublicPort is > 0) != true;
}
