using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// The reverse path filter of IPv4 (rp_filter, RFC 3704): 1 drops what comes in by another link than the one that leads back to its sender.
/// The look-up of the route says so too, up to kernels of 2024 with an error of its own (EXDEV).
/// </summary>
internal static class ReversePath
{
    private const int CrossDevice = 18;
    private const int Strict = 1;

    /// <summary>Whether it drops a packet.</summary>
    /// <param name="look">The namespace.</param>
    /// <param name="arriving">The route of the packet, looked up as it arrives; null if that was not done.</param>
    /// <param name="back">The route to its sender; null if that is not known.</param>
    /// <param name="link">The link that it came in by.</param>
    public static bool Drops(NamespaceLook look, RouteItem? arriving, RouteItem? back, string? link)
    {
        if (arriving?.Error == CrossDevice)
            return true;
        if (link is null || arriving is not { Error: not null } || back?.Link is not { } leads || leads == link)
            return false;
        return Filter(look, link) == Strict;
    }

    /// <summary>Whether it drops a packet, to an address of the namespace itself, because no route leads back at all.</summary>
    /// <param name="look">The namespace.</param>
    /// <param name="arriving">The route of the packet, looked up as it arrives; null if that was not done.</param>
    /// <param name="back">The route to its sender; null if that is not known.</param>
    /// <param name="link">The link that it came in by.</param>
    public static bool DropsUnroutable(NamespaceLook look, RouteItem? arriving, RouteItem? back, string? link) =>
        link is not null && arriving is { Error: not null } && back is { Error: not null } && Filter(look, link) > 0;

    private static long Filter(NamespaceLook look, string link) => Math.Max(
        look.Sysctl("net.ipv4.conf.all.rp_filter") ?? 0, look.Sysctl($"net.ipv4.conf.{link.Replace('.', '/')}.rp_filter") ?? 0);
}
