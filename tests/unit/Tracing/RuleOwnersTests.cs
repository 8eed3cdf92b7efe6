using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Whose rules are, by their table, chain and words.</summary>
public class RuleOwnersTests
{
    private const string Published = "-A DOCKER -d 192.0.2.1/32 ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT";
    private const string Ingress = "-A DOCKER-INGRESS -p tcp -m tcp --dport 80 -j DNAT";

    private const string IngressPort = "-A PREROUTING -d 10.2.0.6/32 -p tcp -m tcp --dport 8090";
    private const string RemoteTo = "-A PREROUTING -d ";

    private static readonly TestEngine Engine = new TestEngine()
        .Network("quiet", "10.1.0.0/24", option: "com.docker.network.bridge.enable_icc=false")
        .Network("open", "10.2.0.0/24")
        .Network("inner", "172.20.0.0/16", option: "com.docker.network.bridge.name=br-1", isInternal: true)
        .Network("other", "172.21.0.0/16", option: "com.docker.network.bridge.name=br-2");

    [Theory]
    [InlineData("iptables", "filter", "DOCKER-USER", "-A DOCKER-USER -j DROP", RuleOwner.DockerUser)]
    [InlineData("iptables", "filter", "DOCKER", "-A DOCKER ! -i docker0 -o docker0 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "filter", "DOCKER-ISOLATION-STAGE-2", "-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "filter", "DOCKER", "-A DOCKER -m comment --comment mine -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER", "-A DOCKER ! -i docker0 -o br-1 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER", "-A DOCKER ! -i docker0 -o docker0 -j REJECT", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER-FORWARD", "-A DOCKER-FORWARD -s 10.0.0.1/32 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER-ISOLATION", "-A DOCKER-ISOLATION -i br-1 -o br-2 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "filter", "DOCKER-ISOLATION-STAGE-2", "-A DOCKER-ISOLATION-STAGE-2 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER-INTERNAL", "-A DOCKER-INTERNAL ! -d 172.20.0.0/16 -i br-1 -j DROP", RuleOwner.Docker)]
    [InlineData("ip6tables", "filter", "DOCKER-INTERNAL", "-A DOCKER-INTERNAL ! -d fd00::/64 -i br-1 ! -o br-1 -j DROP", RuleOwner.Docker)]
    [InlineData("ip6tables", "filter", "DOCKER-INTERNAL", "-A DOCKER-INTERNAL ! -s fd00::/64 ! -i br-1 -o br-1 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "filter", "DOCKER-INTERNAL", "-A DOCKER-INTERNAL -i br-1 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "nat", "DOCKER", Published + " --to-destination 172.17.0.2:80", RuleOwner.Docker)]
    [InlineData("iptables", "nat", "DOCKER", "-A DOCKER -s 10.0.0.1/32 -j DNAT --to-destination 172.17.0.2:80", RuleOwner.Unknown)]
    [InlineData("iptables", "nat", "DOCKER-INGRESS", Ingress + " --to-destination 172.18.0.2:80", RuleOwner.Docker)]
    [InlineData("nft", "docker-bridges", "filter-forward-in__docker0", "drop", RuleOwner.Unknown)]
    [InlineData("iptables", "raw", "PREROUTING", "-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "raw", "PREROUTING", "-A PREROUTING -d 172.17.0.0/16 ! -i docker0 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "raw", "PREROUTING", "-A PREROUTING -s 10.0.0.1/32 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "FORWARD", "-A FORWARD -i eth0 -o eth0 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "FORWARD", "DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER", "-A DOCKER ! -i eth0 -o eth0 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER-ISOLATION-STAGE-2", "-A DOCKER-ISOLATION-STAGE-2 -o eth0 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "filter", "DOCKER-INTERNAL", "-A DOCKER-INTERNAL ! -d 10.0.0.0/8 -i br-2 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "raw", "PREROUTING", "-A PREROUTING -d 198.51.100.2/32 ! -i docker0 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "raw", "PREROUTING", RemoteTo + "198.51.100.2/32 ! -i lo -p tcp -m tcp --dport 81 -j DROP", RuleOwner.Unknown)]
    [InlineData("iptables", "raw", "PREROUTING", RemoteTo + "127.0.0.1/32 ! -i lo -p tcp -m tcp --dport 81 -j DROP", RuleOwner.Docker)]
    [InlineData("iptables", "filter", "ufw-user-input", "-A ufw-user-input -j DROP", RuleOwner.Ufw)]
    [InlineData("ip6tables", "filter", "ufw6-reject-input", "-A ufw6-reject-input -j DROP", RuleOwner.Ufw)]
    [InlineData("nft", "firewalld", "filter_INPUT", "reject with icmpx admin-prohibited", RuleOwner.Firewalld)]
    [InlineData("iptables", "filter", "FWDI_public", "-A FWDI_public -j DROP", RuleOwner.Firewalld)]
    [InlineData("iptables", "filter", "IN_public_deny", "-A IN_public_deny -j DROP", RuleOwner.Firewalld)]
    [InlineData("iptables", "filter", "FWD_BLOCK", "-A FWD_BLOCK -j DROP", RuleOwner.Unknown)]
    [InlineData("nft", "netavark", "NETAVARK-ISOLATION-3", "drop", RuleOwner.Podman)]
    [InlineData("iptables", "filter", "CNI-FORWARD", "-A CNI-FORWARD -j DROP", RuleOwner.Podman)]
    [InlineData("nft", "mine", "in", "drop", RuleOwner.Unknown)]
    public void The_owner_is_named_if_it_is_certain(string tool, string table, string chain, string text, RuleOwner owner) =>
        Assert.Equal(owner, Rule(tool, table, chain, text, family: table == "firewalld" ? "inet" : "ip").Owner);

    /// <summary>Up to engine 27 it is in FORWARD, for networks without communication between their containers.</summary>
    [Theory]
    [InlineData("quiet", "DROP", RuleOwner.Docker)]
    [InlineData("open", "DROP", RuleOwner.Unknown)]
    [InlineData("quiet", "REJECT", RuleOwner.Unknown)]
    [InlineData(null, "DROP", RuleOwner.Unknown)]
    public void A_rule_within_a_bridge_is_Dockers_if_its_network_asks_for_it(string? network, string verdict, RuleOwner owner)
    {
        var bridge = network is null ? "br-0123456789ab" : Engine.NetworkNamed(network).Bridge;
        var rule = Rule("iptables", "filter", "FORWARD", $"-A FORWARD -i {bridge} -o {bridge} -j {verdict}");

        Assert.Equal(owner, rule.Owner);
        AssertPurpose(owner == RuleOwner.Docker ? "enable_icc" : null, rule);
    }

    [Theory]
    [InlineData("DOCKER", "-A DOCKER ! -i docker0 -o docker0 -j DROP", "not published")]
    [InlineData("DOCKER-ISOLATION-STAGE-2", "-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP", "apart")]
    [InlineData("DOCKER-ISOLATION-STAGE-1", "-A DOCKER-ISOLATION-STAGE-1 ! -s 172.20.0.0/16 -o br-1 -j DROP", "internal")]
    [InlineData("DOCKER-INTERNAL", "-A DOCKER-INTERNAL ! -d 172.20.0.0/16 -i br-1 -j DROP", "internal")]
    [InlineData("DOCKER-FORWARD", "-A DOCKER-FORWARD -i quiet -o quiet -j DROP", "enable_icc")]
    [InlineData("FORWARD", "DROP", "turns on IP forwarding")]
    [InlineData("DOCKER", "-A DOCKER -s 10.0.0.1/32 -j DROP", null)]
    [InlineData("DOCKER-USER", "-A DOCKER-USER -j DROP", null)]
    public void Docker_has_a_reason(string chain, string text, string? part) =>
        AssertPurpose(part, Rule("iptables", "filter", chain, text, position: text == "DROP" ? 0 : 1));

    [Theory]
    [InlineData("raw", "-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP", "not at its own address")]
    [InlineData("raw", "-A PREROUTING -d 127.0.0.1/32 ! -i lo -p tcp -m tcp --dport 8080 -j DROP", "loopback")]
    public void Docker_has_a_reason_for_its_raw_rules(string table, string text, string part) =>
        AssertPurpose(part, Rule("iptables", table, "PREROUTING", text));

    [Theory]
    [InlineData("DROP DIRECT ACCESS", "not at its own address")]
    [InlineData("UNPUBLISHED PORT DROP", "not published")]
    [InlineData("ICC", "enable_icc")]
    [InlineData("INTERNAL NETWORK EGRESS", "internal")]
    [InlineData("DROP REMOTE LOOPBACK", "loopback")]
    public void Engine_29_says_its_reason_in_a_comment(string comment, string part)
    {
        var rule = Rule("nft", "docker-bridges", "filter-forward-in__docker0", "drop", comment);

        Assert.Equal(RuleOwner.Docker, rule.Owner);
        AssertPurpose(part, rule);
    }

    [Fact]
    public void A_rule_in_a_container_is_the_containers()
    {
        var rule = Rule("iptables", "filter", "DOCKER-USER", "-A DOCKER-USER -j DROP") with { Place = "web" };

        Assert.Equal(RuleOwner.Container, RuleOwners.Of(rule, []));
    }

    /// <summary>Seen in containers of services on 20.10, 26.1 and 29.</summary>
    [Theory]
    [InlineData("filter", "OUTPUT", "-A OUTPUT -s 10.2.0.6/32 -p tcp -j DROP", RuleOwner.Docker)]
    [InlineData("filter", "INPUT", "-A INPUT -d 10.2.0.6/32 -p udp -j DROP", RuleOwner.Docker)]
    [InlineData("filter", "INPUT", "-A INPUT -d 10.1.0.6/32 -p udp -j DROP", RuleOwner.Container)]
    [InlineData("filter", "INPUT", "-A INPUT -s 10.2.0.6/32 -p tcp -j DROP", RuleOwner.Container)]
    [InlineData("nat", "PREROUTING", IngressPort + " -j REDIRECT --to-ports 80", RuleOwner.Docker)]
    public void What_Docker_makes_in_the_container_of_a_service_is_Dockers(string table, string chain, string text, RuleOwner owner)
    {
        var networks = Engine.Snapshot.Networks.Select(network => network with { Ingress = network.Name == "open" }).ToList();

        Assert.Equal(owner, RuleOwners.Of(Rule("iptables", table, chain, text) with { Place = "web" }, networks));
    }

    [Fact]
    public void Hostile_names_are_made_visible_and_what_is_missing_leaves_the_rule_out()
    {
        var item = new RuleItem
        {
            Tool = "nft", Family = "inet", Table = "a\u001b[2J", Chain = "c", Text = new string('x', 9000), Verdict = "?",
        };

        var rule = RuleReader.Rule(item, null, [])!;

        Assert.DoesNotContain('\u001b', rule.Table);
        Assert.InRange(rule.Text.Length, 400, 600);
        Assert.Equal(("other", "@host", false), (rule.Verdict, rule.Place, rule.Certain));
        Assert.Null(RuleReader.Rule(item with { Chain = null }, null, []));
    }

    private static FirewallRule Rule(
        string tool, string table, string chain, string text, string? comment = null, int position = 1, string family = "ip") =>
        RuleReader.Rule(
            new RuleItem
            {
                Tool = tool, Family = family, Table = table, Chain = chain, Text = text, Comment = comment, Position = position,
                Verdict = "drop", Traced = true,
            },
            null,
            Engine.Snapshot.Networks)!;

    private static void AssertPurpose(string? part, FirewallRule rule)
    {
        var purpose = RuleOwners.Purpose(rule);
        if (part is null)
            Assert.Null(purpose);
        else
            Assert.Contains(part, purpose, StringComparison.Ordinal);
    }
}
