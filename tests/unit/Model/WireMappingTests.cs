using System.Net;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class WireMappingTests
{
    [Fact]
    public void A_network_with_nothing_but_a_name_has_no_nulls()
    {
        var network = Map(new NetworkResource { Name = "app", Id = "1" });

        Assert.Empty(network.Subnets);
        Assert.Empty(network.Option);
        Assert.Empty(network.Label);
        Assert.Empty(network.IpamOption);
        Assert.Equal("default", network.IpamDriver);
        Assert.Null(network.ConfigFrom);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void IPv4_is_on_where_an_old_engine_does_not_say(bool? wire, bool enabled) =>
        Assert.Equal(enabled, Map(new NetworkResource { EnableIPv4 = wire }).EnableIPv4);

    [Fact]
    public void An_empty_ConfigFrom_is_none() => Assert.Null(Map(new NetworkResource { ConfigFrom = new ConfigReference("") }).ConfigFrom);

    [Fact]
    public void Subnets_become_addresses()
    {
        var network = Map(new NetworkResource
        {
            Ipam = new Ipam
            {
                Config =
                [
                    new IpamConfig
                    {
                        Subnet = "10.1.0.0/24",
                        IPRange = "10.1.0.128/25",
                        Gateway = "10.1.0.1/24",
                        AuxAddress = new() { ["router"] = "10.1.0.2" },
                    },
                    new IpamConfig { Subnet = "fd00:1::/64" },
                    new IpamConfig { Subnet = "garbage" },
                    new IpamConfig(),
                ],
            },
        });

        Assert.Equal([IPNetwork.Parse("10.1.0.0/24"), IPNetwork.Parse("fd00:1::/64")], network.Subnets);
        Assert.Equal([IPAddress.Parse("10.1.0.1")], network.Gateways);
        Assert.Equal(IPNetwork.Parse("10.1.0.128/25"), network.Ipam[0].IPRange);
        Assert.Equal(IPAddress.Parse("10.1.0.2"), network.Ipam[0].AuxAddress["router"]);
        Assert.Null(network.Ipam[1].Gateway);
    }

    [Theory]
    [InlineData("running", ContainerState.Running)]
    [InlineData("exited", ContainerState.Exited)]
    [InlineData("created", ContainerState.Created)]
    [InlineData("paused", ContainerState.Paused)]
    [InlineData("restarting", ContainerState.Restarting)]
    [InlineData("dead", ContainerState.Dead)]
    [InlineData("initialized", ContainerState.Unknown)]
    [InlineData("2", ContainerState.Unknown)]
    [InlineData("", ContainerState.Unknown)]
    [InlineData(null, ContainerState.Unknown)]
    public void A_state_that_is_not_known_is_Unknown(string? wire, ContainerState state) =>
        Assert.Equal(state, Map(new ContainerSummary { Id = "1", State = wire }).State);

    [Theory]
    [InlineData("/web", "web")]
    [InlineData("/proxy/db /db", "db")]
    [InlineData("/db /proxy/db", "db")]
    [InlineData("web", "web")]
    public void A_name_is_not_that_of_a_legacy_link(string names, string name) =>
        Assert.Equal(name, Map(new ContainerSummary { Id = "1", Names = [.. names.Split(' ')] }).Name);

    [Theory]
    [InlineData(null, null, "no")]
    [InlineData("", 0, "no")]
    [InlineData("no", 0, "no")]
    [InlineData("always", 0, "always")]
    [InlineData("on-failure", 0, "on-failure")]
    [InlineData("on-failure", 5, "on-failure:5")]
    public void The_restart_policy_is_written_as_it_is_given(string? name, int? most, string policy)
    {
        var host = new HostConfig { RestartPolicy = name is null ? null : new RestartPolicy(name, most!.Value) };
        var listed = Map(new ContainerSummary { Id = "1" });
        var inspected = WireMapping.WithDetails(listed, new ContainerDetails { HostConfig = host }, new Dictionary<string, Network>());

        Assert.Null(listed.RestartPolicy);
        Assert.Equal(policy, inspected.RestartPolicy);
    }

    [Fact]
    public void A_container_without_a_name_goes_by_its_id()
    {
        Assert.Equal("1", Map(new ContainerSummary { Id = "1", Names = [] }).Name);
        Assert.Equal("1", Map(new ContainerSummary { Id = "1" }).Name);
    }

    [Fact]
    public void Ports_are_exposed_or_published_and_stand_in_order()
    {
        var container = Map(new ContainerSummary
        {
            Id = "1",
            Ports =
            [
                new PortSummary(null, 80, null, "tcp"),
                new PortSummary("::", 80, 8080, "tcp"),
                new PortSummary("0.0.0.0", 80, 8080, "tcp"),
                new PortSummary("::", 53, 5353, "udp"),
            ],
        });

        Assert.Equal(
            ["[::]:5353->53/udp", "80/tcp", "0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp"], container.Ports.Select(p => p.ToString()));
    }

    [Fact]
    public void A_stopped_containers_empty_addresses_are_null()
    {
        var settings = new EndpointSettings { IPAddress = "", GlobalIPv6Address = "", Gateway = "", MacAddress = "", EndpointId = "" };
        var endpoint = Assert.Single(Map(OnNetwork("app", settings)).Endpoints);

        Assert.Null(endpoint.IPAddress);
        Assert.Null(endpoint.IPv6Address);
        Assert.Null(endpoint.Gateway);
        Assert.Empty(endpoint.Addresses());
    }

    [Fact]
    public void Addresses_that_the_user_asked_for_are_kept_while_stopped()
    {
        var ipam = new EndpointIpamConfig { IPv4Address = "10.1.0.9", IPv6Address = "fd00::9", LinkLocalIPs = ["169.254.1.1", "junk"] };
        var endpoint = Assert.Single(Map(OnNetwork("app", new EndpointSettings { IpamConfig = ipam })).Endpoints);

        Assert.Equal(IPAddress.Parse("10.1.0.9"), endpoint.StaticIPAddress);
        Assert.Equal(IPAddress.Parse("fd00::9"), endpoint.StaticIPv6Address);
        Assert.Equal([IPAddress.Parse("169.254.1.1")], endpoint.LinkLocalIPAddress);
    }

    [Fact]
    public void The_short_id_that_old_engines_add_is_no_alias()
    {
        var wire = OnNetwork("app", new EndpointSettings { Aliases = ["db", "0123456789ab", "db", "0123"] });

        Assert.Equal(["db", "0123"], Assert.Single(Map(wire).Endpoints).Alias);
    }

    [Fact]
    public void A_MAC_address_is_in_lower_case() =>
        Assert.Equal(
            "02:42:ac:11:00:02",
            Assert.Single(Map(OnNetwork("app", new EndpointSettings { MacAddress = "02:42:AC:11:00:02" })).Endpoints).MacAddress);

    [Fact]
    public void A_null_endpoint_is_left_out() => Assert.Empty(Map(OnNetwork("app", null)).Endpoints);

    [Fact]
    public void Inspecting_adds_names()
    {
        var container = Map(OnNetwork("app", new EndpointSettings { IPAddress = "10.1.0.2" }));
        var details = new ContainerDetails
        {
            Id = container.Id,
            Config = new ContainerConfig("web.local"),
            HostConfig = new HostConfig { ExtraHosts = ["db:10.0.0.1"], Links = ["/db:/web/database"] },
            NetworkSettings = new NetworkSettings
            {
                Networks = new() { ["app"] = new EndpointSettings { IPAddress = "10.1.0.2", Aliases = ["www"] } },
            },
        };

        var detailed = WireMapping.WithDetails(container, details, new Dictionary<string, Network>());

        Assert.Equal("web.local", detailed.HostName);
        Assert.Equal(["db:10.0.0.1"], detailed.ExtraHost);
        Assert.Equal(["/db:/web/database"], detailed.Link);
        Assert.Equal(["www"], Assert.Single(detailed.Endpoints).Alias);
        Assert.Equal(IPAddress.Parse("10.1.0.2"), Assert.Single(detailed.Endpoints).IPAddress);
    }

    [Fact]
    public void DNS_names_are_the_engines_own_where_it_says_them() =>
        Assert.Equal(["web", "www", "0123456789ab"], DnsName("bridge", new EndpointSettings { DnsNames = ["web", "www", "0123456789ab"] }));

    [Fact]
    public void DNS_names_of_an_old_engine_are_name_aliases_and_short_id() =>
        Assert.Equal(["web", "www", "0123456789ab"], DnsName("bridge", new EndpointSettings { Aliases = ["www", "0123456789ab"] }));

    /// <summary>Seen on 26.1 and 28.5: renamed while it ran, and then the engine was restarted with --live-restore.</summary>
    [Theory]
    [InlineData("old", null, "")]
    [InlineData("old", "old", "old")]
    [InlineData("www", null, "www")]
    public void A_name_from_before_a_rename_is_not_one_of_DNS(string first, string? hostName, string kept)
    {
        var settings = new EndpointSettings { Aliases = ["www"], DnsNames = [first, "www", "0123456789ab"] };

        var names = DnsName("bridge", settings, hostName: hostName);

        Assert.Equal(new[] { kept, "www", "0123456789ab" }.Where(name => name.Length > 0).Distinct(), names);
    }

    [Theory]
    [InlineData("bridge", "bridge")]
    [InlineData("host", "app")]
    [InlineData("null", "app")]
    public void No_DNS_names_where_no_DNS_answers(string driver, string name) =>
        Assert.Empty(DnsName(driver, new EndpointSettings { DnsNames = null, Aliases = ["www"] }, name));

    private static IReadOnlyList<string> DnsName(string driver, EndpointSettings settings, string name = "app", string? hostName = null)
    {
        var network = Map(new NetworkResource { Name = name, Id = "app-id", Driver = driver });
        var container = Map(OnNetwork("app", settings with { NetworkId = "app-id" }));
        var details = new ContainerDetails
        {
            Id = container.Id,
            Config = hostName is null ? null : new ContainerConfig(hostName, null),
            NetworkSettings = new NetworkSettings { Networks = new() { ["app"] = settings } },
        };
        var networks = new Dictionary<string, Network> { [network.Id] = network };
        return Assert.Single(WireMapping.WithDetails(container, details, networks).Endpoints).DnsName!;
    }

    [Fact]
    public void What_inspect_says_is_newer_than_the_list()
    {
        var container = Map(OnNetwork("app", new EndpointSettings { IPAddress = "10.1.0.2" }) with { State = "running" });
        var details = new ContainerDetails
        {
            Id = container.Id,
            State = new StateDocument("exited", 0, 0, null, null),
            NetworkSettings = new NetworkSettings { Networks = new() { ["app"] = new EndpointSettings { IPAddress = "" } } },
        };

        var detailed = WireMapping.WithDetails(container, details, new Dictionary<string, Network>());

        Assert.Equal((ContainerState.Exited, 0), (detailed.State, detailed.ProcessId));
        var endpoint = Assert.Single(detailed.Endpoints);
        Assert.Equal((ContainerState.Exited, null), (endpoint.State, endpoint.IPAddress));
    }

    [Fact]
    public void What_only_inspect_knows_is_null_until_then()
    {
        var container = Map(OnNetwork("app", new EndpointSettings()));
        var details = new ContainerDetails
        {
            Id = container.Id,
            State = new StateDocument("created", 0, 0, null, default(DateTimeOffset)),
        };

        var detailed = WireMapping.WithDetails(container, details, new Dictionary<string, Network>());

        Assert.Equal((null, null), (container.ProcessId, container.StartedAt));
        // The year 1 is no time at which it was started.
        Assert.Equal((0, null), (detailed.ProcessId, detailed.StartedAt));
    }

    [Fact]
    public void What_only_inspect_knows_of_an_endpoint_is_null_until_then_and_empty_if_there_is_none()
    {
        var settings = new EndpointSettings { IpamConfig = new EndpointIpamConfig { IPv4Address = "10.1.0.9" } };
        var container = Map(OnNetwork("app", settings));
        var details = new ContainerDetails
        {
            Id = container.Id,
            NetworkSettings = new NetworkSettings { Networks = new() { ["app"] = settings } },
        };

        var listed = Assert.Single(container.Endpoints);
        var inspected = Assert.Single(WireMapping.WithDetails(container, details, new Dictionary<string, Network>()).Endpoints);

        Assert.Equal(
            (null, null, null, null, null),
            (listed.Alias, listed.DnsName, listed.Link, listed.LinkLocalIPAddress, listed.DriverOption));
        Assert.Equal(
            (0, 0, 0, 0, 0),
            (inspected.Alias?.Count, inspected.DnsName?.Count, inspected.Link?.Count, inspected.LinkLocalIPAddress?.Count,
                inspected.DriverOption?.Count));
    }

    [Fact]
    public void A_network_that_inspect_does_not_name_stays_as_the_list_has_it()
    {
        var container = Map(OnNetwork("app", new EndpointSettings { IPAddress = "10.1.0.2" }) with { State = "running" });

        var detailed = WireMapping.WithDetails(container, new ContainerDetails { Id = container.Id }, new Dictionary<string, Network>());

        Assert.Equal((ContainerState.Running, IPAddress.Parse("10.1.0.2")), (detailed.State, Assert.Single(detailed.Endpoints).IPAddress));
    }

    private static ContainerSummary OnNetwork(string network, EndpointSettings? settings) => new()
    {
        Id = "0123456789abcdef",
        Names = ["/web"],
        NetworkSettings = new NetworkSettings { Networks = new() { [network] = settings } },
    };

    private static Network Map(NetworkResource wire) => WireMapping.ToNetwork(wire, [], TestEngine.Host);

    private static Container Map(ContainerSummary wire) =>
        WireMapping.ToContainer(wire, new Dictionary<string, NetworkResource>(), TestEngine.Host);
}
