using System.Globalization;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Ports that containers and images are known to listen on. Nothing is probed.</summary>
internal static class PortCandidates
{
    /// <summary>Ports of the targets of a reachability test; of all containers where none is on the line.</summary>
    public static IEnumerable<Candidate> OfTargets(EngineSnapshot snapshot, TypedLine line, string protocol)
    {
        var targets = SnapshotText.Containers(snapshot, line.Values("Target"));
        return Group(
            (targets.Count > 0 ? targets : snapshot.Containers)
                .SelectMany(c => PortTable.Of(snapshot, c))
                .Where(p => p.Protocol == protocol)
                .Select(p => (p.ContainerPort, p.Container)));
    }

    /// <summary>Ports on either side of the mappings of the containers on the line; of all containers where none is.</summary>
    public static IEnumerable<Candidate> OfMappings(EngineSnapshot snapshot, TypedLine line)
    {
        var typed = SnapshotText.Containers(snapshot, line.Values("Container", "Name"));
        var mappings = (typed.Count > 0 ? typed : snapshot.Containers).SelectMany(c => PortTable.Of(snapshot, c)).ToArray();
        return mappings.SelectMany(m => new[] { m.ContainerPort, m.HostPort }.OfType<int>().Distinct().Select(port => (port, m)))
            .GroupBy(pair => pair.port, pair => pair.m)
            .OrderBy(g => g.Key)
            .Select(g =>
                Candidate.Port(g.Key, "tcp", string.Join(", ", g.Select(m => $"{m.Container} {m}").Distinct(StringComparer.Ordinal))));
    }

    /// <summary>
    /// Ports that the running containers on the line expose, and with @host those of the host that containers hold; of all running
    /// containers where none is.
    /// </summary>
    public static IEnumerable<Candidate> OfListeners(EngineSnapshot snapshot, TypedLine line)
    {
        var typed = line.Values("Container", "Name");
        var containers = SnapshotText.Containers(snapshot, typed);
        var host = typed.Contains("@host", StringComparer.OrdinalIgnoreCase);
        var ports = (containers.Count > 0 || host ? containers : snapshot.Containers)
            .Where(c => c.Up)
            .SelectMany(c => PortTable.Of(snapshot, c))
            .Select(p => (p.ContainerPort, p.Container));
        var held = snapshot.Containers
            .SelectMany(c => c.Ports.Where(p => host && p.HostPort is not null), (c, p) => (p.HostPort!.Value, $"{c.Name} {p}"));
        return Group(ports.Concat(held));
    }

    /// <summary>Ports of the host that running containers hold.</summary>
    public static IEnumerable<Candidate> Held(EngineSnapshot snapshot) => snapshot.Containers
        .SelectMany(c => c.Ports.Where(p => p.HostPort is not null).Select(p => (Port: p, Container: c)))
        .GroupBy(pair => (pair.Port.HostPort, pair.Port.Protocol))
        .OrderBy(g => g.Key.HostPort).ThenBy(g => g.Key.Protocol, StringComparer.Ordinal)
        .Select(g => Candidate.Port(
            g.Key.HostPort!.Value,
            g.Key.Protocol,
            string.Join(", ", g.Select(pair => $"{pair.Container.Name} {pair.Port}"))));

    /// <summary>
    /// What -Publish may say of the ports of an image: below 1024 the port of the host is 8000 higher, as people write it (8080:80), and
    /// one that nobody holds.
    /// </summary>
    public static IEnumerable<Candidate> Publications(EngineSnapshot snapshot, IReadOnlyList<ExposedPort> ports, string image)
    {
        var held = snapshot.Containers
            .SelectMany(c => c.Ports)
            .Where(p => p.HostPort is not null)
            .Select(p => (p.HostPort!.Value, p.Protocol))
            .ToHashSet();
        return ports.OrderBy(p => p.ContainerPort).SelectMany(port =>
        {
            var host = port.ContainerPort < 1024 ? port.ContainerPort + 8000 : port.ContainerPort;
            while (held.Contains((host, port.Protocol)) && host < ushort.MaxValue)
                host++;
            var suffix = port.Protocol == "tcp" ? "" : "/" + port.Protocol;
            var text = $"{Text(host)}:{Text(port.ContainerPort)}{suffix}";
            return new[]
            {
                new Candidate(text, $"{port} of {image}, at port {Text(host)} on all addresses of the host: open to the world"),
                new Candidate($"127.0.0.1:{text}", $"{port} of {image}, at port {Text(host)} on the host's loopback address"),
                Candidate.Port(port.ContainerPort, port.Protocol, $"{port} of {image}, at a port that the engine chooses"),
            };
        });
    }

    /// <summary>What -Expose may name: the ports of the image.</summary>
    public static IEnumerable<Candidate> Exposed(IReadOnlyList<ExposedPort> ports, string image) => ports
        .OrderBy(p => p.ContainerPort)
        .Select(p => new Candidate(p.ToString(), $"already exposed by {image}"));

    private static IEnumerable<Candidate> Group(IEnumerable<(int Port, string Container)> ports) => ports
        .GroupBy(p => p.Port, p => p.Container)
        .OrderBy(g => g.Key)
        .Select(g => Candidate.Port(g.Key, "tcp", string.Join(", ", g.Distinct(StringComparer.Ordinal))));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
