using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Formats;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class ViewTests
{
    private static readonly ReachabilityResult Result = new()
    {
        Source = "web",
        Target = "db",
        TargetName = "db",
        Predicted = ReachabilityState.Reachable,
        Reasons = [new Reason("A", "x", "The first reason is this."), new Reason("B", "y", "The second.")],
        DockerHost = TestEngine.Host,
    };

    [Fact]
    public void Flags_of_an_ordinary_network_are_none() => Assert.Equal("", View.Flags(Ordinary()));

    [Fact]
    public void Flags_name_what_is_out_of_the_ordinary()
    {
        var network = Ordinary() with
        {
            Internal = true,
            Attachable = true,
            Ingress = true,
            EnableIPv6 = true,
            EnableIPv4 = false,
            ConfigOnly = true,
            ConfigFrom = "base"
        };

        Assert.Equal("internal, attachable, ingress, ipv6, no ipv4, config-only, config from base", View.Flags(network));
    }

    [Fact]
    public void Containers_counts_those_that_run() =>
        Assert.Equal(
            "2",
            View.Containers(new TestEngine()
                .Network("app")
                .Container("a", "app=10.1.0.2")
                .Paused("b", "app=10.1.0.3")
                .NetworkNamed("app")));

    [Fact]
    public void Containers_tells_of_stopped_ones() =>
        Assert.Equal(
            "1 of 3 up",
            View.Containers(new TestEngine()
                .Network("app")
                .Container("a", "app=10.1.0.2")
                .Stopped("b", "app")
                .Stopped("c", "app")
                .NetworkNamed("app")));

    [Theory]
    [InlineData("0123456789abcdef", "0123456789ab")]
    [InlineData("short", "short")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void ShortId_is_12_digits(string? id, string text) => Assert.Equal(text, View.ShortId(id!));

    [Fact]
    public void Address_shows_both_families_with_prefix()
    {
        var endpoint = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .NetworkNamed("app").Endpoints[0] with { PrefixLength = 16 };

        Assert.Equal("10.1.0.2/16", View.Address(endpoint));
        Assert.Equal(
            "10.1.0.2/16, fd00::2/64",
            View.Address(endpoint with { IPv6Address = IPAddress.Parse("fd00::2"), IPv6PrefixLength = 64 }));
        Assert.Equal("", View.Address(endpoint with { IPAddress = null }));
    }

    [Fact]
    public void Networks_shows_each_with_its_address() =>
        Assert.Equal(
            "app 10.1.0.2, back fd00::2, bridge",
            View.Networks(new TestEngine()
                .Network("app")
                .Network("back")
                .Container("web", "app=10.1.0.2", "back=fd00::2", "bridge")["web"]));

    [Fact]
    public void Networks_of_a_sharer_names_the_owner()
    {
        Assert.Equal("container:web", View.Networks(new TestEngine().Container("web").Sharing("sidecar", "web")["sidecar"]));
        Assert.Equal("container:web (exited)", View.Networks(new TestEngine().Stopped("web").Sharing("sidecar", "web")["sidecar"]));
        Assert.Equal(
            $"container:{TestEngine.Id("web")[..12]} (gone)",
            View.Networks(new TestEngine().Sharing("sidecar", "web")["sidecar"]));
    }

    [Fact]
    public void Container_names_the_owner_of_its_namespace()
    {
        var endpoint = Endpoint();

        Assert.Equal("web", View.Container(endpoint));
        Assert.Equal("web (container:front)", View.Container(endpoint with { NamespaceOwner = "front" }));
        Assert.Equal("web (container:front, lost)", View.Container(endpoint with { NamespaceOwner = "front", NamespaceLost = true }));
    }

    [Fact]
    public void What_an_endpoint_has_several_of_is_one_text()
    {
        var endpoint = Endpoint() with
        {
            Gateway = IPAddress.Parse("10.1.0.1"),
            IPv6Gateway = IPAddress.Parse("fd00::1"),
            StaticIPAddress = IPAddress.Parse("10.1.0.9"),
            LinkLocalIPAddress = [IPAddress.Parse("169.254.1.1")],
        };

        Assert.Equal("10.1.0.1, fd00::1", View.Gateway(endpoint));
        Assert.Equal("10.1.0.9, 169.254.1.1", View.StaticAddress(endpoint));
        Assert.Equal("a=1, b=2", View.Pairs(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));
    }

    [Fact]
    public void Ports_of_a_container_are_put_together()
    {
        var container = new TestEngine().Container("web")["web"] with
        {
            Ports =
            [
                new PublishedPort(80, "tcp", IPAddress.Any, 8080), new PublishedPort(80, "tcp", IPAddress.IPv6Any, 8080),
                new PublishedPort(99, "tcp", null, null),
            ],
        };

        Assert.Equal("*:8080->80/tcp, 99/tcp", View.Ports(container));
    }

    [Fact]
    public void PortsOf_says_whose_they_are_and_whether_they_are_open_now()
    {
        var mapping = Mapping() with { State = ContainerState.Running, Active = true };

        Assert.Equal("web (running): *:8080->80/tcp", View.PortsOf(mapping, 120));
        Assert.Equal(
            "web (exited), when it starts: *:8080->80/tcp",
            View.PortsOf(mapping with { State = ContainerState.Exited, Active = false }, 120));
        Assert.Equal("web (running), on the host's network: *:8080->80/tcp", View.PortsOf(mapping with { HostNetwork = true }, 120));
        Assert.Equal(
            "web (running), ports of front, when front starts: *:8080->80/tcp",
            View.PortsOf(mapping with { NamespaceOwner = "front", Active = false }, 120));
    }

    [Fact]
    public void Host_and_Port_are_the_two_sides_of_a_mapping()
    {
        Assert.Equal("0.0.0.0:8080", View.Host(Mapping()));
        Assert.Equal("80/tcp", View.Port(Mapping()));
        Assert.Equal("0.0.0.0:8080->80/tcp", Mapping().ToString());
        Assert.Equal("[::1]:8080", View.Host(Mapping() with { HostAddress = IPAddress.IPv6Loopback }));
        Assert.Equal("*:9000-9010", View.Host(Mapping() with { HostAddress = null, HostPort = 9000, HostPortEnd = 9010 }));
        Assert.Equal("*:?", View.Host(Mapping() with { HostAddress = null, HostPort = null }));
        Assert.Equal("", View.Host(Mapping() with { HostAddress = null, HostPort = null, Exposure = PortExposure.None }));
    }

    [Theory]
    [InlineData(PortExposure.Open, "<x>")]
    [InlineData(PortExposure.Address, "x")]
    [InlineData(PortExposure.Loopback, "x")]
    [InlineData(PortExposure.None, "x")]
    public void Highlight_is_for_what_is_open_to_the_world(PortExposure exposure, string text) =>
        Assert.Equal(text, View.Highlight(Mapping() with { Exposure = exposure }, "x", 9, "<", ">", plain: false));

    [Fact]
    public void Highlight_is_for_terminals() => Assert.Equal("x", View.Highlight(Mapping(), "x", 0, "<", ">", plain: true));

    [Fact]
    public void PortsOf_is_broken_between_words()
    {
        var mapping = Mapping() with
        {
            State = ContainerState.Running,
            Active = true,
            Summary = "*:8080->80/tcp, 198.51.100.2:993->993/tcp"
        };

        Assert.Equal("web (running): *:8080->80/tcp,\n              198.51.100.2:993->993/tcp", View.PortsOf(mapping, 60));
    }

    [Theory]
    [InlineData("Up 5 minutes", "Running")]
    [InlineData("Up 5 minutes (healthy)", "Running (healthy)")]
    [InlineData("Up 2 seconds (health: starting)", "Running (starting)")]
    public void State_tells_the_health_where_it_is_checked(string status, string text) =>
        Assert.Equal(text, View.State(new TestEngine().Container("web")["web"] with { Status = status }));

    [Theory]
    [InlineData("", "")]
    [InlineData("80/tcp", "80/tcp")]
    [InlineData("443/tcp 80/tcp 53/udp", "80/tcp, 443/tcp, 53/udp")]
    [InlineData("0.0.0.0:8080>80/tcp [::]:8080>80/tcp", "*:8080->80/tcp")]
    [InlineData("0.0.0.0:8080>80/tcp", "0.0.0.0:8080->80/tcp")]
    [InlineData("[::]:8080>80/tcp", "[::]:8080->80/tcp")]
    [InlineData("127.0.0.1:8080>80/tcp 443/tcp", "127.0.0.1:8080->80/tcp, 443/tcp")]
    [InlineData("127.0.0.1:8080>80/tcp 192.0.2.1:8080>80/tcp", "127.0.0.1:8080->80/tcp, 192.0.2.1:8080->80/tcp")]
    [InlineData("0.0.0.0:53>53/tcp 0.0.0.0:53>53/udp", "0.0.0.0:53->53/tcp, 0.0.0.0:53->53/udp")]
    [InlineData("0.0.0.0:9001>91/tcp 0.0.0.0:9000>90/tcp 0.0.0.0:9002>92/tcp", "0.0.0.0:9000-9002->90-92/tcp")]
    [InlineData("0.0.0.0:9000>90/tcp 0.0.0.0:9001>92/tcp", "0.0.0.0:9000->90/tcp, 0.0.0.0:9001->92/tcp")]
    [InlineData("0.0.0.0:9000>90/tcp 127.0.0.1:9001>91/tcp", "0.0.0.0:9000->90/tcp, 127.0.0.1:9001->91/tcp")]
    [InlineData("8000/tcp 8001/tcp 8003/tcp", "8000-8001/tcp, 8003/tcp")]
    [InlineData("80/tcp 0.0.0.0:8080>80/tcp", "0.0.0.0:8080->80/tcp")]
    public void Ports_are_said_as_short_as_can_be(string ports, string text) =>
        Assert.Equal(
            text,
            View.Ports(new TestEngine().Container("web")["web"] with
            {
                Ports = [.. ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Port)]
            }));

    [Theory]
    [InlineData(ReachabilityState.Reachable, "✓", "+")]
    [InlineData(ReachabilityState.Unknown, "?", "?")]
    [InlineData(ReachabilityState.Blocked, "✗", "x")]
    [InlineData(ReachabilityState.Refused, "✗", "x")]
    public void Mark_never_shows_unknown_as_blocked(ReachabilityState state, string mark, string ascii)
    {
        Assert.Equal(mark, View.Mark(state, Encoding.UTF8));
        Assert.Equal(ascii, View.Mark(state, Encoding.Latin1));
    }

    [Fact]
    public void Target_names_the_container_behind_another_name()
    {
        Assert.Equal("db", View.Target(Result));
        Assert.Equal("10.1.0.3 (db)", View.Target(Result with { TargetName = "10.1.0.3" }));
    }

    [Fact]
    public void Probe_is_protocol_and_port()
    {
        Assert.Equal("icmp", View.Probe(Result));
        Assert.Equal("tcp/5432", View.Probe(Result with { Protocol = ProbeProtocol.Tcp, Port = 5432 }));
    }

    [Theory]
    [InlineData(null, "Reachable (predicted)")]
    [InlineData(ReachabilityState.Reachable, "Reachable")]
    [InlineData(ReachabilityState.Refused, "Refused")]
    [InlineData(ReachabilityState.Blocked, "Blocked (predicted Reachable)")]
    public void State_tells_predicted_from_observed(ReachabilityState? observed, string text) =>
        Assert.Equal(text, View.State(Result with { Observed = observed }));

    [Fact]
    public void State_does_not_show_a_prediction_as_an_observation() =>
        Assert.Equal("Reachable (predicted)", View.State(Result with { Observed = ReachabilityState.Unknown }));

    [Fact]
    public void State_of_a_name_that_led_to_somebody_else_is_as_expected_and_the_reason_is_shown()
    {
        var elsewhere = Result with
        {
            Observed = ReachabilityState.Reachable,
            Reasons = [new Reason(ReasonCode.AnotherAddress, "web", "It leads elsewhere.")],
        };

        Assert.Equal(("Reachable", "It leads elsewhere."), (View.State(elsewhere), View.Why(elsewhere)));
    }

    [Fact]
    public void Latency_shows_the_average_and_losses()
    {
        Assert.Equal("", View.Latency(Result));
        Assert.Equal("0.12 ms", View.Latency(Result with { Avg = TimeSpan.FromMilliseconds(0.123), Sent = 4, Received = 4 }));
        Assert.Equal("0.12 ms, 2 of 4", View.Latency(Result with { Avg = TimeSpan.FromMilliseconds(0.123), Sent = 4, Received = 2 }));
        Assert.Equal("0 of 4", View.Latency(Result with { Sent = 4 }));
        Assert.Equal("", View.Latency(Result with { Sent = 1 }));
    }

    [Fact]
    public void Outcome_is_how_long_an_answer_took_or_why_there_is_none()
    {
        var answered = Result with
        {
            Observed = ReachabilityState.Reachable,
            Avg = TimeSpan.FromMilliseconds(0.123),
            Method = ProbeMethod.Agent
        };

        Assert.Equal("0.12 ms", View.Outcome(answered));
        Assert.Equal("Reachable", View.Outcome(answered with { Avg = null }));
        Assert.Equal("Reachable (predicted Blocked), 0.12 ms", View.Outcome(answered with { Predicted = ReachabilityState.Blocked }));
        Assert.Equal("Refused", View.Outcome(answered with { Observed = ReachabilityState.Refused }));
        Assert.Equal("Reachable (predicted)", View.Outcome(answered with { Observed = ReachabilityState.Unknown, Avg = null }));
        Assert.Equal("Reachable", View.Outcome(Result));
    }

    [Fact]
    public void SourceOf_says_that_nothing_was_sent()
    {
        Assert.Equal("web (predicted, nothing was sent)", View.SourceOf(Result));
        Assert.Equal("web", View.SourceOf(Result with { Observed = ReachabilityState.Blocked, Method = ProbeMethod.Agent }));
        Assert.Equal("web", View.SourceOf(Result with { Reasons = [new Reason("NotProbed", "web", "x")] }));
    }

    [Fact]
    public void Why_is_empty_where_all_is_well() => Assert.Equal("", View.Why(Result));

    [Fact]
    public void Why_is_the_status_of_http() => Assert.Equal("HTTP 503", View.Why(Result with { StatusCode = 503 }));

    [Fact]
    public void Why_gives_the_first_reason_of_what_is_not() =>
        Assert.Equal("The first reason is this.", View.Why(Result with { Observed = ReachabilityState.Blocked }));

    [Fact]
    public void Why_explains_a_disagreement_that_turned_out_well() =>
        Assert.Equal(
            "The first reason is this.",
            View.Why(Result with { Predicted = ReachabilityState.Blocked, Observed = ReachabilityState.Reachable }));

    [Fact]
    public void Reasons_are_one_a_line_and_the_first_fix_is_the_fix()
    {
        Assert.Equal("A: The first reason is this.\nB: The second.", View.Reasons(Result.Reasons));
        Assert.Equal("", View.Fix(Result.Reasons));
        Assert.Equal("Do it", View.Fix([new Reason("A", "x", "m"), new Reason("B", "x", "m", "Do it")]));
        Assert.Equal("A, B", View.Codes(Result));
    }

    [Theory]
    [InlineData(NameSource.Engine, "Engine")]
    [InlineData(NameSource.Hosts, "Hosts")]
    [InlineData(NameSource.Upstream, "Upstream 192.0.2.53")]
    [InlineData(NameSource.None, "")]
    public void KnownBy_names_the_server_upstream(NameSource source, string text)
    {
        var resolution = new NameResolution
        {
            Container = "web",
            Name = "db",
            Source = source,
            Server = IPAddress.Parse("192.0.2.53"),
            DockerHost = TestEngine.Host
        };

        Assert.Equal(text, View.KnownBy(resolution));
        Assert.Equal("", View.Why(resolution with { State = ReachabilityState.Reachable }));
        Assert.Equal("Unresolved", View.Why(resolution with { State = ReachabilityState.Unresolved }));
    }

    [Fact]
    public void Interfaces_say_whose_they_are_and_what_they_hang_on()
    {
        var link = new ContainerInterface { Container = "web", Name = "eth0", DockerHost = TestEngine.Host };

        Assert.Equal(("web", ""), (View.Container(link), View.Bridge(link)));
        Assert.Equal("web (container:front)", View.Container(link with { SharedFrom = "front" }));
        Assert.Equal("web (host)", View.Container(link with { SharedFrom = "host" }));
        Assert.Equal("docker0", View.Bridge(link with { Bridge = "docker0", Type = "veth" }));
        Assert.Equal("macvlan", View.Bridge(link with { Type = "macvlan" }));
    }

    /// <summary>"443/tcp", "127.0.0.1:8080>80/tcp".</summary>
    private static PublishedPort Port(string text)
    {
        var host = text.Contains('>', StringComparison.Ordinal) ? IPEndPoint.Parse(text.Split('>')[0]) : null;
        var inside = text.Split('>')[^1].Split('/');
        return new PublishedPort(int.Parse(inside[0], CultureInfo.InvariantCulture), inside[1], host?.Address, host?.Port);
    }

    private static Network Ordinary() =>
        new() { Name = "app", Id = "1", Driver = "bridge", Scope = "local", EnableIPv4 = true, DockerHost = TestEngine.Host };

    private static NetworkEndpoint Endpoint() =>
        new TestEngine().Network("app").Container("web", "app=10.1.0.2").NetworkNamed("app").Endpoints[0];

    private static PortMapping Mapping() => new()
    {
        Container = "web",
        ContainerId = "1",
        Protocol = "tcp",
        ContainerPort = 80,
        HostAddress = IPAddress.Any,
        HostPort = 8080,
        Exposure = PortExposure.Open,
        Summary = "*:8080->80/tcp",
        DockerHost = TestEngine.Host,
    };

    [Fact]
    public void The_current_context_has_a_star()
    {
        Assert.Equal("prod *", View.Context(new DockerContext { Name = "prod", Current = true }));
        Assert.Equal("prod", View.Context(new DockerContext { Name = "prod" }));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "253")]
    [InlineData("fd00:1::/64", "very many")]
    public void A_free_subnet_tells_how_many_containers_it_is_for(string subnet, string containers) =>
        Assert.Equal(containers, View.Containers(FreeSubnet.Of(IPNetwork.Parse(subnet), IPNetwork.Parse(subnet), TestEngine.Host)));
}
