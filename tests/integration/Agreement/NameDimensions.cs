using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>The dimensions of names: aliases, host names, links, and the files that resolvers read.</summary>
internal static class NameDimensions
{
    public static IReadOnlyList<Dimension> All { get; } =
    [
        Dimension.OfEndpoints("name: alias", e => e.Aliases.Count > 0) with
        {
            Codes = [ReasonCode.NameOnAnotherNetwork, ReasonCode.AmbiguousName],
        },
        new Dimension("name: aliases of two projects", Projects) { Add = AddProjects, Codes = [ReasonCode.AnotherContainer] },
        Dimension.OfEndpoints("name: alias with capitals", e => e.Aliases.Any(a => a.Any(char.IsAsciiLetterUpper))) with
        {
            Add = draft => draft.ChangeEndpoints(_ => true, (_, e) => e with { Aliases = [.. e.Aliases, draft.Pick(["DB", "Web"])] }),
        },
        Dimension.OfEndpoints("name: alias that nobody can ask for", e => e.Aliases.Contains("two words")) with
        {
            Add = draft => draft.ChangeEndpoints(_ => true, (_, e) => e with { Aliases = [.. e.Aliases, "two words"] }),
            Codes = [ReasonCode.InvalidDnsName],
        },
        Dimension.OfContainers("name: host name", c => c is { HostName: { } name } && !name.Contains('.', StringComparison.Ordinal)) with
        {
            Add = draft => draft.ChangeContainers(
                c => c is { HasNetworks: true, HostName: null },
                c => c with { HostName = draft.Chance(0.3) ? "db" : $"host{TopologyDraft.NumberOf(c)}" }),
        },
        Dimension.OfContainers("name: FQDN as host name", c => c.HostName?.Contains('.', StringComparison.Ordinal) == true) with
        {
            Add = draft => draft.ChangeContainers(
                c => c is { HasNetworks: true, HostName: null },
                c => c with { HostName = $"{(draft.Chance(0.3) ? "web" : $"fqdn{TopologyDraft.NumberOf(c)}")}.corp.example" }),
        },
        Dimension.OfContainers("name: domain name", c => c.DomainName is not null) with
        {
            Add = draft => draft.ChangeContainers(
                c => c is { HasNetworks: true, HostName: null },
                c => c with { HostName = $"host{TopologyDraft.NumberOf(c)}", DomainName = "corp.example" }),
        },
        Dimension.OfContainers("name: link on the default bridge", c => c.Links.Count > 0) with { Add = AddLegacyLink },
        Dimension.OfEndpoints("name: link on a user network", e => e.Links.Count > 0) with { Add = AddLinks },
        Dimension.OfContainers("name: add-host", c => c.ExtraHosts.Any(h => !h.EndsWith("host-gateway", StringComparison.Ordinal))) with
        {
            Add = draft => draft.ChangeContainers(c => c.Shares is null, c => c with
            {
                ExtraHosts = [.. c.ExtraHosts, $"{draft.Pick(["pinned", "Pinned", "db"])}:{draft.Pick(draft.Networks).Address(101)}"],
            }),
        },
        Dimension.OfContainers("name: host-gateway", c => c.ExtraHosts.Any(h => h.EndsWith("host-gateway", StringComparison.Ordinal))) with
        {
            Add = draft => draft.ChangeContainers(c => c.Shares is null, c => c with
            {
                ExtraHosts = [.. c.ExtraHosts, "host.docker.internal:host-gateway"],
            }),
        },
        Mount("resolv.conf"),
        Mount("hosts"),
        Dimension.OfContainers("name: server of --dns", c => c.Dns.Count > 0) with
        {
            Add = draft => draft.ChangeContainers(c => c.HasNetworks, c => c with
            {
                Dns = [draft.Chance(0.5) ? EngineFixture.Outside : draft.Pick(draft.Networks).Address(101)],
            }),
        },
        Dimension.OfContainers("name: search domain", c => c.DnsSearch.Count > 0) with { Add = draft => AddSearch(draft, []) },
        Dimension.OfContainers("name: search domain first", c => c.DnsOptions.Count > 0) with
        {
            Add = draft => AddSearch(draft, ["ndots:2"]),
        },
    ];

    /// <summary>A domain that nobody has, or a network, whose DNS answers NAME.NETWORK.</summary>
    private static void AddSearch(TopologyDraft draft, IReadOnlyList<string> options) => draft.ChangeContainer(
        c => c.HasNetworks,
        c => c with { DnsSearch = [draft.Chance(0.5) ? "corp.example" : draft.Pick(draft.Networks).Name], DnsOptions = options });

    private static Dimension Mount(string file) =>
        Dimension.OfContainers($"name: mounted {file}", c => c.Mounts.Contains(file)) with
        {
            Add = draft => draft.ChangeContainers(c => c.HasNetworks, c => c with { Mounts = [.. c.Mounts.Append(file).Distinct()] }),
        };

    /// <summary>Two networks where different containers have the same alias, as two Compose projects have.</summary>
    private static IEnumerable<string> Projects(Topology topology) => topology.Containers
        .SelectMany(c => c.Endpoints.SelectMany(e => e.Aliases.Select(a => (Container: c.Name, e.Network, Alias: a.ToLowerInvariant()))))
        .GroupBy(e => e.Alias)
        .Where(g => g.Select(e => e.Network).Distinct().Skip(1).Any() && g.Select(e => e.Container).Distinct().Skip(1).Any())
        .SelectMany(g => g.Select(e => e.Container));

    private static void AddProjects(TopologyDraft draft)
    {
        var alias = draft.Pick(["db", "web"]);
        foreach (var network in draft.Networks.Take(2).Select(n => n.Name).ToList())
        {
            var places = draft.Containers
                .SelectMany((c, i) => c.Endpoints.Select((e, j) => (Container: i, Endpoint: j, e.Network)))
                .Where(place => place.Network == network)
                .ToList();
            if (places.Count > 0 && draft.Pick(places) is var one)
                draft.Change(one.Container, one.Endpoint, (_, e) => e with { Aliases = [.. e.Aliases.Append(alias).Distinct()] });
        }
    }

    /// <summary>A link needs its target up when it starts. Both are put on the default bridge first.</summary>
    private static void AddLegacyLink(TopologyDraft draft)
    {
        var able = draft.Containers.FindAll(c => c is { HasNetworks: true, State: TopologyState.Running, Links.Count: 0 });
        if (able.Count < 2)
            return;
        var (target, source) = (draft.Containers.IndexOf(able[0]), draft.Containers.IndexOf(able[^1]));
        draft.Containers[target] = OnBridge(draft.Containers[target]);
        draft.Containers[source] = OnBridge(draft.Containers[source]) with { Links = [$"{able[0].Name}:legacy"] };
    }

    private static TopologyContainer OnBridge(TopologyContainer container) => container with
    {
        Endpoints = [new TopologyEndpoint("bridge"), .. container.Endpoints.Where(e => e.Network != "bridge")],
        Disconnected = [],
    };

    /// <summary>A link needs its target when it is created.</summary>
    private static void AddLinks(TopologyDraft draft) => draft.ChangeEndpoints(
        n => n.IsBridge,
        (c, e) => draft.Containers.Find(o =>
            TopologyDraft.NumberOf(o) < TopologyDraft.NumberOf(c) && o.IsOn(e.Network)) is { } target
            ? e with { Links = [$"{target.Name}:{draft.Pick(["linked", "db", "Linked", "box1"])}"] }
            : e,
        0.3);
}
