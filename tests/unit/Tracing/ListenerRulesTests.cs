using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Listening;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Why a port refused, by who listens where.</summary>
public class ListenerRulesTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("db", "app=10.1.0.3@10.1.0.1", "back=10.2.0.3@10.2.0.1")
        .PublishingFrom("shop", ["app=10.1.0.5@10.1.0.1"], "0.0.0.0:8080->80/tcp")
        .PublishingFrom("stock", ["app=10.1.0.6@10.1.0.1"], "127.0.0.1:9000->9000/tcp")
        .Container("far", "back=10.2.0.9@10.2.0.1")
        .Sharing("side", "db")
        .OnHost("monitor");

    [Theory]
    [InlineData("0.0.0.0:8000", "db listens on 8000/tcp (python, process 7), not on 80.")]
    [InlineData("[::]:8000", "db listens on 8000/tcp (python, process 7), not on 80.")]
    [InlineData("10.1.0.3:8000", "db listens on 10.1.0.3:8000/tcp (python, process 7), not on 80.")]
    [InlineData(
        "127.0.0.1:80 10.2.0.3:80",
        "db listens on 10.2.0.3:80 only, its address on the network back (python, process 7), not at 10.1.0.3.")]
    [InlineData(
        "[::]:80!",
        "db listens on port 80 over IPv6 only ([::]:80, python, process 7), and the probe used IPv4. Make it listen on 0.0.0.0 too.")]
    [InlineData(
        "0.0.0.0:1 0.0.0.0:2 0.0.0.0:3 0.0.0.0:4 0.0.0.0:5 127.0.0.1:6",
        "db listens on 1/tcp (python, process 7), 2/tcp (python, process 7), 3/tcp (python, process 7), 4/tcp (python, process 7) "
            + "and 2 more, not on 80.")]
    public void It_listens_elsewhere(string listeners, string message) =>
        Expect(ReasonCode.ListensElsewhere, message, Of("web", "db", "10.1.0.3", 80, listeners));

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("127.0.0.1:80 [::]:80!")]
    [InlineData("127.0.0.1:80 0.0.0.0:22")]
    public void It_listens_on_its_loopback_address_only(string listeners) => Expect(
        ReasonCode.ListensOnLoopbackOnly,
        "python (process 7) in db listens on port 80 only at 127.0.0.1. Only db itself can use that address. "
            + "Make python listen on 0.0.0.0.",
        Of("web", "db", "10.1.0.3", 80, listeners));

    [Theory]
    [InlineData("", "Nothing in db listens on any port. Is the service running?")]
    [InlineData("127.0.0.11:40001", "Nothing in db listens on any port. Is the service running?")]
    [InlineData("127.0.0.1:81", "No process in db listens on 80/tcp. It listens only on 127.0.0.1:81/tcp (python, process 7).")]
    [InlineData("0.0.0.0:80/udp", "No process in db listens on 80/tcp. It listens only on 80/udp (python, process 7).")]
    public void Nobody_listens(string listeners, string message) =>
        Expect(ReasonCode.NobodyListens, message, Of("web", "db", "10.1.0.3", 80, listeners));

    [Theory]
    [InlineData("0.0.0.0:80")]
    [InlineData("[::]:80")]
    [InlineData("10.1.0.3:80")]
    [InlineData("127.0.0.1:80 10.1.0.3:80")]
    [InlineData("10.2.0.3:80@")]
    public void Nothing_is_claimed_if_somebody_may_take_it(string listeners) =>
        Assert.Null(Of("web", "db", "10.1.0.3", 80, listeners));

    [Fact]
    public void A_shared_namespace_is_called_by_the_target() =>
        Assert.StartsWith("side listens on 8000/tcp", Of("web", "side", "10.1.0.3", 80, "0.0.0.0:8000")!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0.0.0.0:8000", ReasonCode.ListensElsewhere, "shop listens on 8000/tcp (python, process 7), not on 80.")]
    [InlineData("", ReasonCode.NobodyListens, "Nothing in shop listens on any port. Is the service running?")]
    [InlineData(
        "127.0.0.1:80",
        ReasonCode.ListensOnLoopbackOnly,
        "python (process 7) in shop listens on port 80 only at 127.0.0.1. Only shop itself can use that address. "
            + "Make python listen on 0.0.0.0.")]
    public void A_published_port_leads_into_the_container(string listeners, string code, string message) => Expect(
        code,
        "Port 8080 of the engine's host leads to port 80 of shop. " + message,
        Of("web", null, "10.1.0.1", 8080, listeners));

    [Theory]
    [InlineData("10.1.0.1", "0.0.0.0:22", ReasonCode.NobodyListens, "No process on the engine's host listens on 7000/tcp.")]
    [InlineData(
        "10.1.0.1", "127.0.0.1:7000", ReasonCode.ListensOnLoopbackOnly,
        "python (process 7) on the engine's host listens on port 7000 only at 127.0.0.1. Only the host itself can use that address. "
            + "Make it listen on 0.0.0.0 or, if the engine publishes the port, publish it there.")]
    public void The_host_is_called_so(string address, string listeners, string code, string message)
    {
        Expect(code, message, Of("web", null, address, 7000, listeners));
        Expect(code, message, Of("web", "monitor", address, 7000, listeners));
    }

    [Fact]
    public void Whose_address_is_not_known_is_not_asked() =>
        Assert.Null(RefusedPort.Of(Ask("web", null, "203.0.113.9", 80), IPAddress.Parse("203.0.113.9")));

    [Fact]
    public void An_echo_request_has_no_port() =>
        Assert.Null(RefusedPort.Of(new Question(Engine.Snapshot, Engine["web"], Engine["db"], "db"), IPAddress.Parse("10.1.0.3")));

    [Theory]
    [InlineData(
        "localhost", 80, "shop", 80,
        "localhost is web itself, where nothing listens on 80/tcp. "
            + "shop on the network app has port 80/tcp: use shop:80.")]
    [InlineData(
        "127.0.0.1", 8080, "shop", 80,
        "127.0.0.1 is web itself, where nothing listens on 8080/tcp. "
            + "shop on the network app publishes its port 80 on the engine's host as 8080: use shop:80.")]
    [InlineData(
        "localhost", 9000, "stock", 9000,
        "localhost is web itself, where nothing listens on 9000/tcp. "
            + "stock on the network app has port 9000/tcp: use stock:9000.")]
    public void Localhost_is_the_source(string literal, int port, string meant, int itsPort, string message)
    {
        var asked = Asked("web", null, literal, "127.0.0.1", port);
        var neighbour = Assert.Single(ListenerRules.Exposing(asked));

        Assert.Equal((meant, itsPort), (neighbour.Container.Name, neighbour.Port));
        Expect(ReasonCode.LocalhostIsTheContainer, message, ListenerReasons.LocalhostIsTheContainer(asked, [(neighbour, null)]));
    }

    [Fact]
    public void Who_publishes_a_port_at_a_loopback_address_is_named() => Expect(
        ReasonCode.ListensOnLoopbackOnly,
        "python (process 7) on the engine's host listens on port 9000 only at 127.0.0.1. Only the host itself can use that address. "
            + "stock publishes its port 9000 there. Containers on the network app can use stock:9000. For others, publish it at 0.0.0.0.",
        Of("web", null, "10.1.0.1", 9000, "127.0.0.1:9000"));

    [Fact]
    public void Beside_a_source_are_the_others_on_its_networks()
    {
        var asked = Asked("web", null, "localhost", "127.0.0.1", 5432);
        var beside = ListenerRules.Beside(asked);

        Assert.Equal(["db", "shop", "stock"], beside.Select(n => n.Container.Name).Order());
        var db = beside.Single(n => n.Container.Name == "db");
        Assert.NotNull(ListenerRules.Listening(asked, db, Read("0.0.0.0:5432")));
        Assert.NotNull(ListenerRules.Listening(asked, db, Read("10.1.0.3:5432")));
        Assert.Null(ListenerRules.Listening(asked, db, Read("127.0.0.1:5432 0.0.0.0:5432/udp 0.0.0.0:5433 10.2.0.3:5432")));
        Assert.Empty(ListenerRules.Beside(Asked("web", "db", "db", "10.1.0.3", 5432)));
        Assert.Empty(ListenerRules.Beside(Asked("monitor", null, "localhost", "127.0.0.1", 5432)));
    }

    [Fact]
    public void Loopback_that_is_listened_on_over_the_other_family() => Expect(
        ReasonCode.ListensElsewhere,
        "web listens on port 80 over IPv6 only ([::1]:80, python, process 7), and the probe used IPv4. Make it listen on 0.0.0.0 too.",
        ListenerRules.Of(Asked("web", null, "localhost", "127.0.0.1", 80), Read("[::1]:80")));

    [Theory]
    [InlineData("10.1.0.3", 80, "0.0.0.0:80 [::]:80! 127.0.0.1:80 0.0.0.0:81 0.0.0.0:80/udp", 1)]
    [InlineData("10.1.0.3", 80, "[::]:80 10.1.0.3:80", 2)]
    [InlineData("10.1.0.3", 80, "0.0.0.0:80@", 0)]
    [InlineData("10.1.0.1", 8080, "0.0.0.0:80", 0)]
    public void What_should_have_answered(string address, int port, string listeners, int count) =>
        Assert.Equal(count, ListenerRules.Fitting(Asked("web", null, address, address, port), Read(listeners)).Count);

    [Fact]
    public void A_kernel_that_resets_when_a_queue_is_full_is_not_a_rule()
    {
        var engine = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3")
            .Sysctls("db", "net.ipv4.tcp_abort_on_overflow=1");
        var question = new Question(engine.Snapshot, engine["web"], engine["db"], "db") { Port = 80 };

        Assert.Empty(ListenerRules.Fitting(RefusedPort.Of(question, IPAddress.Parse("10.1.0.3"))!, Read("0.0.0.0:80")));
    }

    [Fact]
    public void A_rule_refuses_in_place_of_who_listens() => Expect(
        ReasonCode.RefusedByRule,
        "db listens on 80/tcp (python, process 7), also at 10.1.0.3. So something else refuses the packets: a firewall rule rejects or "
            + "redirects them. Trace-ContainerReachability -Explain names it.",
        ListenerReasons.RefusedByRule(Asked("web", "db", "db", "10.1.0.3", 80), Read("0.0.0.0:80")[0]));

    [Fact]
    public void A_name_of_a_process_is_shown_as_text() => Assert.DoesNotContain(
        '\u001b',
        ListenerReasons.OtherPort(
            Asked("web", "db", "db", "10.1.0.3", 80),
            [new Listener("tcp", IPAddress.Any, 8000) { ProcessId = 7, Program = "\u001b[2J" }]).Message);

    private static void Expect(string code, string message, Reason? reason) =>
        Assert.Equal((code, message), (reason?.Code, reason?.Message));

    private static Question Ask(string source, string? target, string literal, int port) =>
        new(Engine.Snapshot, Engine[source], target is null ? null : Engine[target], literal) { Port = port };

    private static RefusedPort Asked(string source, string? target, string literal, string address, int port) =>
        RefusedPort.Of(Ask(source, target, literal, port), IPAddress.Parse(address))!;

    private static Reason? Of(string source, string? target, string address, int port, string listeners) =>
        ListenerRules.Of(Asked(source, target, target ?? address, address, port), Read(listeners));

    /// <summary>"[::]:80!" is bound to IPv6 only, "0.0.0.0:80@" to an interface.</summary>
    private static List<Listener> Read(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((one, number) =>
        {
            var end = IPEndPoint.Parse(one.Split('/')[0].TrimEnd('!', '@'));
            var dns = end.Address.Equals(IPAddress.Parse("127.0.0.11"));
            return new Listener(one.EndsWith("/udp", StringComparison.Ordinal) ? "udp" : "tcp", end.Address, end.Port)
            {
                IPv6Only = one.EndsWith('!'),
                OfInterface = one.EndsWith('@'),
                Socket = 1000 + number,
                ProcessId = dns ? null : 7,
                Program = dns ? null : "python",
            };
        })];
}
