using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a container.</summary>
internal static class ContainerView
{
    /// <summary>"Running", with a health check "Running (healthy)".</summary>
    public static string State(Container container) =>
        container.Health == ContainerHealth.None
            ? container.State.ToString()
            : $"{container.State} ({container.Health.ToString().ToLowerInvariant()})";

    /// <summary>
    /// "app 172.18.0.2, bridge 172.17.0.3"; for a shared namespace "container:web", "container:web (exited)" or
    /// "container:3f2a5e1ec3a5 (gone)".
    /// </summary>
    public static string Networks(Container container) =>
        container.NamespaceOwner is { } owner
            ? container switch
            {
                { NamespaceOwnerGone: true } => $"container:{ShortId.Of(owner)} (gone)",
                { NamespaceOwnerState: ContainerState.Running } => $"container:{owner}",
                _ => $"container:{owner} ({container.NamespaceOwnerState?.ToString().ToLowerInvariant()})",
            }
            : CellText.List(
                container.Endpoints.Select(e => (e.IPAddress ?? e.IPv6Address) is { } address ? $"{e.Network} {address}" : e.Network));

    /// <summary>
    /// "*:8000-8010->80-90/tcp, 99/tcp": * for all addresses of the host, adjacent ports as a range, published ports first.
    /// </summary>
    public static string Ports(Container container)
    {
        // A published port is exposed as well, and is shown once.
        var ports = container.Ports.Where(port =>
            port.HostPort is not null
                || !container.Ports.Any(p => p.HostPort is not null
                    && p.ContainerPort == port.ContainerPort
                    && p.Protocol == port.Protocol));
        var ranges = PortRanges
            .Merge(ports, p => new PortLine(p.ContainerPort, p.Protocol, p.HostPort is not null, p.HostAddress, p.HostPort));
        return CellText.List(ranges.Select(r => r.Text));
    }
}
