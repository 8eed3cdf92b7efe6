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
        var all = look.Sysctl("net.ipv4.conf.all.rp_filter") ?? 0;
        var own = look.Sysctl($"net.ipv4.conf.{link.Replace('.', '/')}.rp_filter") ?? 0;
        return Math.Max(all, own) == Strict;
    }
}
