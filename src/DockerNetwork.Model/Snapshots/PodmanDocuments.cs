using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// Podman's answers to the requests of the Docker API, made to agree with each other (seen on 4.3.1): an endpoint gives the name of its
/// network in place of the id, the default network is "bridge" in the list of networks and "podman" in those of containers, the options of
/// a network and whether it has DNS are only in the list of Podman's own API, and a container that was stopped is "stopped" in the list and
/// "exited" when it is inspected.
/// </summary>
internal static class PodmanDocuments
{
    private const string Default = "podman";

    /// <summary>The networks with what Podman's own list says of them.</summary>
    public static List<NetworkResource> Join(List<NetworkResource> networks, IReadOnlyList<PodmanNetwork> own)
    {
        var byId = own.Where(n => n.Id is not null).DistinctBy(n => n.Id).ToDictionary(n => n.Id!, StringComparer.Ordinal);
        return networks.ConvertAll(network => byId.GetValueOrDefault(network.Id) is { } known ? Join(network, known) : network);
    }

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
        return network with { Options = options };
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
