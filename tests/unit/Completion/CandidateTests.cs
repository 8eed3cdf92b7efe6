using System.Net;
using System.Net.Sockets;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Completion;

public class CandidateTests
{
    private static readonly EngineSnapshot Snapshot = new TestEngine()
        .Network("app", "172.18.0.0/16", gateway: "172.18.0.1")
        .Network("back", "10.5.0.0/24", isInternal: true)
        .Network("empty", "10.6.0.0/24")
        .PublishingFrom("web", ["app=172.18.0.2+www"], "0.0.0.0:8080->80/tcp", "53/udp")
        .Container("db", "back=10.5.0.2")
        .Stopped("job", "app")
        .OnHost("monitor")
        .Sharing("sidecar", "web")
        .Snapshot;

    /// <summary>The policies of -Container, by method.</summary>
    [Theory]
    [InlineData(nameof(ContainerCandidates.All), "db job monitor sidecar web")]
    [InlineData(nameof(ContainerCandidates.Connectable), "db")]
    [InlineData(nameof(ContainerCandidates.Connected), "job web")]
    [InlineData(nameof(ContainerCandidates.WithEndpoint), "job sidecar web")]
    [InlineData(nameof(ContainerCandidates.Stopped), "job")]
    [InlineData(nameof(ContainerCandidates.Stoppable), "db monitor sidecar web")]
    [InlineData(nameof(ContainerCandidates.Running), "db monitor sidecar web")]
    public void Containers_are_those_that_the_command_can_do_something_with(string policy, string names) =>
        Assert.Equal(names, Texts(Offered(typeof(ContainerCandidates), policy, Line("Container", ("Network", "app")))));

    /// <summary>The policies of -Network, by method.</summary>
    [Theory]
    [InlineData(nameof(NetworkCandidates.All), null, "app back bridge empty host none")]
    [InlineData(nameof(NetworkCandidates.Removable), null, "app back empty")]
    [InlineData(nameof(NetworkCandidates.Connectable), null, "app back bridge empty")]
    [InlineData(nameof(NetworkCandidates.Connectable), "web", "back bridge empty")]
    [InlineData(nameof(NetworkCandidates.Connected), null, "app back host")]
    [InlineData(nameof(NetworkCandidates.Connected), "db", "back")]
    [InlineData(nameof(NetworkCandidates.WithEndpoint), "sidecar", "app")]
    public void Networks_are_those_that_the_command_can_do_something_with(string policy, string? container, string names)
    {
        var line = container is null ? Line("Network") : Line("Network", ("Container", container));
        Assert.Equal(names, Texts(Offered(typeof(NetworkCandidates), policy, line)));
    }

    [Fact]
    public void Only_running_containers_can_be_paused_and_only_paused_ones_resumed()
    {
        var snapshot = new TestEngine().Network("app").Container("web", "app").Paused("db", "app").Stopped("job", "app").Snapshot;

        Assert.Equal("web", Texts(ContainerCandidates.Pausable(snapshot)));
        Assert.Equal("db", Texts(ContainerCandidates.Paused(snapshot)));
    }

    [Fact]
    public void Links_of_the_default_bridge_are_named_by_who_has_them()
    {
        var db = new ContainerSummary { Id = "1", Names = ["/shop/store", "/db", "/web/data"] };
        var snapshot = EngineSnapshot.Create([], [db], TestEngine.Host);

        Assert.Equal("shop/store web/data", Texts(NameCandidates.LinkNames(snapshot)));
        Assert.Equal("web knows db by this link", ToolTip(NameCandidates.LinkNames(snapshot), "web/data"));
    }

    [Fact]
    public void Tooltips_say_what_one_would_want_to_know()
    {
        Assert.Equal("bridge, 10.5.0.0/24, 1 container, internal", ToolTip(NetworkCandidates.All(Snapshot), "back"));
        Assert.Equal("running, app 172.18.0.2", ToolTip(ContainerCandidates.All(Snapshot), "web"));
        Assert.Equal("running, shares the network of web, app 172.18.0.2", ToolTip(ContainerCandidates.All(Snapshot), "sidecar"));
        Assert.Equal("exited, app", ToolTip(ContainerCandidates.All(Snapshot), "job"));
    }

    [Fact]
    public void A_network_of_a_new_container_may_be_a_mode() =>
        Assert.Equal(
            "app back empty bridge host none container:db container:job container:monitor container:web",
            Texts(NetworkCandidates.Modes(Snapshot)));

    [Fact]
    public void Targets_are_names_aliases_addresses_and_places()
    {
        Assert.Equal(
            "db job monitor sidecar web www 10.5.0.2 172.18.0.2 @host @gateway @outside",
            Texts(NameCandidates.Targets(Snapshot, Line("Target"))));
        Assert.Equal("web:80", Texts(NameCandidates.Targets(Snapshot, Line("Target", word: "web:"))));
        Assert.Equal("alias of web on app", ToolTip(NameCandidates.Targets(Snapshot, Line("Target")), "www"));
    }

    /// <summary>An alias may be any text: it is not to select all containers.</summary>
    [Fact]
    public void An_alias_with_wildcards_is_escaped_as_a_target_and_found_by_both()
    {
        var snapshot = new TestEngine().Network("app").Container("web", "app=172.18.0.2+*").Snapshot;
        var alias = NameCandidates.Targets(snapshot, Line("Target")).Single(c => c.Text == "*");

        Assert.Equal("`*", alias.Value);
        Assert.Equal(["*", "`*"], alias.FoundBy);
    }

    [Fact]
    public void A_tooltip_is_not_longer_than_one_can_read() =>
        Assert.Equal(new string('x', 300) + "…", new Candidate("web", new string('x', 2_000_000)).ToolTip);

    [Fact]
    public void Names_that_resolve_are_those_of_the_containers_networks()
    {
        Assert.Equal("job web www", Texts(NameCandidates.Resolvable(Snapshot, Line("Name", ("Container", "web")))));
        Assert.Equal("db", Texts(NameCandidates.Resolvable(Snapshot, Line("Name", ("Container", "db")))));
        Assert.Equal("db job web www", Texts(NameCandidates.Resolvable(Snapshot, Line("Name"))));
    }

    [Theory]
    [InlineData("app", "", "172.18.0.3 172.18.0.4 172.18.0.5")]
    [InlineData("app", "172.18.1.", "172.18.1.0 172.18.1.1 172.18.1.2")]
    [InlineData("app", "172.18.0.2", "172.18.0.20 172.18.0.21 172.18.0.22")]
    [InlineData("back", "", "10.5.0.3 10.5.0.4 10.5.0.5")]
    [InlineData("app", "10.", "")]
    [InlineData("none", "", "")]
    public void Addresses_are_free_in_the_network_on_the_line(string network, string word, string addresses) =>
        Assert.Equal(
            addresses,
            Texts(AddressCandidates
                .Addresses(Snapshot, Line("IPAddress", ("Network", network), word), AddressFamily.InterNetwork)
                .Take(3)));

    [Fact]
    public void Without_a_network_there_is_one_address_of_each() =>
        Assert.Equal(
            "172.18.0.3 10.5.0.3 10.6.0.2",
            Texts(AddressCandidates.Addresses(Snapshot, Line("IPAddress"), AddressFamily.InterNetwork)));

    [Theory]
    [InlineData("", "172.19.0.0/16 172.21.0.0/16 172.22.0.0/16")]
    [InlineData("10.5.", "10.5.1.0/24 10.5.2.0/24 10.5.3.0/24")]
    [InlineData("192.168.1", "192.168.16.0/20 192.168.112.0/20 192.168.128.0/20")]
    [InlineData("10.7.0.0/2", "10.7.0.0/20 10.7.0.0/21 10.7.0.0/22")]
    [InlineData("10.5.0.0/2", "")]
    [InlineData("fd", null)]
    public void Subnets_overlap_no_network_and_nothing_of_the_host(string word, string? subnets)
    {
        var host = new HostNetworks([], [("eth0", IPNetwork.Parse("172.20.0.0/16"))]);

        var line = Line("Subnet", word: word);
        var found = Candidate.Fitting(AddressCandidates.Subnets(Snapshot, line, host), line).Take(3).ToArray();

        if (subnets is null)
            Assert.All(found, c => Assert.EndsWith("/64", c.Text, StringComparison.Ordinal));
        else
            Assert.Equal(subnets, Texts(found));
    }

    [Fact]
    public void Gateways_and_ranges_are_of_the_typed_subnet()
    {
        var line = Line("Gateway", ("Subnet", "10.9.0.0/24"));

        Assert.Equal("10.9.0.1", Texts(AddressCandidates.Gateways(line)));
        Assert.Equal(
            "10.9.0.128/25 10.9.0.0/25 10.9.0.192/26 10.9.0.128/26 10.9.0.64/26 10.9.0.0/26",
            Texts(AddressCandidates.IPRanges(line)));
        Assert.Empty(AddressCandidates.Gateways(Line("Gateway", ("Subnet", "nonsense"))));
    }

    [Fact]
    public void Ports_are_those_of_the_targets_and_of_their_protocol()
    {
        Assert.Equal("80", Texts(PortCandidates.OfTargets(Snapshot, Line("TcpPort", ("Target", "web")), "tcp")));
        Assert.Equal("53", Texts(PortCandidates.OfTargets(Snapshot, Line("UdpPort"), "udp")));
        Assert.Empty(PortCandidates.OfTargets(Snapshot, Line("TcpPort", ("Target", "db")), "tcp"));
        Assert.Equal("53 80 8080", Texts(PortCandidates.OfMappings(Snapshot, Line("Port", ("Container", "web")))));
        Assert.Equal("8080", Texts(PortCandidates.Held(Snapshot)));
    }

    [Fact]
    public void Ports_to_publish_are_those_of_the_image_at_ports_that_nobody_holds()
    {
        var ports = PortCandidates.Publications(Snapshot, [new ExposedPort(80), new ExposedPort(53, "udp")], "nginx").ToArray();

        Assert.Equal("8053:53/udp 127.0.0.1:8053:53/udp 53/udp 8081:80 127.0.0.1:8081:80 80", Texts(ports));
        Assert.Equal("80/tcp of nginx, at port 8081 on all addresses of the host: open to the world", ToolTip(ports, "8081:80"));
    }

    [Fact]
    public void Options_are_those_of_the_driver_and_found_by_their_last_part()
    {
        var line = Line("Option", word: "enable_icc");

        var found = Candidate.Fitting(DriverOptions.OfNetwork(null, []), line).ToArray();

        Assert.Equal("com.docker.network.bridge.enable_icc=false com.docker.network.bridge.enable_icc=true", Texts(found));
        Assert.Equal("@{ 'com.docker.network.bridge.enable_icc' = 'false' }", found[0].Expression);
        Assert.DoesNotContain(DriverOptions.OfNetwork("macvlan", []), c => c.Text.Contains("bridge.name", StringComparison.Ordinal));
        Assert.Equal("parent=eth0 parent=wlan0", Texts(DriverOptions.OfNetwork("MACVLAN", ["eth0", "wlan0"]).Take(2)));
        Assert.Empty(DriverOptions.OfNetwork("someones/plugin", ["eth0"]));
    }

    [Fact]
    public void Drivers_are_the_engines_without_those_that_there_is_one_network_of()
    {
        Assert.Equal(
            "bridge ipvlan macvlan overlay weave",
            Texts(DriverCandidates.OfEngine(["host", "weave", "ipvlan", "bridge", "macvlan", "null", "overlay"])));
        Assert.Equal("bridge host null", Texts(DriverCandidates.InUse(Snapshot)));
    }

    [Fact]
    public void Images_are_those_with_a_name()
    {
        ImageSummary[] images =
        [
            new("sha256:feec3ac6f72a0000", ["web:1", "alpine:latest"], 2_000_000),
            new("sha256:2", ["<none>:<none>"], 1),
            new("sha256:3", null, 1),
            new("sha256:4", ["dockernetwork-probe:9"], 1),
        ];

        Assert.Equal("alpine:latest web:1", Texts(ImageCandidates.OnEngine(EngineImage.Named(images))));
        Assert.Equal("2.0 MB, feec3ac6f72a", ImageCandidates.OnEngine(EngineImage.Named(images)).First().ToolTip);
    }

    [Fact]
    public void Labels_are_offered_as_patterns_where_they_select_and_as_entries_where_they_are_set()
    {
        var snapshot = EngineSnapshot.Create(
            [
                new NetworkResource
                {
                    Name = "app",
                    Id = "1",
                    Labels = new() { ["team"] = "blue", ["note"] = "a*b", ["broken"] = "one\ntwo" },
                },
            ],
            [
                new ContainerSummary
                {
                    Id = "2",
                    Names = ["/web"],
                    Labels = new()
                    {
                        ["tier"] = "it's",
                        ["com.docker.compose.project"] = "shop",
                        ["com.docker.compose.service"] = "front",
                    },
                },
            ],
            TestEngine.Host);
        var line = Line("Label");

        Assert.Equal("broken note note=a`*b team team=blue", Texts(Candidate.Fitting(LabelCandidates.OfNetworks(snapshot), line)));
        Assert.Contains("@{ 'tier' = 'it''s' }", LabelCandidates.Entries(snapshot).Select(c => c.Expression));
        Assert.DoesNotContain(LabelCandidates.Entries(snapshot), c => c.Text.StartsWith("com.docker.", StringComparison.Ordinal));
        Assert.Equal("shop", Texts(ContainerCandidates.ComposeProjects(snapshot)));
        Assert.Equal("front", Texts(ContainerCandidates.ComposeServices(snapshot, Line("ComposeService", ("ComposeProject", "SHOP")))));
        Assert.Empty(ContainerCandidates.ComposeServices(snapshot, Line("ComposeService", ("ComposeProject", "other"))));
    }

    [Fact]
    public void What_stands_in_the_list_already_is_left_out()
    {
        var line = Line("Name") with { Given = ["web", "db"] };

        Assert.Equal("job monitor sidecar", Texts(Candidate.Fitting(ContainerCandidates.All(Snapshot), line)));
    }

    [Fact]
    public void Every_candidate_has_a_text_and_a_tooltip()
    {
        var line = Line("x");
        Candidate[] all =
        [
            .. NetworkCandidates.Ids(Snapshot),
            .. ContainerCandidates.Ids(Snapshot),
            .. ContainerCandidates.Sources(Snapshot),
            .. NameCandidates.Links(Snapshot),
            .. ImageCandidates.InUse(Snapshot).Where(c => c.Text.Length > 0),
            .. DriverCandidates.Ipam(Snapshot),
            .. DriverCandidates.Ipam(null),
            .. DriverOptions.OfEndpoint(),
            .. DriverOptions.Sysctl(),
            .. FixedCandidates.RestartPolicies,
            .. FixedCandidates.DnsOptions,
            .. FixedCandidates.AddedHosts,
            .. FixedCandidates.Booleans,
            .. NameCandidates.Targets(Snapshot, line),
        ];

        Assert.All(all, c => Assert.True(c.Text.Length > 0 && c.ToolTip.Length > 0, c.ToString()));
    }

    [Theory]
    [InlineData("note\u001b]52;c;eA==\a")]
    [InlineData("a\nb")]
    [InlineData("abc\u202etxt")]
    [InlineData("web\u200b")]
    public void A_text_that_cannot_be_shown_is_not_offered(string text)
    {
        Candidate[] candidates = [new(text, "hostile"), new("web", "plain")];

        Assert.Equal("web", Texts(Candidate.Fitting(candidates, Line("x"))));
    }

    [Fact]
    public void A_tooltip_is_safe_to_show()
    {
        var container = new TestEngine().Network("app\u001b[2J").Container("web", "app\u001b[2J=10.1.0.2").Snapshot;

        var tip = ToolTip(ContainerCandidates.Stoppable(container), "web");

        Assert.Contains("app\\x1b[2J", tip, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', tip);
    }

    private static IEnumerable<Candidate> Offered(Type candidates, string policy, TypedLine line)
    {
        var method = candidates.GetMethod(policy)!;
        return (IEnumerable<Candidate>)method.Invoke(null, method.GetParameters().Length == 1 ? [Snapshot] : [Snapshot, line])!;
    }

    private static TypedLine Line(string parameter, (string Parameter, string Value)? bound = null, string word = "") =>
        new(parameter, TypedWord.Parse(word))
    {
        Bound = bound is { } one
            ? new Dictionary<string, IReadOnlyList<string>> { [one.Parameter] = [one.Value] }
            : new Dictionary<string, IReadOnlyList<string>>(),
    };

    private static string Texts(IEnumerable<Candidate> candidates) => string.Join(' ', candidates.Select(c => c.Text));

    private static string ToolTip(IEnumerable<Candidate> candidates, string text) => candidates.Single(c => c.Text == text).ToolTip;
}
