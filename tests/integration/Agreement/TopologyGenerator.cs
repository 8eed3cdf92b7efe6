namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>
/// Random topologies: the same seed, the same topology. A small base of networks and containers, to which a few dimensions are added that
/// are drawn at random, so that a topology stays small and all dimensions meet in time.
/// </summary>
internal static class TopologyGenerator
{
    /// <summary>All dimensions, the ones of a base included.</summary>
    public static IReadOnlyList<Dimension> Dimensions { get; } =
        [.. NetworkDimensions.All, .. ContainerDimensions.All, .. NameDimensions.All];

    /// <summary>
    /// Parts of the names of dimensions that are not added, to look at others: DN_AGREEMENT_WITHOUT="service,macvlan". They are missing in
    /// the coverage then.
    /// </summary>
    private static readonly string[] Without =
        (Environment.GetEnvironmentVariable("DN_AGREEMENT_WITHOUT") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Makes the topology of a seed.</summary>
    public static Topology Create(int seed, AgreementEngine engine)
    {
        var draft = new TopologyDraft(seed, engine);
        var networks = draft.Number(1, 5);
        for (var i = 0; i < networks; i++)
            AddNetwork(draft);
        var containers = draft.Number(5, 10);
        for (var i = 1; i <= containers; i++)
            draft.Containers.Add(Container(draft, i));

        var dimensions = Dimensions
            .Where(d => d.Add is not null && d.WhyNot(engine) is null)
            .Where(d => !Without.Any(part => d.Name.Contains(part, StringComparison.Ordinal)))
            .ToList();
        for (var left = draft.Number(5, 10); left > 0; left--)
        {
            var one = draft.Pick(dimensions);
            dimensions.Remove(one);
            one.Add!(draft);
        }

        return TopologyRepair.Of(new Topology([.. draft.Networks], [.. draft.Containers]) { Service = draft.Service }, engine);
    }

    private static void AddNetwork(TopologyDraft draft)
    {
        var network = draft.NewNetwork();
        draft.Networks[^1] = network with { IPv6 = draft.Chance(0.3), Internal = draft.Chance(0.12) };
    }

    private static TopologyContainer Container(TopologyDraft draft, int number)
    {
        var container = new TopologyContainer($"box{number}");
        var owners = draft.Containers.FindAll(c =>
            c.HasNetworks && c.State is TopologyState.Running or TopologyState.Restarted);
        if (owners.Count > 0 && draft.Chance(0.12))
        {
            return container with
            {
                Shares = draft.Pick(owners).Name,
                State = draft.Chance(0.1) ? TopologyState.Stopped : TopologyState.Running,
            };
        }

        if (draft.Chance(0.07))
            return container with { Endpoints = [new TopologyEndpoint(draft.Chance(0.5) ? "host" : "none")] };

        var endpoints = new List<TopologyEndpoint>();
        if (draft.Chance(0.25))
            endpoints.Add(new TopologyEndpoint("bridge"));
        foreach (var network in draft.Networks.Where(_ => draft.Chance(0.45)))
            endpoints.Add(Endpoint(draft, number, network));
        if (endpoints.Count == 0)
            endpoints.Add(draft.Chance(0.3) ? new TopologyEndpoint("bridge") : Endpoint(draft, number, draft.Pick(draft.Networks)));
        return container with
        {
            Endpoints = endpoints,
            State = State(draft),
            Published = draft.Chance(0.2) ? [new TopologyPort("0.0.0.0", draft.HostPort(number, 0), 80)] : [],
        };
    }

    private static TopologyEndpoint Endpoint(TopologyDraft draft, int number, TopologyNetwork network) => new(network.Name)
    {
        // A few names only, so that several containers share them.
        Aliases = draft.Chance(0.3) ? [draft.Pick(["db", "web", "cache", "box1"])] : [],
        Address = draft.Chance(0.25) ? network.Address(100 + number) : null,
    };

    private static TopologyState State(TopologyDraft draft) => draft.Draw() switch
    {
        < 0.06 => TopologyState.Stopped,
        < 0.10 => TopologyState.Paused,
        < 0.12 => TopologyState.Created,
        < 0.18 => TopologyState.Restarted,
        _ => TopologyState.Running,
    };
}
