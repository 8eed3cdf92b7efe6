using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// Which containers are the probe's own: those that are not shown, and that may be removed. The label does not make one: it comes from
/// images, and anybody's may have it. Ours has the label with a value of ours, runs the program, has nothing mounted or published, and is
/// made from an image whose content is the module's own.
/// </summary>
internal static class ProbeContainers
{
    /// <summary>The label's value on the container that enters the namespaces of all sources.</summary>
    public const string Agent = "agent";

    /// <summary>The label's value on a container that serves one source (a sidecar).</summary>
    public const string Sidecar = "sidecar";

    /// <summary>
    /// The ids of the probe's own containers. Costs no request if none of them looks like one, else one for each image that was not met
    /// before.
    /// </summary>
    public static async Task<IReadOnlySet<string>> OwnAsync(
        EngineClient client, IEnumerable<ContainerSummary?> containers, CancellationToken cancellationToken)
    {
        var candidates = containers.OfType<ContainerSummary>().Where(LooksOwn).ToArray();
        if (candidates.Length == 0)
            return new HashSet<string>();
        var images = await TrustedImages.Of(client).VerifiedAsync(candidates.Select(c => c.ImageId!), cancellationToken);
        return candidates.Where(c => images.Contains(c.ImageId!)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Everything that the list says; the image is not checked yet.</summary>
    internal static bool LooksOwn(ContainerSummary container) =>
        container.Labels?.GetValueOrDefault(ProbeImage.Label) is Agent or Sidecar
        && container.ImageId is { Length: > 0 }
        && $"{container.Command} ".StartsWith(ProbeImage.Program + " ", StringComparison.Ordinal)
        && container.Mounts is not { Count: > 0 }
        && container.Ports?.Any(p => p?.PublicPort is > 0) != true;
}
