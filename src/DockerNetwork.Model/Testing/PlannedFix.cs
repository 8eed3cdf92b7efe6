using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// The state of an engine as it would be after a fix, for what -WhatIf shows. Who is on which network is exact; the addresses that the
/// engine would choose are free ones.
/// </summary>
internal static class PlannedFix
{
    /// <summary>The snapshot after a fix; null if the fix is about a container or network that is not in it.</summary>
    /// <param name="snapshot">Now. Its containers must have been inspected.</param>
    /// <param name="fix">The commands, as the prediction makes them.</param>
    public static EngineSnapshot? After(EngineSnapshot snapshot, IReadOnlyList<FixCommand> fix)
    {
        Network? created = null;
        foreach (var command in fix)
        {
            if (command.Cmdlet == FixRules.Create)
            {
                created = Create(snapshot, command.Name ?? "");
                snapshot = snapshot.With(snapshot.Networks.Append(created), snapshot.Containers);
                continue;
            }

            foreach (var name in command.Container)
            {
                var network = command.TakesNetwork ? created : snapshot.Networks.FirstOrDefault(n => n.Name == command.Network);
                var connects = command.Cmdlet is FixRules.Connect or FixRules.Disconnect;
                if (snapshot.ContainerNamed(name) is not { } container || (connects && network is null))
                    return null;
                var changed = command.Cmdlet switch
                {
                    FixRules.Connect => Connect(snapshot, container, network!),
                    FixRules.Disconnect => container with { Endpoints = [.. container.Endpoints.Where(e => e.NetworkId != network!.Id)] },
                    _ => Run(snapshot, container),
                };
                snapshot = snapshot.With(snapshot.Networks, snapshot.Containers.Select(c => c.Id == changed.Id ? changed : c));
            }
        }

        return snapshot;
    }

    private static Network Create(EngineSnapshot snapshot, string name)
    {
        var taken = snapshot.Networks.SelectMany(n => n.Subnets).ToList();
        var subnet = FreeAddresses.DefaultPools.SelectMany(pool => FreeAddresses.Subnets(pool.Range, pool.PrefixLength, taken)).First();
        return new Network
        {
            Name = name,
            Id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant(),
            Driver = "bridge",
            Scope = "local",
            EnableIPv4 = true,
            Ipam = [new NetworkSubnet(subnet, null, FreeAddresses.FirstHost(subnet), new Dictionary<string, IPAddress>())],
            DockerHost = snapshot.DockerHost,
        };
    }

    private static Container Connect(EngineSnapshot snapshot, Container container, Network network)
    {
        var endpoint = new NetworkEndpoint
        {
            Network = network.Name,
            NetworkId = network.Id,
            Container = container.Name,
            ContainerId = container.Id,
            State = container.State,
            DnsName = network.ResolvesNames ? [container.Name, ShortId.Of(container.Id)] : [],
            DockerHost = container.DockerHost,
        };
        return container with
        {
            Endpoints =
            [
                .. container.Endpoints.Where(e => e.NetworkId != network.Id),
                container.Up ? Up(snapshot, endpoint) : endpoint,
            ],
        };
    }

    private static Container Run(EngineSnapshot snapshot, Container container) => container with
    {
        State = ContainerState.Running,
        StartedAt = DateTimeOffset.MaxValue,
        Endpoints = [.. container.Endpoints.Select(e => Up(snapshot, e with { State = ContainerState.Running }))],
    };

    /// <summary>An endpoint with addresses: its own, those that were asked for, or free ones.</summary>
    private static NetworkEndpoint Up(EngineSnapshot snapshot, NetworkEndpoint endpoint)
    {
        if (snapshot.Network(endpoint.NetworkId) is not { } network)
            return endpoint;
        var (four, six) = (Subnet(AddressFamily.InterNetwork), Subnet(AddressFamily.InterNetworkV6));
        var taken = network.Endpoints.SelectMany(e => e.Addresses()).ToList();
        return endpoint with
        {
            EndpointId = endpoint.EndpointId.Length > 0 ? endpoint.EndpointId : endpoint.ContainerId,
            IPAddress = endpoint.IPAddress ?? endpoint.StaticIPAddress ?? Free(four),
            PrefixLength = four?.Subnet.PrefixLength ?? endpoint.PrefixLength,
            Gateway = endpoint.Gateway ?? (network.Internal ? null : four?.Gateway),
            IPv6Address = endpoint.IPv6Address ?? endpoint.StaticIPv6Address ?? Free(six),
            IPv6PrefixLength = six?.Subnet.PrefixLength ?? endpoint.IPv6PrefixLength,
            IPv6Gateway = endpoint.IPv6Gateway ?? (network.Internal ? null : six?.Gateway),
        };

        NetworkSubnet? Subnet(AddressFamily family) =>
            (family == AddressFamily.InterNetwork ? network.EnableIPv4 : network.EnableIPv6)
                ? network.Ipam.FirstOrDefault(s => s.Subnet.BaseAddress.AddressFamily == family)
                : null;

        IPAddress? Free(NetworkSubnet? subnet) => subnet is null ? null : FreeAddresses.In(subnet, taken).FirstOrDefault();
    }
}
