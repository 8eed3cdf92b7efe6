using System.Globalization;
using System.Net;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Formats;

/// <summary>
/// Ports as short as they can be said: "*:8080->80/tcp" for all addresses of the host, IPv4 and IPv6 together; neighbours as a range,
/// "*:9000-9002->9000-9002/tcp"; published ones first. One family alone keeps its address: "0.0.0.0:80->80/tcp".
/// </summary>
internal static class PortText
{
    private const string Everywhere = "*";

    public static string Of(IReadOnlyList<PublishedPort> ports)
    {
        var rows = ports
            .GroupBy(p => (p.ContainerPort, p.Protocol, p.HostPort))
            .SelectMany(g => Hosts(g.Select(p => p.HostAddress).OfType<IPAddress>()).Select(host => (Host: host, Port: g.Key)))
            // Exposed is said by published.
            .Where(row => row.Port.HostPort is not null || !ports.Any(p => p.HostPort is not null && p.ContainerPort == row.Port.ContainerPort && p.Protocol == row.Port.Protocol))
            .OrderBy(row => row.Port.HostPort is null)
            .ThenBy(row => row.Host, StringComparer.Ordinal)
            .ThenBy(row => row.Port.Protocol, StringComparer.Ordinal)
            .ThenBy(row => row.Port.HostPort ?? 0)
            .ThenBy(row => row.Port.ContainerPort);
        var ranges = new List<Range>();
        foreach (var (host, port) in rows)
        {
            var next = new Range(host, port.Protocol, port.HostPort, port.ContainerPort, 1);
            if (ranges is [.., var last] && last.Continues(next))
                ranges[^1] = last with { Count = last.Count + 1 };
            else
                ranges.Add(next);
        }

        return string.Join(", ", ranges);
    }

    /// <summary>The addresses of one port; a port that is only exposed has one that is empty.</summary>
    private static IEnumerable<string> Hosts(IEnumerable<IPAddress> addresses)
    {
        var all = addresses.ToHashSet();
        if (all.Contains(IPAddress.Any) && all.Contains(IPAddress.IPv6Any))
        {
            yield return Everywhere;
            all.Remove(IPAddress.Any);
            all.Remove(IPAddress.IPv6Any);
        }
        else if (all.Count == 0)
        {
            yield return "";
        }

        foreach (var address in all)
            yield return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
    }

    private sealed record Range(string Host, string Protocol, int? HostPort, int ContainerPort, int Count)
    {
        public bool Continues(Range next) =>
            next.Host == Host && next.Protocol == Protocol && next.ContainerPort == ContainerPort + Count && next.HostPort == HostPort + Count;

        public override string ToString() =>
            HostPort is { } hostPort ? $"{(Host.Length > 0 ? Host : Everywhere)}:{Numbers(hostPort)}->{Numbers(ContainerPort)}/{Protocol}" : $"{Numbers(ContainerPort)}/{Protocol}";

        private string Numbers(int first) =>
            Count == 1 ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{first + Count - 1}");
    }
}
