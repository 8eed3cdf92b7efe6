using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What nc and bash's /dev/tcp print: busybox as Debian and as Alpine build it, OpenBSD's, the traditional one, nmap's.</summary>
public class ConnectOutputTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    [Theory]
    [InlineData("", null)]
    [InlineData("db (172.18.0.3:80) open", "172.18.0.3")]
    [InlineData("Connection to db (172.18.0.3) 80 port [tcp/http] succeeded!", "172.18.0.3")]
    [InlineData("Connection to db (fd00:1::3) 80 port [tcp/http] succeeded!", "fd00:1::3")]
    [InlineData("db [172.18.0.3] 80 (http) open", null)]
    [InlineData("Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: Connected to 172.18.0.3:80.", null)]
    public void Exit_code_0_is_reachable(string text, string? address)
    {
        var observation = Read(0, text);

        Assert.Equal(ReachabilityState.Reachable, observation.State);
        Assert.Equal(address, observation.Address?.ToString());
        Assert.Equal((1, 1), (observation.Sent, observation.Received));
        Assert.Null(observation.Reason);
    }

    [Fact]
    public void The_second_address_that_answers_is_what_counts()
    {
        // "localhost" where the service listens on IPv4 only.
        var observation = Read(
            0,
            "nc: connect to localhost (::1) port 80 (tcp) failed: Connection refused Connection to localhost (127.0.0.1) 80 port "
                + "[tcp/http] succeeded!",
            "localhost");

        Assert.Equal(ReachabilityState.Reachable, observation.State);
        Assert.Equal(IPAddress.Loopback, observation.Address);
        Assert.Null(observation.Reason);
    }

    [Theory]
    [InlineData("nc: can't connect to remote host (172.18.0.3): Connection refused", "172.18.0.3")]
    [InlineData("nc: db (172.18.0.3:80): Connection refused", "172.18.0.3")]
    [InlineData("nc: connect to db (172.18.0.3) port 80 (tcp) failed: Connection refused", "172.18.0.3")]
    [InlineData("nc: connect to db port 80 (tcp) failed: Connection refused", null)]
    [InlineData("db [172.18.0.3] 80 (http) : Connection refused", null)]
    [InlineData("172.18.0.3: inverse host lookup failed: Unknown host (UNKNOWN) [172.18.0.3] 80 (http) : Connection refused", null)]
    [InlineData("Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: Connection refused.", null)]
    [InlineData("bash: connect: Connection refused bash: line 1: /dev/tcp/db/80: Connection refused", null)]
    public void Refused_says_that_the_way_is_open(string text, string? address)
    {
        var observation = Read(1, text);

        Assert.Equal(ReachabilityState.Refused, observation.State);
        Assert.Equal(address, observation.Address?.ToString());
        Assert.Equal((1, 0), (observation.Sent, observation.Received));
        Assert.Equal(ReasonCode.PortRefused, observation.Reason?.Code);
        Assert.Contains("port 80", observation.Reason?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nc: timed out")]
    [InlineData("nc: db (172.18.0.3:80): Connection timed out")]
    [InlineData("nc: can't connect to remote host (172.18.0.3): Connection timed out")]
    [InlineData("nc: connect to 10.0.0.1 port 80 (tcp) timed out: Operation now in progress")]
    [InlineData("db [172.18.0.3] 80 (http) : Connection timed out")]
    [InlineData("Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: TIMEOUT.")]
    [InlineData("bash: connect: Connection timed out bash: line 1: /dev/tcp/db/80: Connection timed out")]
    public void Silence_is_blocked(string text)
    {
        var observation = Read(1, text);

        Assert.Equal(ReachabilityState.Blocked, observation.State);
        Assert.Equal((1, 0), (observation.Sent, observation.Received));
        Assert.Null(observation.Reason);
    }

    [Theory]
    [InlineData("nc: can't connect to remote host (10.9.9.9): Network is unreachable")]
    [InlineData("nc: db (10.9.9.9:80): Host is unreachable")]
    [InlineData("nc: connect to 10.9.9.9 port 80 (tcp) failed: No route to host")]
    [InlineData("nc: connect to 10.9.9.9 port 80 (tcp) failed: Network is unreachable")]
    [InlineData("bash: connect: No route to host bash: line 1: /dev/tcp/db/80: No route to host")]
    public void No_way_there_is_no_route(string text) => Assert.Equal(ReachabilityState.NoRoute, Read(1, text).State);

    [Theory]
    [InlineData("nc: bad address 'db'")]
    [InlineData("nc: bad address 'timed out'")]
    [InlineData("nc: getaddrinfo for host \"db\" port 80: Name or service not known")]
    [InlineData("nc: getaddrinfo for host \"db\" port 80: Temporary failure in name resolution")]
    [InlineData("nc: getaddrinfo: Name does not resolve")]
    [InlineData("db: forward host lookup failed: Unknown host")]
    [InlineData("Ncat: Could not resolve hostname \"db\": Name or service not known. QUITTING.")]
    [InlineData("bash: db: Name or service not known bash: line 1: /dev/tcp/db/80: Invalid argument")]
    public void A_name_that_is_not_known_is_unresolved(string text)
    {
        var observation = Read(1, text);

        Assert.Equal(ReachabilityState.Unresolved, observation.State);
        Assert.Equal(0, observation.Sent);
    }

    [Theory]
    [InlineData(127, "")]
    [InlineData(127, "sh: nc: not found")]
    [InlineData(126, "sh: nc: Permission denied")]
    public void A_tool_that_is_missing_means_nothing_is_known(int exitCode, string text)
    {
        var observation = Read(exitCode, text);

        Assert.Equal(ReachabilityState.Unknown, observation.State);
        Assert.Equal(ReasonCode.NotProbed, observation.Reason?.Code);
        Assert.Contains("it has no nc", observation.Reason?.Message, StringComparison.Ordinal);
        Assert.Equal(0, observation.Sent);
    }

    [Theory]
    [InlineData("nc: invalid option -- 'z' BusyBox v1.30.1 (Debian 1:1.30.1-6+b3) multi-call binary. Usage: nc [-l] [-p PORT] [-w SEC] "
        + "[-e PROG] [HOST PORT] -w SEC Timeout for connects and final net reads")]
    [InlineData("usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl] [-m minttl] [-O length] [-P proxy_username] [-p "
        + "source_port] [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit] [-w timeout] [-X proxy_protocol] [-x "
        + "proxy_address[:port]] [destination] [port]")]
    [InlineData("nc: socket: Operation not permitted")]
    [InlineData("bash: line 1: /dev/tcp/db/80: No such file or directory")]
    [InlineData("Killed")]
    public void Words_that_are_not_known_give_Unknown_and_are_shown(string text)
    {
        var observation = Read(1, text);

        Assert.Equal(ReachabilityState.Unknown, observation.State);
        Assert.Equal(ReasonCode.NotProbed, observation.Reason?.Code);
        Assert.Contains(text, observation.Reason?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_was_typed_is_the_address() =>
        Assert.Equal(IPAddress.Parse("fd00:1::3"), Read(1, "nc: timed out", "fd00:1::3").Address);

    private static Observation Read(int exitCode, string text, string literal = "db") =>
        ToolOutput.ReadConnect(Web, Planned.Probe(literal, ProbeProtocol.Tcp, 80), exitCode, text);
}
