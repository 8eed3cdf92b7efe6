using System.Net;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>How a container on another engine can be reached, or where it can be reached already.</summary>
internal static class OtherEngineAdvice
{
    private const string Both = "both containers to an attachable overlay network of a swarm that both engines are in";

    /// <summary>
    /// A sentence or two. Where the target publishes the port that is asked for, or any if none is, they say where, by the addresses of the
    /// other host that the source's engine can know.
    /// </summary>
    public static string For(Question question)
    {
        var (engine, target) = (question.Elsewhere!, question.Target!);
        IPAddress[] hosts = [.. engine.HostAddresses(question.Snapshot)];
        var published = target.Ports
            .Where(port => port.HostPort is not null && IsMeant(question, port))
            .GroupBy(port => (port.ContainerPort, port.Protocol, port.HostPort))
            .ToList();
        var open = published.SelectMany(ports => Open(hosts, [.. ports])).Distinct(StringComparer.Ordinal).ToList();
        if (open.Count > 0)
            return $"{target} publishes {Excerpt.Of(open)}. Use that, or connect {Both}.";
        var loopback = published.SelectMany(ports => ports).Select(At).Distinct(StringComparer.Ordinal).ToList();
        return loopback.Count > 0
            ? $"{target} publishes {Excerpt.Of(loopback)} only. Other machines cannot reach a loopback address. Publish the port at "
                + $"another address of its host, or connect {Both}."
            : $"Connect {Both}, or publish the port.";
    }

    /// <summary>It is the port of the container that is asked for, or leads to it.</summary>
    private static bool IsMeant(Question question, PublishedPort port) => question.Port is null
        || (port.Protocol == question.Protocol && (port.ContainerPort == question.Port || port.HostPort == question.Port));

    /// <summary>"80/tcp at 198.51.100.2:8080": where one port of a container can be reached from other machines.</summary>
    private static IEnumerable<string> Open(IPAddress[] hosts, PublishedPort[] ports)
    {
        var known = Array.FindAll(hosts, host => Array.Exists(ports, port => port.IsAt(host)));
        if (known.Length > 0)
            return known.Select(host => At(ports[0] with { HostAddress = host }));
        var addresses = Array.FindAll(ports, port => port.HostAddress is not { } address || !IPAddress.IsLoopback(address));
        return addresses.Select(port => IsAny(port.HostAddress)
            ? $"{port.ContainerPort}/{port.Protocol} at port {port.HostPort} of its host"
            : At(port));
    }

    private static bool IsAny(IPAddress? address) =>
        address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static string At(PublishedPort port) =>
        $"{port.ContainerPort}/{port.Protocol} at {new IPEndPoint(port.HostAddress!, port.HostPort!.Value)}";
}
