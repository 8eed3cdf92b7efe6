using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What the program says of the host, put together.</summary>
public class HostFactsReaderTests
{
    private static readonly string[] Lines =
    [
        """{"kind":"link","index":1,"up":true,"loopback":true,"name":"lo"}""",
        """{"kind":"link","index":2,"up":true,"name":"eth0"}""",
        """{"kind":"link","index":3,"up":true,"name":"veth1","master":4,"link":2}""",
        """{"kind":"link","index":4,"up":true,"name":"docker0","type":"bridge"}""",
        """{"kind":"link","index":5,"up":true,"name":"veth2","master":9}""",
        """{"kind":"address","index":1,"prefix":8,"scope":"host","address":"127.0.0.1"}""",
        """{"kind":"address","index":2,"prefix":24,"scope":"global","address":"192.168.7.5"}""",
        """{"kind":"address","index":2,"prefix":64,"scope":"global","address":"2001:db8::5"}""",
        """{"kind":"route","family":4,"prefix":0,"gateway":"192.168.7.1","index":2}""",
        """{"kind":"route","family":6,"prefix":0,"gateway":"2001:db8::1","index":2}""",
        """{"kind":"route","family":4,"prefix":24,"destination":"192.168.7.0","index":2}""",
        """{"fact":"forwarding","family":4,"on":true}""",
        """{"fact":"forwarding","family":6,"on":false}""",
        """{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":22}""",
        """{"fact":"allListeners"}""",
        """
        {"fact":"proxy","protocol":"tcp","address":"0.0.0.0","port":8080,"containerAddress":"172.18.0.2","containerPort":80}
        """,
        """{"fact":"allProxies"}""",
    ];

    [Fact]
    public void All_is_read()
    {
        var facts = Read(Lines);

        Assert.Equal(["127.0.0.1/8 lo", "192.168.7.5/24 eth0", "2001:db8::5/64 eth0"], facts.Addresses.Select(a =>
            $"{a.Address}/{a.PrefixLength} {a.Interface}"));
        Assert.Equal(["lo ", "eth0 ", "veth1 docker0", "docker0 ", "veth2 "], facts.Links.Select(l => $"{l.Name} {l.Bridge}"));
        Assert.Equal(["0.0.0.0/0 192.168.7.1 eth0", "::/0 2001:db8::1 eth0", "192.168.7.0/24  eth0"], facts.Routes.Select(r =>
            $"{r.Destination} {r.Gateway} {r.Interface}"));
        Assert.Equal((true, false), (facts.ForwardsIPv4, facts.ForwardsIPv6));
        Assert.Equal("tcp 0.0.0.0:22", string.Join(", ", facts.Listeners!.Select(l => $"{l.Protocol} {l.Address}:{l.Port}")));
        Assert.Equal(
            "tcp 0.0.0.0:8080 172.18.0.2:80",
            string.Join(", ", facts.Proxies!.Select(p =>
                $"{p.Protocol} {p.HostAddress}:{p.HostPort} {p.ContainerAddress}:{p.ContainerPort}")));
    }

    [Fact]
    public void What_was_not_read_to_its_end_is_not_known()
    {
        var facts = Read(Lines.Where(line => !line.Contains("\"all", StringComparison.Ordinal)));

        Assert.Equal((null, null), (facts.Listeners, facts.Proxies));
    }

    [Fact]
    public void A_sidecar_knows_no_processes() => Assert.Null(Read(Lines, seesProcesses: false).Proxies);

    [Theory]
    [InlineData("""{"kind":"address","index":2,"prefix":33,"address":"10.0.0.1"}""")]
    [InlineData("""{"kind":"address","index":2,"prefix":-1,"address":"10.0.0.1"}""")]
    [InlineData("""{"kind":"address","index":2,"address":"10.0.0.1"}""")]
    [InlineData("""{"kind":"address","index":2,"prefix":24,"address":"host"}""")]
    [InlineData("""{"kind":"route","family":4,"prefix":99,"destination":"10.0.0.0"}""")]
    [InlineData("""{"kind":"route","family":4,"prefix":8}""")]
    [InlineData("""{"fact":"listener","protocol":"icmp","address":"0.0.0.0","port":22}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":0}""")]
    [InlineData("""{"fact":"listener","protocol":"tcp","port":22}""")]
    [InlineData("""{"fact":"proxy","protocol":"tcp","address":"0.0.0.0","port":80,"containerAddress":"x","containerPort":80}""")]
    [InlineData("""{"fact":"proxy","protocol":"tcp","address":"0.0.0.0","port":80,"containerAddress":"10.0.0.1","containerPort":65536}""")]
    [InlineData("""{"fact":"something"}""")]
    public void What_is_not_sound_is_left_out(string line)
    {
        var facts = Read([line, """{"fact":"allListeners"}""", """{"fact":"allProxies"}"""]);

        Assert.Empty(facts.Addresses);
        Assert.Empty(facts.Routes);
        Assert.Empty(facts.Listeners!);
        Assert.Empty(facts.Proxies!);
    }

    private static HostFacts Read(IEnumerable<string> lines, bool seesProcesses = true) =>
        HostFactsReader.Read([.. lines.Select(ProbeLineReader.Read).OfType<Answer>()], seesProcesses);
}
