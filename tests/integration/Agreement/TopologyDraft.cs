namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>A topology while dimensions are added to it. The same seed makes the same again.</summary>
internal sealed class TopologyDraft(int seed, AgreementEngine engine)
{
#pragma warning disable CA5394 // Not for secrets: a seed must give the same again.
    private readonly Random _random = new(seed);

    public AgreementEngine Engine => engine;

    public List<TopologyNetwork> Networks { get; } = [];

    public List<TopologyContainer> Containers { get; } = [];

    public TopologyService? Service { get; set; }

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public int Number(int from, int to) => _random.Next(from, to);

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public double Draw() => _random.NextDouble();
#pragma warning restore CA5394

    /// <summary>The network of a name; null for bridge, host and none.</summary>
    public TopologyNetwork? Network(string name) => Networks.Find(n => n.Name == name);

    /// <summary>A network of this topology alone, so that what an earlier one left in a neighbour table means nothing.</summary>
    public TopologyNetwork NewNetwork()
    {
        var number = Networks.Count + 1;
        var network = new TopologyNetwork($"net{number}") { Number = ((seed * 5) + number) % 250 };
        Networks.Add(network);
        return network;
    }

    /// <summary>
    /// A port of the host for the container of a number. Each topology has its own, because an engine before 28.0 may keep the port of a
    /// container that it failed to start.
    /// </summary>
    public int HostPort(int container, int published) => 8000 + (seed % 200 * 40) + (20 * published) + container;

    /// <summary>Changes one of the networks that may be changed, and maybe others.</summary>
    public void ChangeNetworks(Func<TopologyNetwork, bool> may, Func<TopologyNetwork, TopologyNetwork> change)
    {
        var indexes = Enumerable.Range(0, Networks.Count).Where(i => may(Networks[i])).ToList();
        if (indexes.Count == 0)
            return;
        var one = Pick(indexes);
        foreach (var i in indexes.Where(i => i == one || Chance(0.25)))
            Networks[i] = change(Networks[i]);
    }

    /// <summary>Changes one network only.</summary>
    public void ChangeNetwork(Func<TopologyNetwork, bool> may, Func<TopologyNetwork, TopologyNetwork> change)
    {
        if (Networks.FindAll(n => may(n)) is { Count: > 0 } candidates && Pick(candidates) is var one)
            Networks[Networks.IndexOf(one)] = change(one);
    }

    /// <summary>Changes one container only.</summary>
    public void ChangeContainer(Func<TopologyContainer, bool> may, Func<TopologyContainer, TopologyContainer> change)
    {
        if (Containers.FindAll(c => may(c)) is { Count: > 0 } candidates && Pick(candidates) is var one)
            Containers[Containers.IndexOf(one)] = change(one);
    }

    /// <summary>Changes one of the containers that may be changed, and maybe others.</summary>
    public void ChangeContainers(Func<TopologyContainer, bool> may, Func<TopologyContainer, TopologyContainer> change)
    {
        var indexes = Enumerable.Range(0, Containers.Count).Where(i => may(Containers[i])).ToList();
        if (indexes.Count == 0)
            return;
        var one = Pick(indexes);
        foreach (var i in indexes.Where(i => i == one || Chance(0.15)))
            Containers[i] = change(Containers[i]);
    }

    /// <summary>Changes an endpoint on one of the networks that may be, and maybe others.</summary>
    public void ChangeEndpoints(
        Func<TopologyNetwork, bool> on, Func<TopologyContainer, TopologyEndpoint, TopologyEndpoint> change, double others = 0.15)
    {
        var places = Containers.SelectMany((c, i) => c.Endpoints.Select((e, j) => (Container: i, Endpoint: j, e.Network)))
            .Where(place => Network(place.Network) is { } network && on(network)).ToList();
        if (places.Count == 0)
            return;
        var one = Pick(places);
        foreach (var place in places.Where(p => p == one || Chance(others)))
            Change(place.Container, place.Endpoint, change);
    }

    /// <summary>Changes an endpoint.</summary>
    public void Change(int container, int endpoint, Func<TopologyContainer, TopologyEndpoint, TopologyEndpoint> change)
    {
        var changed = Containers[container];
        Containers[container] = changed with
        {
            Endpoints = [.. changed.Endpoints.Select((e, i) => i == endpoint ? change(changed, e) : e)],
        };
    }

    /// <summary>The number of a container: 3 of box3.</summary>
    public static int NumberOf(TopologyContainer container) =>
        int.Parse(container.Name.AsSpan("box".Length), System.Globalization.CultureInfo.InvariantCulture);
}
