namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Something that topologies differ in, and that predictions may depend on.</summary>
/// <param name="Name">As the table of the coverage shows it.</param>
/// <param name="Shows">The names of the networks and containers of a topology that have it.</param>
internal sealed record Dimension(string Name, Func<Topology, IEnumerable<string>> Shows)
{
    /// <summary>Adds it to a topology; null if every topology may have it by chance.</summary>
    public Action<TopologyDraft>? Add { get; init; }

    /// <summary>Why an engine cannot have it; null if it can.</summary>
    public Func<AgreementEngine, string?> WhyNot { get; init; } = _ => null;

    /// <summary>The codes of the reasons that decide because of it; empty for one that shows in who is reached only.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>A dimension of networks.</summary>
    public static Dimension OfNetworks(string name, Func<TopologyNetwork, bool> has) =>
        new(name, topology => topology.Networks.Where(has).Select(n => n.Name));

    /// <summary>A dimension of containers.</summary>
    public static Dimension OfContainers(string name, Func<TopologyContainer, bool> has) =>
        new(name, topology => topology.Containers.Where(has).Select(c => c.Name));

    /// <summary>A dimension of endpoints.</summary>
    public static Dimension OfEndpoints(string name, Func<TopologyEndpoint, bool> has) =>
        OfContainers(name, c => c.Endpoints.Any(has));
}
