using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>The dimensions of networks: drivers, subnets, gateways and options.</summary>
internal static class NetworkDimensions
{
    public const string Prefix = "com.docker.network.bridge.";
    private const string ModeIPv4 = Prefix + "gateway_mode_ipv4";
    private const string ModeIPv6 = Prefix + "gateway_mode_ipv6";
    private const string Trusted = Prefix + "trusted_host_interfaces";

    public static IReadOnlyList<Dimension> All { get; } =
    [
        Dimension.OfNetworks("network: bridge by subnet alone", n => n is { IsBridge: true, Gateway: null, AddressRange: false }),
        Dimension.OfNetworks("network: gateway given", n => n.Gateway is not null) with
        {
            Add = draft => draft.ChangeNetworks(IsPlain, n => n with { Gateway = draft.Pick([1, 254, 77]) }),
        },
        Dimension.OfNetworks("network: address range", n => n.AddressRange) with
        {
            Add = draft => draft.ChangeNetworks(n => IsPlain(n) && n.IPv4, n => n with { AddressRange = true }),
        },
        Dimension.OfNetworks("network: another router (aux-address)", n => n.OtherRouter) with
        {
            Add = draft => draft.ChangeNetworks(n => IsPlain(n) && n.IPv4, n => n with { OtherRouter = true }),
        },
        Dimension.OfNetworks("network: internal", n => n.Internal) with
        {
            Add = draft => draft.ChangeNetworks(IsPlain, n => n with { Internal = true }),
            Codes = [ReasonCode.InternalNetworkOnly],
        },
        Dimension.OfNetworks("network: IPv4 and IPv6", n => n is { IPv4: true, IPv6: true }) with
        {
            Add = draft => draft.ChangeNetworks(n => n.IsBridge, n => n with { IPv6 = true }),
        },
        Dimension.OfNetworks("network: IPv6 only", n => !n.IPv4) with
        {
            Add = draft => draft.ChangeNetworks(
                n => IsPlain(n) && n is { Gateway: null, AddressRange: false, OtherRouter: false },
                n => n with { IPv4 = false, IPv6 = true }),
            WhyNot = engine => engine.Since(28, 0),
            Codes = [ReasonCode.NoAddressOfFamily],
        },
        Bridge("icc off", "enable_icc", "false", [ReasonCode.InterContainerCommunicationOff]),
        Bridge("not masqueraded", "enable_ip_masquerade", "false", [ReasonCode.NotMasqueraded, ReasonCode.PublishedPortRedirected]),
        Bridge("inhibit_ipv4", "inhibit_ipv4", "true", [ReasonCode.HostNotOnNetwork]),
        Mode("routed", [ReasonCode.RoutedNetwork, ReasonCode.PortNotPublished]),
        Mode("nat-unprotected", [ReasonCode.UnprotectedNetwork]) with { WhyNot = engine => engine.Since(28, 0) },
        Mode("isolated", [ReasonCode.HostNotOnNetwork]) with { WhyNot = engine => engine.Since(28, 0) },
        Dimension.OfNetworks("network: modes differ by family", n =>
            n is { IPv4: true, IPv6: true } && n.Option(ModeIPv4) != n.Option(ModeIPv6)) with
        {
            Add = draft => draft.ChangeNetworks(n => IsPlain(n) && n.IPv4, n => draft.Pick(
            [
                n.With(ModeIPv4, "routed") with { IPv6 = true, Internal = false },
                n.With(ModeIPv6, "routed") with { IPv6 = true, Internal = false },
                n.With(ModeIPv4, "nat-unprotected").With(ModeIPv6, "routed") with { IPv6 = true, Internal = false },
                n.With(ModeIPv4, "routed").With(ModeIPv6, "nat-unprotected") with { IPv6 = true, Internal = false },
                n.With(ModeIPv4, "isolated") with { IPv6 = true, Internal = true },
                n.With(ModeIPv6, "isolated") with { IPv6 = true, Internal = true },
            ])),
            WhyNot = engine => engine.Since(28, 0),
        },
        Dimension.OfNetworks("network: trusted interface", n => n.Option(Trusted) is not null) with
        {
            Add = Trust,
            WhyNot = engine => engine.Since(28, 2),
            Codes = [ReasonCode.TrustedInterface, ReasonCode.PortNotPublished],
        },
        Parent("macvlan", "macvlan_mode", "bridge", []),
        Parent("macvlan", "macvlan_mode", "private", [ReasonCode.MembersKeptApart]),
        Parent("macvlan", "macvlan_mode", "vepa", [ReasonCode.MembersKeptApart]),
        Parent("macvlan", "macvlan_mode", "passthru", []),
        Parent("ipvlan", "ipvlan_mode", "l2", []),
        Parent("ipvlan", "ipvlan_mode", "l3", []),
        Parent("ipvlan", "ipvlan_mode", "l3s", []) with { WhyNot = engine => NoIpvlan(engine) ?? engine.Since(23, 0) },
        Dimension.OfNetworks("network: several subnets", n => n.SecondSubnet) with
        {
            Add = AddSubnet,
            WhyNot = NoParent,
            Codes = [ReasonCode.DifferentSubnets],
        },
        Overlay("overlay", isInternal: false),
        Overlay("overlay internal", isInternal: true),
        Service("dnsrr"),
        Service("vip") with { WhyNot = engine => NoSwarm(engine) ?? NoIpvs() },
    ];

    /// <summary>A bridge that nothing was done to yet that would not go together with something else.</summary>
    public static bool IsPlain(TopologyNetwork network) =>
        network is { IsBridge: true, OtherRouter: false } && network.Option(ModeIPv4) is null && network.Option(ModeIPv6) is null;

    private static Dimension Bridge(string name, string option, string value, string[] codes) =>
        Dimension.OfNetworks($"network: {name}", n => n.Option(Prefix + option) == value) with
        {
            Add = draft => draft.ChangeNetworks(n => n.IsBridge, n => n.With(Prefix + option, value)),
            Codes = codes,
        };

    private static Dimension Mode(string mode, string[] codes) =>
        Dimension.OfNetworks($"network: gateway mode {mode}", n => n.Option(ModeIPv4) == mode || n.Option(ModeIPv6) == mode) with
        {
            Add = draft => draft.ChangeNetworks(
                IsPlain,
                n => WithMode(n with { Internal = mode == "isolated" || (mode == "routed" && n.Internal) }, mode)),
            WhyNot = engine => engine.Since(27, 0),
            Codes = codes,
        };

    private static TopologyNetwork WithMode(TopologyNetwork network, string mode)
    {
        network = network.IPv4 ? network.With(ModeIPv4, mode) : network;
        return network.IPv6 ? network.With(ModeIPv6, mode) : network;
    }

    /// <summary>One network is called by its bridge, and another trusts it.</summary>
    private static void Trust(TopologyDraft draft)
    {
        var bridges = draft.Networks.FindAll(n => n.IsBridge);
        if (bridges.Count < 2)
            return;
        var (trusting, trusted) = (draft.Networks.IndexOf(bridges[0]), draft.Networks.IndexOf(bridges[^1]));
        if (draft.Chance(0.5))
            (trusting, trusted) = (trusted, trusting);
        var bridge = $"ag{draft.Networks[trusted].Number}";
        draft.Networks[trusted] = draft.Networks[trusted].With(Prefix + "name", bridge);
        draft.Networks[trusting] = draft.Networks[trusting].With(Trusted, bridge);
    }

    /// <summary>A network on a parent interface. In mode passthru the parent has room for one container only.</summary>
    private static Dimension Parent(string driver, string option, string mode, string[] codes) =>
        Dimension.OfNetworks($"network: {driver} {mode}", n => n.Driver == driver && n.Option(option) == mode) with
        {
            Add = draft => draft.ChangeNetwork(
                n => IsPlain(n) && n.Options.Count == 0,
                n => n with
                {
                    Driver = driver,
                    Internal = false,
                    Options = new Dictionary<string, string> { ["parent"] = $"parent{n.Name["net".Length..]}", [option] = mode },
                }),
            WhyNot = engine => driver == "ipvlan" ? NoIpvlan(engine) : NoParent(engine),
            Codes = codes,
        };

    /// <summary>A bridge has one subnet of IPv4 only. Some containers get an address of the second.</summary>
    private static void AddSubnet(TopologyDraft draft)
    {
        if (!draft.Networks.Exists(IsSwitched))
            All.First(d => d.Name == "network: macvlan bridge").Add!(draft);
        draft.ChangeNetwork(IsSwitched, n => n with { SecondSubnet = true });
        if (draft.Networks.Find(n => n.SecondSubnet) is not { } network)
            return;
        foreach (var i in Enumerable.Range(0, draft.Containers.Count).Where(i => draft.Containers[i].HasNetworks))
        {
            if (!draft.Containers[i].IsOn(network.Name))
            {
                if (!draft.Chance(0.5))
                    continue;
                draft.Containers[i] = draft.Containers[i] with
                {
                    Endpoints = [.. draft.Containers[i].Endpoints, new TopologyEndpoint(network.Name)],
                    Disconnected = [],
                };
            }

            var endpoint = draft.Containers[i].Endpoints.ToList().FindIndex(e => e.Network == network.Name);
            var second = i % 2 == 0;
            draft.Change(i, endpoint, (c, e) => e with
            {
                Address = second ? network.Address2(100 + TopologyDraft.NumberOf(c)) : e.Address,
            });
        }
    }

    private static bool IsSwitched(TopologyNetwork network) =>
        network.Option("macvlan_mode") == "bridge" || network.Option("ipvlan_mode") == "l2";

    private static Dimension Overlay(string name, bool isInternal) =>
        Dimension.OfNetworks($"network: {name}", n => n.Driver == "overlay" && n.Internal == isInternal) with
        {
            Add = draft => draft.ChangeNetwork(
                n => IsPlain(n) && n is { Options.Count: 0, IPv4: true },
                n => n with { Driver = "overlay", Internal = isInternal, IPv6 = false }),
            WhyNot = NoSwarm,
        };

    /// <summary>A service on an overlay network, which containers are on too.</summary>
    private static Dimension Service(string mode) =>
        new($"service: {mode}", topology => topology.Service is { } one && one.Mode == mode ? [one.Network] : [])
        {
            Add = draft =>
            {
                if (!draft.Networks.Exists(n => n.Driver == "overlay"))
                    All.First(d => d.Name == "network: overlay").Add!(draft);
                if (draft.Networks.Find(n => n.Driver == "overlay") is { } network)
                    draft.Service = new TopologyService(network.Name, mode, draft.Number(1, 4));
            },
            WhyNot = NoSwarm,
        };

    private static string? NoSwarm(AgreementEngine engine) => engine.Swarm ? null : "the engine is not a swarm";

    /// <summary>The virtual address of a service is the kernel's IPVS. Without it the prediction says so, and nobody answers.</summary>
    public static string? NoIpvs() => File.Exists("/proc/net/ip_vs") ? null : "the kernel has no IPVS";

    private static string? NoParent(AgreementEngine engine) => engine.Parents ? null : "there are no parent interfaces";

    private static string? NoIpvlan(AgreementEngine engine) => NoParent(engine) ?? (engine.Ipvlan ? null : "the kernel has no ipvlan");
}
