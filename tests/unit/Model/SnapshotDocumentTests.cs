using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.UnitTests.Model;

public class SnapshotDocumentTests
{
    [Fact]
    public void The_text_of_a_snapshot_does_not_change_between_versions()
    {
        var document = new SnapshotDocument
        {
            DockerHost = "unix:///var/run/docker.sock",
            ApiVersion = "1.51",
            Time = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Networks =
            [
                new NetworkResource
                {
                    Name = "n", Id = "1", Driver = "bridge", Ipam = new Ipam { Config = [new IpamConfig { Subnet = "10.9.0.0/24" }] },
                },
            ],
            Containers = [new ContainerSummary { Id = "2", Names = ["/web"], Ports = [new PortSummary(null, 80, null, "tcp")] }],
            Details = [new ContainerDetails { Id = "2", State = new StateDocument("running", 7, 0, "", null) }],
        };
        const string Text = """
            {"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Time":"2025-01-01T00:00:00+00:00",
            "Networks":[{"Name":"n","Id":"1","Created":"0001-01-01T00:00:00+00:00","Scope":"","Driver":"bridge","EnableIPv6":false,
            "IPAM":{"Config":[{"Subnet":"10.9.0.0/24"}]},"Internal":false,"Attachable":false,"Ingress":false,"ConfigOnly":false}],
            "Containers":[{"Id":"2","Names":["/web"],"Created":0,"Ports":[{"PrivatePort":80,"Type":"tcp"}]}],
            "Details":[{"Id":"2","Name":"","State":{"Status":"running","Pid":7,"ExitCode":0,"Error":""}}]}
            """;

        Assert.Equal(Text.ReplaceLineEndings(""), document.ToJson());
        Assert.Equal(Text.ReplaceLineEndings(""), SnapshotDocument.Parse(Text).ToJson());
    }

    private const string Host =
        """
        {"Addresses":[{"Address":"192.0.2.5","PrefixLength":24,"Interface":"eth0","Scope":"global"}],
        "Links":[{"Name":"veth1","Bridge":"br0","Type":"veth","Loopback":false,"Up":true,"Mtu":1400,"ForwardsIPv4":false}],
        "Routes":[{"Destination":"::/0","Gateway":"fd00::1","Interface":"eth0"},{"Destination":"10.0.0.0/8","Interface":"tun0"}],
        "PolicyRules":[{"Family":4,"Priority":50,"Table":77,"From":"10.9.0.0/24"}],"ForwardsIPv4":true,
        "Listeners":[{"Protocol":"tcp","Address":"::","Port":22}],
        "Proxies":[{"Protocol":"tcp","HostAddress":"0.0.0.0","HostPort":8080,"ContainerAddress":"10.1.0.2","ContainerPort":80}]}
        """;

    [Fact]
    public void Facts_of_the_host_are_kept()
    {
        var text = Text(Host.ReplaceLineEndings(""));

        var document = SnapshotDocument.Parse(text);
        var facts = SavedSnapshot.Parse(text).GetHostFacts()!;

        Assert.Contains($"\"Host\":{Host.ReplaceLineEndings("")}", document.ToJson(), StringComparison.Ordinal);
        Assert.Equal(("192.0.2.5", "eth0"), (facts.Addresses.Single().Address.ToString(), facts.Addresses.Single().Interface));
        Assert.Equal(("br0", false, 1400), (facts.Links.Single().Bridge, facts.Links.Single().ForwardsIPv4, facts.Links.Single().Mtu));
        Assert.Equal(["::/0", "10.0.0.0/8"], facts.Routes.Select(route => route.Destination.ToString()));
        Assert.Equal((22, 8080, 77), (facts.Listeners!.Single().Port, facts.Proxies!.Single().HostPort, facts.PolicyRules.Single().Table));
        Assert.Equal((true, null), (facts.ForwardsIPv4, facts.ForwardsIPv6));
        Assert.Null(SavedSnapshot.Parse(Text("null")).GetHostFacts());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"Addresses":null}""")]
    [InlineData("""{"Addresses":[null]}""")]
    [InlineData("""{"Addresses":[{"Address":"db","PrefixLength":24,"Interface":"eth0"}]}""")]
    [InlineData("""{"Addresses":[{"Address":"10.0.0.1","PrefixLength":33,"Interface":"eth0"}]}""")]
    [InlineData("""{"Addresses":[{"PrefixLength":24,"Interface":"eth0"}]}""")]
    [InlineData("""{"Links":[{"Name":null}]}""")]
    [InlineData("""{"Routes":[{"Destination":"10.0.0.0/99","Interface":""}]}""")]
    [InlineData("""{"Routes":[{"Destination":7,"Interface":""}]}""")]
    [InlineData("""{"PolicyRules":[null]}""")]
    [InlineData("""{"Listeners":[{"Protocol":"tcp","Address":"::","Port":70000}]}""")]
    [InlineData("""{"Listeners":[{"Protocol":"tcp","Port":70}]}""")]
    [InlineData("""{"Proxies":[{"Protocol":"tcp","HostAddress":"0.0.0.0","HostPort":8080,"ContainerPort":80}]}""")]
    public void Facts_that_cannot_be_are_refused(string host) => Assert.Throws<FormatException>(() => SavedSnapshot.Parse(Text(host)));

    private static string Text(string host) =>
        """{"DockerHost":"unix:///a","ApiVersion":"1.51","Networks":[],"Containers":[],"Details":[],"Host":""" + host + "}";

    [Theory]
    [InlineData("\"ApiVersion\":\"1.51\"", "the API of Docker 28.3", null)]
    [InlineData("\"ApiVersion\":\"1.41\"", "the API of Docker 20.10", null)]
    [InlineData("\"ApiVersion\":\"1.41\",\"Engine\":\"Docker/28.5.2\"", "Docker 28.5.2", null)]
    [InlineData("\"ApiVersion\":\"1.41\",\"Engine\":\"Libpod/4.3.1\"", "Podman 4.3.1", null)]
    [InlineData("\"ApiVersion\":\"1.54\",\"Engine\":\"Docker/29.7.2\",\"FirewallBackend\":\"nftables\"", "Docker 29.7.2", "nftables")]
    public void A_snapshot_keeps_what_the_engine_is_and_an_older_one_its_API_version(string engine, string text, string? backend)
    {
        var json = $$"""{"DockerHost":"unix:///var/run/docker.sock",{{engine}},"Networks":[],"Containers":[],"Details":[]}""";

        var snapshot = SavedSnapshot.Parse(json).ToSnapshot();

        Assert.Equal((text, backend), (snapshot.Engine.ToString(), snapshot.Engine.FirewallBackend));
    }
}
