using System.Net;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Ports;

public class PortTableTests
{
    private const string Loopback = "com.docker.network.bridge.host_binding_ipv4=127.0.0.1";

    [Theory]
    [InlineData(null, PortExposure.Open)]
    [InlineData("0.0.0.0", PortExposure.Open)]
    [InlineData("::", PortExposure.Open)]
    [InlineData("127.0.0.1", PortExposure.Loopback)]
    [InlineData("127.5.5.5", PortExposure.Loopback)]
    [InlineData("::1", PortExposure.Loopback)]
    [InlineData("192.0.2.1", PortExposure.Address)]
    [InlineData("fd00::1", PortExposure.Address)]
    public void Exposure_goes_by_the_hosts_address(string? address, PortExposure exposure) =>
        Assert.Equal(exposure, PortTable.Exposure(address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public void A_running_containers_ports_are_as_the_engine_has_them()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2");
        var web = engine["web"] with
        {
            Ports = [new PublishedPort(99, "tcp", null, null), new PublishedPort(80, "tcp", IPAddress.IPv6Any, 8080), new PublishedPort(
                80, "tcp", IPAddress.Any, 8080)],
        };

        var mappings = Of(engine, web);

        Assert.Equal(["0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp", "99/tcp"], mappings.Select(m => m.ToString()));
        Assert.Equal([PortExposure.Open, PortExposure.Open, PortExposure.None], mappings.Select(m => m.Exposure));
        Assert.All(mappings, m => Assert.True(m.Active));
        Assert.All(mappings, m => Assert.Equal(["app"], m.Networks));
    }

    [Fact]
    public void A_running_container_publishes_nothing_that_the_engine_does_not_have()
    {
        var engine = new TestEngine().Network("back", isInternal: true).Container("web", "back=10.1.0.2");

        var mapping = Assert.Single(Of(engine, Inspected(engine["web"], ["80/tcp"], ("80/tcp", "", "8080"))));

        Assert.Equal(("80/tcp", PortExposure.None), (mapping.ToString(), mapping.Exposure));
    }

    [Fact]
    public void A_stopped_containers_ports_are_what_opens_when_it_starts()
    {
        var engine = new TestEngine().Stopped("web", "bridge");
        var web = Inspected(
            engine["web"], ["80/tcp", "81/tcp", "82/tcp", "83/tcp", "84/UDP"],
            ("80/tcp", "", "8080"),
            ("80/tcp", "127.0.0.1", "8081"),
            ("81/tcp", "0.0.0.0", ""),
            ("82/tcp", "", "9000-9010"), ("90/tcp", "", "9090"));

        var mappings = Of(engine, web);

        Assert.Equal(
            ["*:8080->80/tcp", "127.0.0.1:8081->80/tcp", "0.0.0.0:?->81/tcp", "*:9000-9010->82/tcp", "83/tcp", "84/udp"],
            mappings.Select(m => m.ToString()));
        Assert.All(mappings, m => Assert.False(m.Active));
        Assert.Equal(
            [PortExposure.Open, PortExposure.Loopback, PortExposure.Open, PortExposure.Open, PortExposure.None, PortExposure.None],
            mappings.Select(m => m.Exposure));
    }

    [Fact]
    public void A_network_may_have_another_default_than_all_addresses()
    {
        var engine = new TestEngine().Network("local", option: Loopback).Stopped("web", "local");

        var mapping = Assert.Single(Of(engine, Inspected(engine["web"], ["80/tcp"], ("80/tcp", "", "8080"))));

        Assert.Equal(("127.0.0.1:8080->80/tcp", PortExposure.Loopback), (mapping.ToString(), mapping.Exposure));
    }

    [Theory]
    [InlineData("a", "z", PortExposure.Loopback)]
    [InlineData("z", "a", PortExposure.Open)]
    public void The_first_network_by_name_publishes(string local, string open, PortExposure exposure)
    {
        var engine = new TestEngine().Network(local, option: Loopback).Network(open).Network("0", isInternal: true).Stopped(
            "web", local, open, "0");

        Assert.Equal(exposure, Assert.Single(Of(engine, Inspected(engine["web"], ["80/tcp"], ("80/tcp", "", "8080")))).Exposure);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("back")]
    [InlineData("lan")]
    public void Some_networks_publish_nothing(string network)
    {
        var engine = new TestEngine().Network("back", isInternal: true).Network("lan", driver: "macvlan").Stopped("web", network);

        Assert.Equal(PortExposure.None, Assert.Single(Of(engine, Inspected(engine["web"], ["80/tcp"], ("80/tcp", "", "8080")))).Exposure);
    }

    [Fact]
    public void PublishAll_lets_the_engine_choose()
    {
        var engine = new TestEngine().Stopped("web", "bridge");
        var configuration = PortConfiguration.From(Details(["80/tcp"]) with { HostConfig = new HostConfig { PublishAllPorts = true } });

        Assert.Equal("*:?->80/tcp", Assert.Single(Of(engine, engine["web"] with { PortConfiguration = configuration })).ToString());
    }

    [Fact]
    public void On_the_hosts_network_what_is_exposed_is_open()
    {
        var engine = new TestEngine().OnHost("web");

        var mapping = Assert.Single(Of(engine, Inspected(engine["web"], ["80/tcp"], ("80/tcp", "127.0.0.1", "8080"))));

        Assert.Equal(("*:80->80/tcp", PortExposure.Open, true), (mapping.ToString(), mapping.Exposure, mapping.HostNetwork));
    }

    [Fact]
    public void A_sharer_has_the_ports_of_the_owner_and_what_its_own_image_exposes()
    {
        var engine = new TestEngine()
            .Container("web", "bridge=172.17.0.2")
            .Ports("web", new PortSummary("0.0.0.0", 80, 8080, "tcp"))
            .Sharing("sidecar", "web");

        var mappings = Of(engine, Inspected(engine["sidecar"], ["80/tcp", "9100/tcp"]));

        Assert.Equal(["0.0.0.0:8080->80/tcp", "9100/tcp"], mappings.Select(m => m.ToString()));
        Assert.All(mappings, m => Assert.Equal(("sidecar", "web"), (m.Container, m.NamespaceOwner)));
    }

    [Fact]
    public void A_sharer_whose_owner_is_gone_has_no_ports()
    {
        var engine = new TestEngine().Sharing("sidecar", "gone");

        Assert.Empty(Of(engine, engine["sidecar"]));
    }

    [Fact]
    public void Only_those_are_inspected_whose_ports_the_list_does_not_tell()
    {
        var engine = new TestEngine()
            .Container("web", "bridge=172.17.0.2").Ports("web", new PortSummary("0.0.0.0", 80, 8080, "tcp"))
            .Stopped("old", "bridge").Sharing("sidecar", "old");

        Assert.Equal(
            [TestEngine.Id("sidecar"), TestEngine.Id("old")], PortTable.Inspected(engine.Snapshot, [engine["web"], engine["sidecar"]]));
    }

    [Fact]
    public void Merge_says_of_each_what_it_is_part_of()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2");
        var ports = new[] { 80, 81 }.SelectMany(
            p => new[] { new PublishedPort(p, "tcp", IPAddress.Any, p + 8000), new PublishedPort(p, "tcp", IPAddress.IPv6Any, p + 8000) });

        var merged = PortTable.Merge(Of(engine, engine["web"] with { Ports = [.. ports, new PublishedPort(99, "udp", null, null)] }));

        Assert.Equal(5, merged.Count);
        Assert.All(merged.Take(4), m => Assert.Equal("*:8080-8081->80-81/tcp", m.Published));
        Assert.Equal("99/udp", merged[4].Published);
        Assert.All(merged, m => Assert.Equal("*:8080-8081->80-81/tcp, 99/udp", m.Summary));
    }

    [Fact]
    public void Keys_and_ports_that_cannot_be_read_do_no_harm()
    {
        var configuration = PortConfiguration.From(Details(["junk", "80/tcp", "8000-8001/tcp"], ("80/tcp", "junk", "junk")));

        Assert.Equal([80, 8000, 8001], configuration.Ports.Select(p => p.ContainerPort));
        Assert.Equal([new ConfiguredBinding(null, null, null)], configuration.Ports[0].Bindings);
        Assert.Empty(PortConfiguration.From(new ContainerDetails()).Ports);
    }

    private static IReadOnlyList<PortMapping> Of(TestEngine engine, Container container) => PortTable.Of(engine.Snapshot, container);

    private static Container Inspected(
        Container container, string[] exposed, params (string Port, string Address, string HostPort)[] bindings) =>
        container with { PortConfiguration = PortConfiguration.From(Details(exposed, bindings)) };

    private static ContainerDetails Details(string[] exposed, params (string Port, string Address, string HostPort)[] bindings) => new()
    {
        Config = new ContainerConfig(null, exposed.ToDictionary(p => p, EmptyObject? (_) => new EmptyObject())),
        HostConfig = new HostConfig
        {
            PortBindings = bindings.GroupBy(b => b.Port).ToDictionary(
                g => g.Key, IReadOnlyList<PortBinding>? (g) => [.. g.Select(b => new PortBinding(b.Address, b.HostPort))]),
        },
    };
}
