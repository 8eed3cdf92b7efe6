using System.Text;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Listening;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;
using Xunit.Abstractions;

namespace DockerNetwork.UnitTests.Fuzz;

/// <summary>
/// Lines of the probe program may be damaged, and quote what comes from containers: they are read without an exception that is not
/// documented.
/// </summary>
public class ProbeAnswerFuzzTests(ITestOutputHelper output)
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    /// <summary>For many lines at once: each that is an object, but not JSON, costs an exception.</summary>
    private const long ManyLines = 32 * 1024 * 1024;

    private static readonly string[] Lines =
    [
        """{"protocol":2}""",
        """{"job":1,"begin":true,"verified":true}""",
        """{"job":1,"i":0,"state":"Reachable","address":"10.1.0.3","addresses":["10.1.0.3","fd00::3"],"via":"127.0.0.11","sent":3"""
            + ""","received":2,"min":50,"avg":1200,"max":2500000,"status":204}""",
        """{"job":1,"i":1,"state":"Unresolved","sent":1,"received":0,"text":"127.0.0.1 did not answer"}""",
        """{"job":1,"i":2,"state":"NotRunning","text":"The container's process is gone"}""",
        """{"job":1,"end":true}""",
        """{"job":1,"end":true,"error":"other"}""",
        """{"job":1,"kind":"link","index":42,"up":true,"loopback":false,"name":"eth0","mac":"02:42:0a:01:00:02","mtu":1400"""
            + ""","state":"up","type":"veth","link":7,"master":5,"netns":0}""",
        """{"job":1,"kind":"address","index":42,"prefix":24,"scope":"global","address":"10.1.0.2"}""",
        """{"job":1,"kind":"route","family":4,"prefix":0,"gateway":"192.168.7.1","index":2}""",
    ];

    [Fact]
    public void A_line_may_be_anything()
    {
        Fuzzing.Run(output, [.. Lines.Select(Encoding.UTF8.GetBytes)], data =>
        {
            if (ProbeLineReader.Read(Encoding.UTF8.GetString(data)) is not OutcomeMessage answer)
                return;
            var seen = ProbeJobs.ToObservation(Web, Planned.Probe("db", ProbeProtocol.Http, 80), answer);

            Assert.True(Enum.IsDefined(seen.State));
            Assert.True(seen is { Sent: >= 0, Received: >= 0, Addresses.Count: <= 256, StatusCode: null or (>= 100 and <= 999) });
            Assert.InRange(seen.Reason?.Message.Length ?? 0, 0, 1000);
            Assert.All(new[] { seen.Min, seen.Avg, seen.Max }.OfType<TimeSpan>(), t => Assert.True(t > TimeSpan.Zero));
        });
    }

    [Fact]
    public void Lines_of_listeners_may_be_anything()
    {
        var engine = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");
        var asked = RefusedPort.Of(
            new Question(engine.Snapshot, engine["web"], engine["db"], "db") { Port = 80 }, System.Net.IPAddress.Parse("10.1.0.3"))!;
        string[] lines =
        [
            """{"job":1,"fact":"listener","protocol":"tcp","address":"127.0.0.1","port":80,"processId":7"""
                + ""","program":"python","socket":4711}""",
            """{"job":1,"fact":"listener","protocol":"tcp","address":"::","port":8000,"iPv6Only":true,"interface":2}""",
            """{"job":1,"fact":"listener","protocol":"udp","address":"10.1.0.3","port":80}""",
        ];
        Fuzzing.Run(output, [Encoding.UTF8.GetBytes(string.Join('\n', lines)), .. lines.Select(Encoding.UTF8.GetBytes)], data =>
        {
            var listeners = Listener.All(
                Encoding.UTF8.GetString(data).Split('\n').Append("""{"fact":"allListeners"}""")
                    .Select(ProbeLineReader.Read).OfType<Answer>())!;

            Assert.All(listeners, l => Assert.InRange(l.Port, 1, 65535));
            Assert.All(ListenerTable.Of(engine.Snapshot, engine["db"], listeners), l => Assert.NotEmpty(l.Reach));
            Assert.InRange(ListenerRules.Of(asked, listeners)?.Message.Length ?? 0, 0, 2000);
            _ = ListenerRules.Fitting(asked, listeners);
        }, ManyLines);
    }

    [Fact]
    public void Lines_of_a_namespace_may_be_anything()
    {
        var snapshot = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Snapshot;
        Fuzzing.Run(output, [Encoding.UTF8.GetBytes(string.Join('\n', Lines[7..])), .. Lines[7..].Select(Encoding.UTF8.GetBytes)], data =>
        {
            var answers = Encoding.UTF8.GetString(data).Split('\n').Select(ProbeLineReader.Read).OfType<NamespaceItem>().ToArray();

            Assert.All(NamespaceReader.Join(snapshot, snapshot.Containers.Single(), answers, answers), i => Assert.NotNull(i.Name));
            _ = NamespaceReader.HostAddresses(answers);
            _ = NamespaceReader.NextHops(answers);
        }, ManyLines);
    }
}
