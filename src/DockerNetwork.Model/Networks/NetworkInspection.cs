using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>Adds what only inspecting each network shows: how full its subnets are, its peers and its services.</summary>
internal static class NetworkInspection
{
    /// <summary>
    /// Inspects networks concurrently. One that no longer exists stays as it was. One whose document cannot be read stays too, with a
    /// warning, because one network must not spoil the answer about the others.
    /// </summary>
    public static async Task<IReadOnlyList<Network>> ReadAsync(
        EngineClient client, IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        var inspected = networks.ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = client.RequestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, inspected.Length), options, async (index, token) =>
        {
            try
            {
                inspected[index] = With(networks[index], await client.InspectWholeNetworkAsync(networks[index].Id, token));
            }
            catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
            {
                // It has gone meanwhile.
            }
            catch (EngineException e) when (e is { Failure: EngineFailure.Protocol, StatusCode: HttpStatusCode.OK })
            {
                EngineWatch.Warn($"Peers, services and free addresses of {networks[index]} are not known: {e.Message}");
            }
        });
        return inspected;
    }

    /// <summary>The network with what its document says.</summary>
    internal static Network With(Network network, NetworkDetails details)
    {
        var subnets = new Dictionary<IPNetwork, SubnetStatus>();
        foreach (var (subnet, status) in details.Status?.Ipam?.Subnets ?? [])
        {
            if (status is not null && Addresses.ParseSubnet(subnet) is { } range)
                subnets[range] = status;
        }

        return network with
        {
            Ipam =
            [
                .. network.Ipam.Select(s => s with
                {
                    AddressesInUse = subnets.GetValueOrDefault(s.Subnet)?.InUse,
                    AddressesFree = subnets.GetValueOrDefault(s.Subnet)?.Available,
                }),
            ],
            Peers = [.. (details.Peers ?? []).Select(p => new NetworkPeer(p.Name ?? "", Addresses.ParseAddress(p.IP)))],
            Services =
            [
                .. (details.Services ?? [])
                    .Where(pair => pair.Value is not null)
                    .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => ToService(pair.Key, pair.Value!)),
            ],
        };
    }

    internal static NetworkService ToService(string name, ServiceOnNetwork wire) => new()
    {
        Name = name,
        VirtualIPAddress = Addresses.ParseAddress(wire.Vip),
        Ports = wire.Ports ?? [],
        Tasks = [.. (wire.Tasks ?? []).Select(ToTask).OrderBy(task => task.Name, StringComparer.Ordinal)],
    };

    private static NetworkTask ToTask(TaskOnNetwork wire) => new(
        wire.Name ?? "",
        Addresses.ParseAddress(wire.EndpointIP),
        Addresses.ParseAddress(wire.Info?.GetValueOrDefault("Host IP")),
        wire.EndpointId ?? "");
}
