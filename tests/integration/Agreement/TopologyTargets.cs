using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>What is probed in a topology.</summary>
internal sealed class TopologyTargets(Topology topology, EngineSnapshot snapshot)
{
    /// <summary>Everything.</summary>
    public IReadOnlyList<ReachabilityTarget> All() =>
    [
        .. Containers(),
        .. Gateways().SelectMany(a => new[] { Echo(a), Http(a, AgreementServer.Port) }),
        .. topology.Containers.SelectMany(c => c.Published).SelectMany(p => PublishedAt().Select(a => Http(a, p.HostPort))),
        .. Unused().Select(Echo),
        Http("127.0.0.1", AgreementServer.Port),
        Http("::1", AgreementServer.Port),
        Http("localhost", AgreementServer.Port),
        Http("0.0.0.0", AgreementServer.Port),
        Echo("127.255.255.255"),
        Echo(EngineFixture.Host),
        Http(EngineFixture.Host, AgreementServer.NobodysPort),
        Echo(EngineFixture.Outside),
        Echo("outside.example"),
        Echo("nowhere.example"),
        .. Names().SelectMany(n => new[] { Echo(n), Http(n, AgreementServer.Port) }),
    ];

    /// <summary>What has a name or several addresses, which a family chooses among.</summary>
    public IReadOnlyList<ReachabilityTarget> Named() =>
        [.. Containers(), .. Names().SelectMany(n => new[] { Echo(n), Http(n, AgreementServer.Port) })];

    private IEnumerable<ReachabilityTarget> Containers() => snapshot.Containers.SelectMany(c => new[]
    {
        new ReachabilityTarget(c.Name, c),
        new ReachabilityTarget(c.Name, c, AgreementServer.Port) { Protocol = ProbeProtocol.Http, Path = AgreementServer.Path },
        // A paused container accepts connections and does not answer requests.
        new ReachabilityTarget(
            c.Name, c, c.State == ContainerState.Paused ? AgreementServer.Port : AgreementServer.NobodysPort),
    });

    /// <summary>
    /// What containers use as their gateway, what the engine lists, and the first address of each subnet, which is the gateway unless
    /// another one was asked for.
    /// </summary>
    private IEnumerable<string> Gateways() => snapshot.Containers
        .SelectMany(c => c.Endpoints)
        .SelectMany(e => new[] { e.Gateway, e.IPv6Gateway })
        .Concat(snapshot.Networks.Where(n => n.Driver == "bridge").SelectMany(n => n.Gateways))
        .OfType<IPAddress>()
        .Select(a => a.ToString())
        .Concat(topology.Networks.Where(n => n is { IsBridge: true, IPv4: true }).Select(n => n.Address(1)))
        .Distinct();

    private IEnumerable<string> PublishedAt() =>
        Gateways().Concat(["127.0.0.1", "::1", EngineFixture.Host, "2001:db8:ffff::2"]).Distinct();

    /// <summary>Addresses that nobody has, as in a configuration that was forgotten.</summary>
    private IEnumerable<string> Unused() => topology.Networks.SelectMany(n => new[]
    {
        n.IPv4 ? n.Address(200) : null,
        n.IPv6 ? n.Address6(0x200) : null,
    }).OfType<string>();

    private IEnumerable<string> Names() => new[]
        {
            "db", "web", "DB", "db.", "box1.", "host.docker.internal", "two words",
        }
        .Concat(topology.Containers.SelectMany(c => c.Links.Concat(c.Endpoints.SelectMany(e => e.Links))).Select(l => l.Split(':')[1]))
        .Concat(topology.Containers.SelectMany(c => c.ExtraHosts).Select(h => h.Split(':')[0]))
        .Concat(topology.Containers.SelectMany(c => c.Endpoints).SelectMany(e => e.Aliases))
        .Concat(topology.Containers.SelectMany(HostNames))
        .Concat(topology.Containers.SelectMany(c => c.Endpoints.Take(1).Select(e => $"{c.Name}.{e.Network}")))
        .Concat(topology.Containers.Take(2).SelectMany(c =>
            c.Endpoints.Take(1).SelectMany(e => new[] { c.Name.ToUpperInvariant(), $"{c.Name}.{e.Network.ToUpperInvariant()}" })))
        .Concat(snapshot.Containers.Take(2).Select(c => c.Id[..12]))
        .Concat(topology.Service is null ? [] : [TopologyService.Name, $"tasks.{TopologyService.Name}"])
        .Distinct();

    private static IEnumerable<string> HostNames(TopologyContainer container)
    {
        if (container.HostName is not { } name)
            yield break;
        yield return name;
        yield return name.Split('.')[0];
        if (container.DomainName is { } domain)
            yield return $"{name}.{domain}";
    }

    private static ReachabilityTarget Echo(string text) => new(text, null);

    private static ReachabilityTarget Http(string text, int port) =>
        new(text, null, port) { Protocol = ProbeProtocol.Http, Path = AgreementServer.Path };
}
