using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What ping prints, as the script hands it on: standard output and error on one line.</summary>
public class PingOutputTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    private const string Busybox =
        "PING db (172.18.0.3): 56 data bytes 64 bytes from 172.18.0.3: seq=0 ttl=64 time=0.124 ms --- db ping statistics --- 1 packets "
            + "transmitted, 1 packets received, 0% packet loss round-trip min/avg/max = 0.124/0.130/0.136 ms";

    private const string Iputils =
        "PING db (172.18.0.3) 56(84) bytes of data. 64 bytes from db.app (172.18.0.3): icmp_seq=1 ttl=64 time=0.051 ms --- db ping "
            + "statistics --- 2 packets transmitted, 1 received, 50% packet loss, time 1003ms rtt min/avg/max/mdev = "
            + "0.051/0.052/0.053/0.001 ms";

    private const string IputilsV6 =
        "PING db(db.app (fd00:1::3)) 56 data bytes 64 bytes from db.app (fd00:1::3): icmp_seq=1 ttl=64 time=0.08 ms --- db ping "
            + "statistics --- 1 packets transmitted, 1 received, 0% packet loss, time 0ms rtt min/avg/max/mdev = "
            + "0.080/0.080/0.080/0.000 ms";

    private const string Inetutils =
        "PING db (172.18.0.3): 56 data bytes 64 bytes from 172.18.0.3: icmp_seq=0 ttl=64 time=0.124 ms --- db ping statistics --- 1 "
            + "packets transmitted, 1 packets received, 0% packet loss round-trip min/avg/max/stddev = 0.124/0.130/0.136/0.000 ms";

    [Theory]
    [InlineData(Busybox, "172.18.0.3", 1, 1)]
    [InlineData(Iputils, "172.18.0.3", 2, 1)]
    [InlineData(IputilsV6, "fd00:1::3", 1, 1)]
    [InlineData(Inetutils, "172.18.0.3", 1, 1)]
    public void An_answer_is_reachable(string text, string address, int sent, int received)
    {
        var observation = Read(0, text);

        Assert.Equal(ReachabilityState.Reachable, observation.State);
        Assert.Equal(IPAddress.Parse(address), observation.Address);
        Assert.Equal((sent, received), (observation.Sent, observation.Received));
        Assert.Null(observation.Reason);
    }

    [Theory]
    [InlineData(Busybox, 0.124, 0.130, 0.136)]
    [InlineData(Iputils, 0.051, 0.052, 0.053)]
    [InlineData(Inetutils, 0.124, 0.130, 0.136)]
    public void Round_trips_are_read(string text, double min, double avg, double max)
    {
        var observation = Read(0, text);

        Assert.Equal(TimeSpan.FromMilliseconds(min), observation.Min);
        Assert.Equal(TimeSpan.FromMilliseconds(avg), observation.Avg);
        Assert.Equal(TimeSpan.FromMilliseconds(max), observation.Max);
    }

    [Fact]
    public void Numbers_are_read_the_same_in_any_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
            Assert.Equal(TimeSpan.FromMilliseconds(0.130), Read(0, Busybox).Avg);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("PING 10.9.9.9 (10.9.9.9): 56 data bytes --- 10.9.9.9 ping statistics --- 2 packets transmitted, 0 packets received, "
        + "100% packet loss")]
    [InlineData("PING 10.9.9.9 (10.9.9.9) 56(84) bytes of data. --- 10.9.9.9 ping statistics --- 2 packets transmitted, 0 received, "
        + "100% packet loss, time 1010ms")]
    public void Silence_is_blocked(string text)
    {
        var observation = Read(1, text, "10.9.9.9");

        Assert.Equal(ReachabilityState.Blocked, observation.State);
        Assert.Equal((2, 0), (observation.Sent, observation.Received));
        Assert.Null(observation.Avg);
    }

    [Theory]
    [InlineData(1, "ping: bad address 'db'")]
    [InlineData(2, "ping: db: Name or service not known")]
    [InlineData(2, "ping: db: Temporary failure in name resolution")]
    [InlineData(2, "ping: db: No address associated with hostname")]
    [InlineData(2, "ping: db: Name does not resolve")]
    [InlineData(2, "ping: unknown host db")]
    public void A_name_that_is_not_known_is_unresolved(int exitCode, string text)
    {
        var observation = Read(exitCode, text);

        Assert.Equal(ReachabilityState.Unresolved, observation.State);
        Assert.Null(observation.Address);
        Assert.Equal(0, observation.Sent);
    }

    [Theory]
    [InlineData(1, "PING 10.9.9.9 (10.9.9.9): 56 data bytes ping: sendto: Network unreachable")]
    [InlineData(2, "ping: connect: Network is unreachable")]
    [InlineData(
        1,
        "PING 10.9.9.9 (10.9.9.9) 56(84) bytes of data. From 10.1.0.2 icmp_seq=1 Destination Host Unreachable --- 10.9.9.9 ping "
            + "statistics --- 1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms")]
    public void No_way_there_is_no_route(int exitCode, string text)
    {
        var observation = Read(exitCode, text, "10.9.9.9");

        Assert.Equal(ReachabilityState.NoRoute, observation.State);
        Assert.Equal(IPAddress.Parse("10.9.9.9"), observation.Address);
    }

    [Theory]
    [InlineData(127, "sh: ping: not found")]
    [InlineData(127, "sh: 1: ping: not found")]
    [InlineData(126, "sh: ping: Permission denied")]
    public void A_tool_that_is_missing_means_nothing_is_known(int exitCode, string text)
    {
        var observation = Read(exitCode, text);

        Assert.Equal(ReachabilityState.Unknown, observation.State);
        Assert.Equal(ReasonCode.NotProbed, observation.Reason?.Code);
        Assert.Contains("it has no ping", observation.Reason?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "ping: permission denied (are you root?)")]
    [InlineData(2, "ping: socket: Operation not permitted")]
    [InlineData(2, "ping: socktype: SOCK_RAW ping: socket: Operation not permitted ping: => missing cap_net_raw+p capability or setuid?")]
    [InlineData(
        1,
        "ping: unrecognized option: W BusyBox v1.36.1 multi-call binary. Usage: ping [OPTIONS] HOST Send ICMP ECHO_REQUESTs to HOST -W "
            + "SEC Seconds to wait for the first response (default 10) (after all -c CNT packets are sent)")]
    [InlineData(2, "Usage ping [options] <destination> Options: -D print timestamps -W <timeout> time to wait for response")]
    [InlineData(139, "Segmentation fault")]
    [InlineData(1, "")]
    public void Words_that_are_not_known_give_Unknown_and_are_shown(int exitCode, string text)
    {
        var observation = Read(exitCode, text);

        Assert.Equal(ReachabilityState.Unknown, observation.State);
        Assert.Equal(ReasonCode.NotProbed, observation.Reason?.Code);
        Assert.Contains(text.Length == 0 ? "exit code 1" : text, observation.Reason?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_literal_is_the_address_where_the_tool_does_not_tell() =>
        Assert.Equal(IPAddress.Parse("fd00::3"), Read(127, "sh: ping: not found", "fd00::3").Address);

    private static Observation Read(int exitCode, string text, string literal = "db") =>
        ToolOutput.ReadPing(Web, Planned.Probe(literal, ProbeProtocol.Icmp, null), exitCode, text);
}
