namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Takes from a topology what an engine refuses to make, so that the rest can be made.</summary>
internal static class TopologyRepair
{
    public static Topology Of(Topology topology, AgreementEngine engine)
    {
        var containers = topology.Containers.Select(c => Repaired(c, topology)).ToList();
        // A passthru network gives its parent to the first container alone.
        foreach (var network in topology.Networks.Where(n => n.Option("macvlan_mode") == "passthru"))
        {
            var first = containers.Find(c => c.IsOn(network.Name) && c.State is TopologyState.Running or TopologyState.Paused)?.Name;
            containers = [.. containers.Select(c => c.Name == first ? c : Without(c, network.Name))];
        }

        return topology with
        {
            Networks = [.. topology.Networks.Select(n => Repaired(n, engine))],
            Containers = [.. containers.Select(c => Shared(c, containers, engine))],
        };
    }

    /// <summary>29.0 refuses another router on an internal network ("no gateway can be set").</summary>
    private static TopologyNetwork Repaired(TopologyNetwork network, AgreementEngine engine) =>
        network is { Internal: true, OtherRouter: true } && engine.Since(29, 0) is null ? network with { OtherRouter = false } : network;

    private static TopologyContainer Repaired(TopologyContainer container, Topology topology)
    {
        var endpoints = container.Endpoints.Select(e => Repaired(e, Network(e.Network))).ToList();
        // 20.10 cannot publish from an internal network or macvlan if there is a bridge network too ("invalid endpoint id").
        var publishes = endpoints.TrueForAll(e =>
            e.Network == "bridge" || Network(e.Network) is { Driver: "bridge" or "overlay", Internal: false });
        return container with
        {
            Endpoints = endpoints,
            Published = publishes ? container.Published : [],
            Disconnected = [.. container.Disconnected.Where(d => endpoints.Count > 1 && endpoints[^1].Network == d)],
        };

        TopologyNetwork? Network(string name) => topology.Networks.FirstOrDefault(n => n.Name == name);
    }

    private static TopologyEndpoint Repaired(TopologyEndpoint endpoint, TopologyNetwork? network) => network is null
        ? endpoint with { Address = null, Address6 = null, Aliases = [], Links = [] }
        : endpoint with
        {
            Address = network.IPv4 ? endpoint.Address : null,
            Address6 = network.IPv6 ? endpoint.Address6 : null,
            Mac = network.IsBridge ? endpoint.Mac : null,
        };

    private static TopologyContainer Without(TopologyContainer container, string network)
    {
        if (!container.IsOn(network))
            return container;
        List<TopologyEndpoint> left = [.. container.Endpoints.Where(e => e.Network != network)];
        return container with
        {
            Endpoints = left.Count > 0 ? left : [new TopologyEndpoint("bridge")],
            Disconnected = [.. container.Disconnected.Where(d => d != network)],
        };
    }

    /// <summary>Who shares a namespace needs an owner that starts; the host's network and none have no sysctls of their own.</summary>
    private static TopologyContainer Shared(TopologyContainer container, List<TopologyContainer> all, AgreementEngine engine)
    {
        if (container.Shares is { } owner && all.Find(c => c.Name == owner) is not { State: not TopologyState.Created })
            container = container with { Shares = null, Endpoints = [new TopologyEndpoint("none")] };
        if (container.HasNetworks)
        {
            return container with
            {
                Links = engine.Podman ? [] : container.Links,
                // Only the network that the container is created on takes one, before API 1.54.
                Endpoints = [container.Endpoints[0], .. container.Endpoints.Skip(1).Select(e => e with { Mac = null })],
            };
        }

        return container with { Sysctls = new Dictionary<string, string>(), Published = [], Links = [] };
    }
}
