using System.Text;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;
using Xunit.Abstractions;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>
/// What a container's own ping and nc print may be anything: it is read without an exception, and says nothing that no probe can come to.
/// </summary>
public class ToolOutputFuzzTests(ITestOutputHelper output)
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    private static readonly string[] Said =
    [
        "PING db (172.18.0.3): 56 data bytes 64 bytes from 172.18.0.3: seq=0 ttl=64 time=0.093 ms --- db ping statistics --- 1 packets "
            + "transmitted, 1 packets received, 0% packet loss round-trip min/avg/max = 0.093/0.093/0.093 ms",
        "PING db (fd00::3) 56 data bytes 3 packets transmitted, 2 received, 33% packet loss, time 2ms rtt min/avg/max/mdev = "
            + "0.030/0.040/0.050/0.010 ms",
        "PING 10.0.0.9 (10.0.0.9): 56 data bytes ping: sendto: Network is unreachable 1 packets transmitted, 0 packets received, 100% "
            + "packet loss",
        "ping: bad address 'nobody'",
        "nc: 10.0.0.3 (10.0.0.3:80): Connection refused",
        "nc: connect to db (172.18.0.3) port 81 (tcp) failed: Connection refused",
        "db [172.18.0.3] 80 (http) : Connection timed out inverse host lookup failed: Unknown host",
        "bash: connect: No route to host bash: line 1: /dev/tcp/10.0.0.9/80: No route to host",
    ];

    [Fact]
    public void Ping_and_nc_may_say_anything()
    {
        Fuzzing.Run(output, [.. Said.Select(Encoding.UTF8.GetBytes)], data =>
        {
            var text = Encoding.UTF8.GetString(data);
            var code = data.Length > 0 ? data[0] : 0;
            Hold(ToolOutput.ReadPing(Web, Planned.Probe("db", ProbeProtocol.Icmp, null), code, text));
            Hold(ToolOutput.ReadConnect(Web, Planned.Probe("db", ProbeProtocol.Tcp, 80), code, text));
            _ = ExecProber.Read(text);
        });
    }

    private static void Hold(Observation seen)
    {
        Assert.True(Enum.IsDefined(seen.State));
        Assert.InRange(seen.Sent, 0, 999_999_999);
        Assert.InRange(seen.Received, 0, 999_999_999);
        // The tool's words are cut at 300 characters, and one of them may take ten as an escape.
        Assert.InRange(seen.Reason?.Message.Length ?? 0, 0, 4000);
        foreach (var time in new[] { seen.Min, seen.Avg, seen.Max }.OfType<TimeSpan>())
            Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromDays(12));
    }
}
