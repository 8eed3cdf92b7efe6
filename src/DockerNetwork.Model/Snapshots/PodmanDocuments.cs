using System.Net;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// Podman's answers to the requests of the Docker API, made to agree with each other (seen on 4.3.1): an endpoint gives the name of its
/// network in place of the id, the default network is "bridge" in the list of networks and "podman" in those of containers, the options of
/// a network, its interface on the host, the range of its addresses, whether it has DNS, and published ports that follow others are only in
/// the lists of Podman's own API, and a container that was stopped is "stopped" in the list and "exited" when it is inspected.
/// </summary>
internal static class PodmanDocuments
{
    private const string Default = "podman";

    private const int MostPorts = 65536;

    /// <summary>The networks with what Podman's own list says of them.</summary>
    public static List<NetworkResource> Join(List<NetworkResource> networks, IReadOnlyList<PodmanNetwork> own)
    {
        var byId = own.Where(n => n.Id is not null).DistinctBy(n => n.Id).ToDictionary(n => n.Id!, StringComparer.Ordinal);
        return networks.ConvertAll(network => byId.GetValueOrDefault(network.Id) is { } known ? Join(network, known) : network);
    }

    /// <summary>
    /// The containers with all their published ports: of those that follow each other, the list of the Docker API has the first.
    /// </summary>
    public static List<ContainerSummary> Join(List<ContainerSummary> containers, IReadOnlyList<PodmanContainer> own)
    {
        var ranges = own
            .Where(c => c.Id is not null && c.Ports?.Exists(port => port.Range > 1) == true)
            .DistinctBy(c => c.Id)
            .ToDictionary(c => c.Id!, c => c.Ports!, StringComparer.Ordinal);
        return containers.ConvertAll(container => ranges.TryGetValue(container.Id, out var ports)
            ? container with { Ports = [.. ports.SelectMany(PortsOf).Take(MostPorts)] }
            : container);
    }

    private static IEnumerable<PortSummary> PortsOf(PodmanPort first) => Enumerable.Range(0, Math.Clamp(first.Range, 1, MostPorts))
        .Select(i => new PortSummary(first.HostIP, first.ContainerPort + i, first.HostPort + i, first.Protocol));

    /// <summary>A container of the list.</summary>
    /// <param name="container">As the engine sent it.</param>
    /// <param name="ids">The ids of the networks by name.</param>
    public static ContainerSummary Read(ContainerSummary container, IReadOnlyDictionary<string, string> ids) =>
        container with
        {
            State = container.State == "stopped" ? "exited" : container.State,
            NetworkSettings = Read(container.NetworkSettings, ids),
        };

    /// <summary>An inspected container.</summary>
    /// <param name="container">As the engine sent it.</param>
    /// <param name="ids">The ids of the networks by name.</param>
    public static ContainerDetails Read(ContainerDetails container, IReadOnlyDictionary<string, string> ids) =>
        container with { NetworkSettings = Read(container.NetworkSettings, ids) };

    private static NetworkResource Join(NetworkResource network, PodmanNetwork known)
    {
        var options = new Dictionary<string, string>(network.Options ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in known.Options ?? [])
            options[name] = value;
        if (known.DnsEnabled == false)
            options[Network.DnsOption] = "false";
        if (known.NetworkInterface is { Length: > 0 } link)
            options[network.Driver == "bridge" ? "com.docker.network.bridge.name" : "parent"] = link;
        var ranges = (known.Subnets ?? []).OfType<PodmanSubnet>().Where(subnet => subnet.Subnet is not null).ToLookup(s => s.Subnet);
        var subnets = network.Ipam?.Config?.ConvertAll(
            subnet => subnet with { IPRange = ranges[subnet.Subnet].Select(RangeOf).FirstOrDefault() });
        return network with { Options = options, Ipam = network.Ipam is { } ipam ? ipam with { Config = subnets } : null };
    }

    /// <summary>
    /// The range in CIDR notation, as it was asked for: Podman keeps its second address (FirstIPInSubnet) and its last one. Null for none,
    /// and for one that was not asked for in this notation.
    /// </summary>
    private static string? RangeOf(PodmanSubnet subnet)
    {
        if (!IPAddress.TryParse(subnet.LeaseRange?.Start, out var start)
            || !IPAddress.TryParse(subnet.LeaseRange?.End, out var end)
            || start.AddressFamily != end.AddressFamily)
        {
            return null;
        }

        return Enumerable.Range(1, Addresses.Bits(start.AddressFamily) - 1)
            .Select(prefix => Addresses.ParseSubnet($"{start}/{prefix}"))
            .OfType<IPNetwork>()
            .Where(range => FreeAddresses.FirstHost(range).Equals(start) && FreeAddresses.Last(range).Equals(end))
            .Select(range => range.ToString())
            .FirstOrDefault();
    }

    private static NetworkSettings? Read(NetworkSettings? settings, IReadOnlyDictionary<string, string> ids)
    {
        if (settings?.Networks is not { } networks)
            return settings;
        var read = new Dictionary<string, EndpointSettings?>(StringComparer.Ordinal);
        foreach (var (key, endpoint) in networks)
        {
            var name = key == Default && !ids.ContainsKey(Default) ? "bridge" : key;
            var id = ids.GetValueOrDefault(name, endpoint?.NetworkId ?? "");
            read.TryAdd(name, endpoint is null ? null : endpoint with { NetworkId = id });
        }

        return new NetworkSettings { Networks = read };
    }
}
