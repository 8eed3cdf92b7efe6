using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>A hosts file that is mounted in the source, and was read.</summary>
public class MountedHostsTests
{
    private const string File = """
        127.0.0.1 localhost # the interface lo
        10.1.0.3\tPinned db2.corp.example db2
        ::ffff:10.1.0.3 mapped
        not.an.address nothing
        # 10.1.0.9 comment
        fd00::9 six
        10.1.0.9 gone
        """;

    private static Verdict Ask(string name, bool read = true, AddressFamily? family = null)
    {
        var engine = new TestEngine { Engine = new EngineProduct(EngineKind.Docker, new EngineVersion(28, 5, 2)) }
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("db", "app=10.1.0.3@10.1.0.1");
        var snapshot = engine.Snapshot.With(
            engine.Snapshot.Networks,
            engine.Snapshot.Containers.Select(c => c.Name != "web" ? c : c with
            {
                HostName = "front",
                MountPoints = [MountedHosts.Path],
                MountedHosts = read ? MountedHosts.Parse(File.Replace("\\t", "\t", StringComparison.Ordinal)) : null,
            }));
        return Predictor.Predict(new Question(snapshot, snapshot.ContainerNamed("web")!, null, name) { Family = family });
    }

    [Theory]
    [InlineData("pinned", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData("db2.corp.example.", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData("db2", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData("mapped", ReachabilityState.Reachable, "10.1.0.3")]
    [InlineData("localhost", ReachabilityState.Reachable, "127.0.0.1")]
    [InlineData("six", ReachabilityState.NoRoute, "fd00::9")]
    [InlineData("gone", ReachabilityState.Unknown, "10.1.0.9")]
    [InlineData("db", ReachabilityState.Reachable, "10.1.0.3")]
    public void It_decides_before_the_DNS_of_the_engine(string name, ReachabilityState state, string address)
    {
        var verdict = Ask(name);

        Assert.Equal((state, address), (verdict.State, verdict.Address?.ToString()));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("comment")]
    public void What_is_no_line_is_not_in_it(string name) => Assert.Null(Ask(name).Address);

    [Fact]
    public void Without_the_file_no_name_is_decided() => Assert.Equal(ReachabilityState.Unknown, Ask("db", read: false).State);

    [Fact]
    public void It_has_the_families_of_its_lines() =>
        Assert.Equal(ReachabilityState.Unresolved, Ask("pinned", family: AddressFamily.InterNetworkV6).State);
}
