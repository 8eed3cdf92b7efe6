using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// What a name leads to: one row for what was seen on 20.10 (API 1.41), 26.1 (1.45), 28.5 (1.51) and 29.7 (1.54).
/// tests/pester/Names.Tests.ps1 shows the same on a real engine.
/// </summary>
public class NameTableTests
{
    private const string JoinBack = "Connect-DockerNetwork -Network back -Container web";

    [Theory]
    // The host name of a container is a name of the engine's DNS: one of the DNS names since 25.0, an alias before.
    [InlineData(45, "store", "dbhost", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData(41, "store", "dbhost", ReachabilityState.Reachable, "10.1.0.3")]
    // The first label of a host name stands in the hosts file too.
    [InlineData(51, "web", "www.example.com", ReachabilityState.Reachable, "10.1.0.2")]
    [InlineData(45, "web", "www.example.com", ReachabilityState.Unknown, null)]
    [InlineData(51, "web", "www", ReachabilityState.Reachable, "10.1.0.2")]
    [InlineData(45, "web", "www", ReachabilityState.Unknown, null)]
    [InlineData(51, "job", "a.b.c.d", ReachabilityState.Reachable, "10.1.0.5")]
    [InlineData(45, "job", "a.b.c.d", ReachabilityState.Unknown, null)]
    [InlineData(51, "job", "a", ReachabilityState.Reachable, "10.1.0.5")]
    [InlineData(45, "job", "a", ReachabilityState.Unknown, null)]
    [InlineData(45, "job", "a.b", ReachabilityState.Unknown, null)]
    [InlineData(41, "web", "www", ReachabilityState.Unknown, null)]
    [InlineData(45, "host", "hosthost", ReachabilityState.Unknown, null)]
    [InlineData(51, "host", "hosthost", ReachabilityState.Reachable, "172.17.0.2")]
    // The alias of a link hides the container of that name, with case.
    [InlineData(45, "web", "store", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData(45, "web", "store.app", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData(45, "web", "STORE", ReachabilityState.Reachable, "10.1.0.4")]
    [InlineData(45, "job", "store", ReachabilityState.Reachable, "10.1.0.4")]
    [InlineData(45, "web", "me", ReachabilityState.Reachable, "10.1.0.2")]
    // The name of a network behind a dot has its case, that of a container has not.
    [InlineData(45, "mm", "mm.Mixed", ReachabilityState.Reachable, "10.3.0.2")]
    [InlineData(45, "mm", "MM.Mixed", ReachabilityState.Reachable, "10.3.0.2")]
    [InlineData(45, "mm", "mm.mixed", ReachabilityState.Unknown, null)]
    // The hosts file is read without case, and without the dot at the end.
    [InlineData(45, "web", "pinned", ReachabilityState.Reachable, "10.1.0.4")]
    [InlineData(45, "web", "PINNED.", ReachabilityState.Reachable, "10.1.0.4")]
    [InlineData(45, "web", "LocalHost", ReachabilityState.Reachable, "127.0.0.1")]
    [InlineData(45, "web", "db.", ReachabilityState.Reachable, "10.1.0.3")]
    // host-gateway is the gateway of the default bridge.
    [InlineData(45, "host", "host.docker.internal", ReachabilityState.Reachable, "172.17.0.1")]
    // A link writes the alias and the host name of its target, and its name as it was.
    [InlineData(45, "linker", "database", ReachabilityState.Reachable, "172.17.0.2")]
    [InlineData(45, "linker", "HostHost", ReachabilityState.Reachable, "172.17.0.2")]
    [InlineData(45, "linker", "host", ReachabilityState.Unknown, null)]
    // The line of a link stays when its target stops, and that of a namespace's owner too. (Found by the agreement, seeds 2072 and 2081.)
    [InlineData(45, "linker", "past", ReachabilityState.Unknown, null)]
    [InlineData(45, "linker", "endhost", ReachabilityState.Unknown, null)]
    [InlineData(45, "left", "endhost", ReachabilityState.Unknown, null)]
    [InlineData(45, "left", "elsewhere", ReachabilityState.Unresolved, null)]
    // A file that is mounted may contain anything.
    [InlineData(45, "hosts", "db", ReachabilityState.Unknown, null)]
    [InlineData(45, "hosts", "localhost", ReachabilityState.Unknown, null)]
    [InlineData(45, "sharer", "db", ReachabilityState.Unknown, null)]
    [InlineData(45, "resolv", "db", ReachabilityState.Unknown, null)]
    [InlineData(45, "resolv", "localhost", ReachabilityState.Reachable, "127.0.0.1")]
    // ::1 is there unless IPv6 is off; before 26.0 it is off without a network that has IPv6.
    [InlineData(45, "web", "::1", ReachabilityState.Reachable, "::1")]
    [InlineData(45, "web", "ip6-localhost", ReachabilityState.Reachable, "::1")]
    [InlineData(41, "web", "::1", ReachabilityState.NoRoute, "::1")]
    [InlineData(41, "web", "ip6-localhost", ReachabilityState.NoRoute, "::1")]
    [InlineData(45, "six", "::1", ReachabilityState.NoRoute, "::1")]
    [InlineData(45, "six", "six.example", ReachabilityState.Unknown, null)]
    [InlineData(41, "six", "six.example", ReachabilityState.NoRoute, "fd00::4")]
    // Names of nobody, without a way to a name server.
    [InlineData(45, "inn", "example.com", ReachabilityState.Unresolved, null)]
    [InlineData(41, "inn", "example.com", ReachabilityState.Unknown, null)]
    [InlineData(45, "dnsinn", "example.com", ReachabilityState.Unknown, null)]
    [InlineData(41, "non", "example.com", ReachabilityState.Unresolved, null)]
    [InlineData(45, "web", "example.com", ReachabilityState.Unknown, null)]
    // An alias of a container elsewhere, or of one that does not run.
    [InlineData(45, "web", "far", ReachabilityState.Unresolved, null)]
    [InlineData(45, "web", "FAR.", ReachabilityState.Unresolved, null)]
    [InlineData(45, "web", "report", ReachabilityState.Unresolved, null)]
    [InlineData(45, "web", "gone", ReachabilityState.NotRunning, null)]
    [InlineData(45, "web", "api.example.com", ReachabilityState.Unknown, null)]
    [InlineData(45, "inn", "api.example.com", ReachabilityState.Unresolved, null)]
    public void A_name(int minor, string source, string literal, ReachabilityState state, string? address)
    {
        var verdict = new NamesScene(new ApiVersion(1, minor)).Predict(source, literal);

        Assert.Equal((state, address), (verdict.State, verdict.Address?.ToString()));
    }

    [Fact]
    public void A_linked_target_that_has_stopped_is_not_running() =>
        Assert.Equal(ReachabilityState.NotRunning, new NamesScene(new ApiVersion(1, 45)).Predict("linker", "past", "ended").State);

    [Theory]
    [InlineData("web", "localhost", AddressFamily.InterNetworkV6, ReachabilityState.Reachable, "::1")]
    [InlineData("web", "localhost", AddressFamily.InterNetwork, ReachabilityState.Reachable, "127.0.0.1")]
    [InlineData("web", "ip6-localhost", AddressFamily.InterNetwork, ReachabilityState.Unresolved, null)]
    [InlineData("web", "both", null, ReachabilityState.Reachable, "10.1.0.4")]
    [InlineData("web", "both", AddressFamily.InterNetworkV6, ReachabilityState.NoRoute, "fd00::4")]
    [InlineData("web", "pinned", AddressFamily.InterNetworkV6, ReachabilityState.Unresolved, null)]
    [InlineData("web", "db", AddressFamily.InterNetwork, ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData("web", "db", AddressFamily.InterNetworkV6, ReachabilityState.Unresolved, null)]
    public void Of_one_family(string source, string literal, AddressFamily? family, ReachabilityState state, string? address)
    {
        var verdict = new NamesScene(new ApiVersion(1, 45)).Predict(source, literal, family: family);

        Assert.Equal((state, address), (verdict.State, verdict.Address?.ToString()));
    }

    [Theory]
    [InlineData(51, ReachabilityState.Unresolved, null)]
    [InlineData(45, ReachabilityState.Reachable, "fd00:2::3")]
    public void The_first_network_decides_about_both_families_since_28(int minor, ReachabilityState state, string? address)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("four").Network("six", isInternal: true)
            .Container("web", "four=10.1.0.2", "six=fd00:2::2")
            .Container("db", "four=10.1.0.3", "six=fd00:2::3");
        var question = new Question(engine.Snapshot, engine["web"], engine["db"], "db") { Family = AddressFamily.InterNetworkV6 };

        var verdict = Predictor.Predict(question);

        Assert.Equal((state, address), (verdict.State, verdict.Address?.ToString()));
    }

    [Theory]
    [InlineData("web", "far", null, ReasonCode.NameOnAnotherNetwork, "back", JoinBack)]
    [InlineData("web", "report", "job", ReasonCode.NameOnAnotherNetwork, "back", JoinBack)]
    [InlineData("web", "report", null, ReasonCode.NameOnAnotherNetwork, "back", JoinBack)]
    [InlineData("web", "api.example.com", null, ReasonCode.NameOnAnotherNetwork, "back", JoinBack)]
    [InlineData("web", "gone", null, ReasonCode.TargetNotRunning, "old", "Start-DockerContainer -Container old")]
    [InlineData("inn", "example.com", null, ReasonCode.InternalNetworkOnly, "inn", null)]
    [InlineData("non", "example.com", null, ReasonCode.NoNetwork, "non", null)]
    [InlineData("hosts", "db", "db", ReasonCode.NotPredicted, "hosts", null)]
    [InlineData("resolv", "db", "db", ReasonCode.NotPredicted, "resolv", null)]
    [InlineData("hosts", "old", "old", ReasonCode.TargetNotRunning, "old", "Start-DockerContainer -Container old")]
    [InlineData("resolv", "old", "old", ReasonCode.TargetNotRunning, "old", "Start-DockerContainer -Container old")]
    public void Why_and_what_helps(string source, string literal, string? target, string code, string component, string? fix) =>
        Verdicts.HasReason(new NamesScene(new ApiVersion(1, 45)).Predict(source, literal, target), code, component, fix);

    [Fact]
    public void Names_are_not_resolved_on_the_routing_mesh()
    {
        var network = new TestEngine().Network("mesh", driver: "overlay").NetworkNamed("mesh");

        Assert.Equal((true, false), (network.ResolvesNames, (network with { Ingress = true }).ResolvesNames));
    }

    [Theory]
    [InlineData(1, "inner", "app")]
    [InlineData(0, "app", "inner")]
    public void The_gateway_priority_comes_before_internal_networks(int priority, params string[] order)
    {
        var engine = new TestEngine()
            .Network("app").Network("inner", isInternal: true)
            .Container("web", "app=10.1.0.2", "inner=10.2.0.2");
        var endpoints = engine["web"].Endpoints.Select(e => e.Network == "inner" ? e with { GatewayPriority = priority } : e);

        Assert.Equal(order, EndpointOrder.Of(engine.Snapshot, endpoints).Select(pair => pair.Network.Name));
    }

    [Theory]
    [InlineData(51, "dual")]
    [InlineData(55, "four")]
    public void A_network_of_both_families_has_the_default_routes_until_29_4(int minor, string network)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("dual").Network("four")
            .Container("web", "dual=10.2.0.2@10.2.0.1", "four=10.1.0.2@10.1.0.1");
        var web = engine["web"] with
        {
            Endpoints =
            [
                .. engine["web"].Endpoints.Select(e => e.Network == "four"
                    ? e with { GatewayPriority = 1 }
                    : e with { IPv6Gateway = TestEngine.Address("fd00:2::1") }),
            ],
        };

        var routes = Route.Of(SnapshotIndex.Of(engine.Snapshot), web);
        Assert.Equal(network, routes.First(route => route.LeadsOut(AddressFamily.InterNetwork)).Network.Name);
        Assert.Equal("dual", routes.First(route => route.LeadsOut(AddressFamily.InterNetworkV6)).Network.Name);
    }
}
