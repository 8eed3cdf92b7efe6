namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Random topologies: the same seed, the same topology. Every kind of network, mode, name and state that the prediction has rules for.
/// </summary>
/// <param name="seed">The topology's number.</param>
/// <param name="gatewayModes">Whether the engine knows the gateway modes of 28.0.</param>
/// <param name="overlays">Whether the engine is a swarm.</param>
internal sealed class TopologyGenerator(int seed, bool gatewayModes, bool overlays)
{
    private const string Bridge = "com.docker.network.bridge.";

#pragma warning disable CA5394 // Not for secrets: a seed must give the same again.
    private readonly Random _random = new(seed);

    public Topology Create()
    {
        var networks = Enumerable.Range(1, _random.Next(1, 5)).Select(Network).ToList();
        var containers = new List<TopologyContainer>();
        var count = _random.Next(5, 11);
        for (var i = 1; i <= count; i++)
            containers.Add(Container(i, networks, containers));
        return new Topology(networks, containers);
    }

    private TopologyNetwork Network(int number)
    {
        var network = new TopologyNetwork($"net{number}")
        {
            // Of this topology alone, so that what an earlier one left in a neighbour table means nothing.
            Number = ((seed * 5) + number) % 250,
            Internal = Chance(0.2),
            IPv6 = Chance(0.3),
        };
        if (Chance(0.1))
            return network with { Driver = "macvlan", Internal = false, Options = new() { ["parent"] = $"parent{number}" } };
        if (Chance(0.1) && overlays)
            return network with { Driver = "overlay", IPv6 = false };
        if (Chance(0.15))
            network.Options[Bridge + "enable_icc"] = "false";
        if (Chance(0.15))
            network.Options[Bridge + "enable_ip_masquerade"] = "false";
        if (gatewayModes && Chance(0.3))
            AddGatewayMode(network);
        return network;
    }

    /// <summary>Isolated is for internal networks only; nat-unprotected means nothing there.</summary>
    private void AddGatewayMode(TopologyNetwork network)
    {
        var mode = Pick(network.Internal ? new[] { "routed", "isolated", "isolated" } : ["routed", "routed", "nat-unprotected"]);
        network.Options[Bridge + "gateway_mode_ipv4"] = mode;
        if (network.IPv6)
            network.Options[Bridge + "gateway_mode_ipv6"] = mode;
    }

    private TopologyContainer Container(int number, List<TopologyNetwork> networks, List<TopologyContainer> before)
    {
        var container = new TopologyContainer($"box{number}");
        var owners = before.FindAll(c =>
            c.Shares is null
                && c.State is TopologyState.Running or TopologyState.Restarted
                && c.Endpoints.TrueForAll(e => e.Network is not "none"));
        if (owners.Count > 0 && Chance(0.12))
            return container with { Shares = Pick(owners).Name, State = Chance(0.1) ? TopologyState.Stopped : TopologyState.Running };
        if (Chance(0.07))
            return container with { Endpoints = [new TopologyEndpoint(Chance(0.5) ? "host" : "none")] };

        var endpoints = new List<TopologyEndpoint>();
        if (Chance(0.25))
            endpoints.Add(new TopologyEndpoint("bridge"));
        foreach (var network in networks.Where(_ => Chance(0.45)))
            endpoints.Add(Endpoint(number, network));
        if (endpoints.Count == 0)
            endpoints.Add(Chance(0.3) ? new TopologyEndpoint("bridge") : Endpoint(number, Pick(networks)));

        var onBridge = endpoints.Exists(e => e.Network == "bridge");
        var linked = before.FindAll(c => c.Endpoints.Exists(e => e.Network == "bridge") && c.State == TopologyState.Running);
        return container with
        {
            Endpoints = endpoints,
            State = State(),
            // 20.10 cannot publish from an internal network or macvlan where there is a bridge network too ("invalid endpoint id").
            Published = Chance(0.3)
                && endpoints.TrueForAll(e =>
                    e.Network == "bridge"
                        || networks.Exists(n => n.Name == e.Network && n is { Driver: "bridge" or "overlay", Internal: false }))
                ? [(Pick(["0.0.0.0", "127.0.0.1", "0.0.0.0"]), 8000 + number)]
                : [],
            Links = onBridge && endpoints[0].Network == "bridge" && linked.Count > 0 && Chance(0.5) ? [$"{Pick(linked).Name}:legacy"] : [],
            ExtraHosts = Chance(0.15) ? [$"pinned:10.99.{networks[0].Number}.{100 + _random.Next(1, number + 1)}"] : [],
            HostName = Chance(0.2) ? $"host{number}" : null,
            Disconnected = endpoints.Count > 1 && Chance(0.1) ? [endpoints[^1].Network] : [],
        };
    }

    private TopologyEndpoint Endpoint(int number, TopologyNetwork network) => new(network.Name)
    {
        // A few names only, so that several containers share them.
        Aliases = Chance(0.35) ? [Pick(["db", "web", "cache", "box1"])] : [],
        Address = Chance(0.3) ? $"10.99.{network.Number}.{100 + number}" : null,
    };

    private TopologyState State() => _random.NextDouble() switch
    {
        < 0.06 => TopologyState.Stopped,
        < 0.10 => TopologyState.Paused,
        < 0.12 => TopologyState.Created,
        < 0.18 => TopologyState.Restarted,
        _ => TopologyState.Running,
    };

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
#pragma warning restore CA5394
}
