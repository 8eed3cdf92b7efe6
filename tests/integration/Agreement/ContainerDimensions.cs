using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>The dimensions of containers and their endpoints: states, ports, files, sysctls, priorities.</summary>
internal static class ContainerDimensions
{
    /// <summary>An address of the engine's host that is no gateway.</summary>
    public const string Host = EngineFixture.Host;

    public static IReadOnlyList<Dimension> All { get; } =
    [
        State(TopologyState.Stopped, [ReasonCode.TargetNotRunning, ReasonCode.SourceNotRunning]),
        State(TopologyState.Paused, [ReasonCode.TargetPaused]),
        State(TopologyState.Created, [ReasonCode.TargetNotRunning, ReasonCode.SourceNotRunning]),
        State(TopologyState.Restarted, []),
        Dimension.OfContainers("container: shares a namespace", c => c.Shares is not null) with
        {
            Codes = [ReasonCode.SameNamespace, ReasonCode.NameOfNamespaceOwner],
        },
        Lost("stops", TopologyState.Stopped, ReasonCode.NamespaceOwnerNotRunning),
        Lost("starts again", TopologyState.Restarted, ReasonCode.NamespaceOwnerRestarted),
        Dimension.OfContainers("container: host network", c => c.IsOn("host")) with { Codes = [ReasonCode.HostReachesBridges] },
        Dimension.OfContainers("container: no network", c => c.IsOn("none")) with { Codes = [ReasonCode.NoNetwork] },
        Dimension.OfContainers("container: default bridge", c => c.IsOn("bridge")),
        new Dimension("container: several default routes", SeveralRoutes),
        Dimension.OfContainers("container: disconnected again", c => c.Disconnected.Count > 0) with
        {
            Add = draft => draft.ChangeContainers(
                c => c.Endpoints.Count > 1 && c.State is TopologyState.Running or TopologyState.Restarted,
                c => c with { Disconnected = [c.Endpoints[^1].Network] }),
        },
        Published("at all addresses", p => p is { HostAddress: "0.0.0.0", ContainerPort: 80 }, () => ("0.0.0.0", 80)),
        Published("at loopback", p => p.HostAddress == "127.0.0.1", () => ("127.0.0.1", 80)),
        Published("at one address", p => p.HostAddress == Host, () => (Host, 80)) with { Codes = [ReasonCode.HostAddress] },
        Published("for IPv6", p => p.HostAddress == "::", () => ("::", 80)),
        Published("where nobody listens", p => p.ContainerPort == 81, () => ("0.0.0.0", 81)),
        Dimension.OfEndpoints("endpoint: gateway priority", e => e.Priority != 0) with
        {
            Add = draft => draft.ChangeEndpoints(_ => true, (_, e) => e with { Priority = draft.Pick([-1, 1, 2, 10]) }, 0.3),
            WhyNot = engine => engine.Since(28, 0),
        },
        Dimension.OfEndpoints("endpoint: static IPv4", e => e.Address is not null),
        Dimension.OfEndpoints("endpoint: static IPv6", e => e.Address6 is not null) with
        {
            Add = draft => draft.ChangeEndpoints(n => n.IPv6, (c, e) => e with
            {
                Address6 = draft.Network(e.Network)!.Address6(0x100 + TopologyDraft.NumberOf(c)),
            }),
        },
        new Dimension("endpoint: duplicate MAC address", TwiceTheMac)
        {
            Add = AddTwin,
            Codes = [ReasonCode.DuplicateMacAddress],
        },
        Sysctl("icmp_echo_ignore_all", "net.ipv4.icmp_echo_ignore_all", [ReasonCode.EchoIgnored]),
        Sysctl("disable_ipv6", "net.ipv6.conf.all.disable_ipv6", [ReasonCode.NoAddressOfFamily, ReasonCode.IPv6Disabled]),
        Sysctl("disable_ipv6 of eth0", "net.ipv6.conf.eth0.disable_ipv6", []) with { WhyNot = engine => engine.Until(27, 0) },
        Sysctl("disable_ipv6 of lo", "net.ipv6.conf.lo.disable_ipv6", []),
    ];

    private static Dimension State(TopologyState state, string[] codes) =>
        Dimension.OfContainers($"container: {state.ToString().ToLowerInvariant()}", c => c.State == state) with { Codes = codes };

    /// <summary>Who shares a namespace keeps the one that it was started with.</summary>
    private static Dimension Lost(string name, TopologyState state, string code) =>
        new($"container: owner of a namespace {name}", topology => topology.Containers
            .Where(c => c is { Shares: not null, State: TopologyState.Running }
                && topology.Containers.Any(o => o.Name == c.Shares && o.State == state))
            .Select(c => c.Name))
        {
            Add = draft =>
            {
                var shared = draft.Containers.Select(c => c.Shares).OfType<string>().Distinct().ToList();
                draft.ChangeContainers(c => shared.Contains(c.Name), c => c with { State = state, Disconnected = [] });
            },
            Codes = [code],
        };

    private static IEnumerable<string> SeveralRoutes(Topology topology) => topology.Containers
        .Where(c => c.Endpoints.Count(e =>
            e.Network == "bridge" || topology.Networks.Any(n => n.Name == e.Network && n is { IsBridge: true, Internal: false })) > 1)
        .Select(c => c.Name);

    private static Dimension Published(string name, Func<TopologyPort, bool> has, Func<(string Address, int Port)> make) =>
        Dimension.OfContainers($"published: {name}", c => c.Published.Any(has)) with
        {
            Add = draft => draft.ChangeContainers(
                c => c.HasNetworks && c.Published.Count < 2 && c.Endpoints.All(e => e.Network == "bridge"
                    || draft.Network(e.Network) is { Driver: "bridge" or "overlay", Internal: false }),
                c => c with
                {
                    Published =
                    [
                        .. c.Published,
                        new TopologyPort(make().Address, draft.HostPort(TopologyDraft.NumberOf(c), c.Published.Count), make().Port),
                    ],
                }),
        };

    private static IEnumerable<string> TwiceTheMac(Topology topology) => topology.Containers
        .SelectMany(c => c.Endpoints.Where(e => e.Mac is not null).Select(e => (c.Name, e.Network, e.Mac)))
        .GroupBy(e => (e.Network, e.Mac))
        .Where(g => g.Skip(1).Any())
        .SelectMany(g => g.Select(e => e.Name));

    /// <summary>Only the first network of a container, as engines before 25.0 take one address for the whole container.</summary>
    private static void AddTwin(TopologyDraft draft)
    {
        var firsts = draft.Containers
            .Select((c, i) => (Container: c, Index: i))
            .Where(pair => pair.Container is { HasNetworks: true, State: TopologyState.Running })
            .Where(pair => draft.Network(pair.Container.Endpoints[0].Network) is { IsBridge: true })
            .GroupBy(pair => pair.Container.Endpoints[0].Network)
            .FirstOrDefault(group => group.Skip(1).Any());
        foreach (var (_, index) in firsts?.Take(2) ?? [])
            draft.Change(index, 0, (_, e) => e with { Mac = "02:42:0a:63:00:63" });
    }

    private static Dimension Sysctl(string name, string key, string[] codes) =>
        Dimension.OfContainers($"sysctl: {name}", c => c.Sysctls.ContainsKey(key)) with
        {
            Add = draft => draft.ChangeContainers(c => c.HasNetworks, c => c with
            {
                Sysctls = new Dictionary<string, string>(c.Sysctls) { [key] = "1" },
            }),
            Codes = codes,
        };
}
