namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Networks and containers to be built on an engine.</summary>
internal sealed record Topology(IReadOnlyList<TopologyNetwork> Networks, IReadOnlyList<TopologyContainer> Containers)
{
    /// <summary>A service of the swarm; null for none.</summary>
    public TopologyService? Service { get; init; }

    public override string ToString() =>
        string.Join('\n', Networks.Cast<object>().Concat(Containers).Concat(Service is null ? [] : [Service]));

    /// <summary>The same without some containers, and without what named them.</summary>
    public Topology Without(IReadOnlyCollection<string> containers) => this with
    {
        Containers =
        [
            .. Containers
                .Where(c => !containers.Contains(c.Name) && (c.Shares is null || !containers.Contains(c.Shares)))
                .Select(c => c with
                {
                    Links = [.. c.Links.Where(l => !containers.Contains(l.Split(':')[0]))],
                    Endpoints = [.. c.Endpoints.Select(e =>
                        e with { Links = [.. e.Links.Where(l => !containers.Contains(l.Split(':')[0]))] })],
                }),
        ],
    };

    /// <summary>The same without a network.</summary>
    public Topology WithoutNetwork(string network) => this with
    {
        Service = Service?.Network == network ? null : Service,
        Networks = [.. Networks.Where(n => n.Name != network)],
        Containers =
        [
            .. Containers
                .Select(c => c with
                {
                    Endpoints = [.. c.Endpoints.Where(e => e.Network != network)],
                    Disconnected = [.. c.Disconnected.Where(d => d != network)],
                })
                .Select(c => c.Shares is null && c.Endpoints.Count == 0
                    ? c with
                    {
                        Endpoints = [new TopologyEndpoint("none")],
                        Published = [],
                        Links = [],
                        Sysctls = new Dictionary<string, string>(),
                    }
                    : c),
        ],
    };

    /// <summary>The same with one container changed.</summary>
    public Topology Change(string container, Func<TopologyContainer, TopologyContainer> change) =>
        this with { Containers = [.. Containers.Select(c => c.Name == container ? change(c) : c)] };

    /// <summary>The same with one network changed.</summary>
    public Topology ChangeNetwork(string network, Func<TopologyNetwork, TopologyNetwork> change) =>
        this with { Networks = [.. Networks.Select(n => n.Name == network ? change(n) : n)] };
}
