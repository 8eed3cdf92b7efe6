using DockerNetwork.Model.Tracing;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>From which port packets come.</summary>
public class FreshPacketsTests
{
    [Fact]
    public void The_port_is_one_that_the_kernel_of_the_source_gives()
    {
        var evidence = To(Db, DbAddress);

        Assert.Equal((32768, 60999), FreshPackets.Ports(evidence));
        for (var i = 0; i < 20; i++)
            Assert.InRange(FreshPackets.Of(evidence).FromPort, 32768, 60999);
        Assert.Equal((40000, 40000), FreshPackets.Ports(Range(evidence, 40000, 40000)));
        Assert.Equal(40000, FreshPackets.Of(Range(evidence, 40000, 40000)).FromPort);
        Assert.Equal((32768, 60999), FreshPackets.Ports(Range(evidence, 50000, 40000)));
        Assert.Equal((32768, 60999), FreshPackets.Ports(Range(evidence, 0, 70000)));
    }

    [Fact]
    public void What_the_container_was_given_counts_until_its_namespace_is_read()
    {
        var engine = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=" + WebAddress)
            .Sysctls("web", "net.ipv4.ip_local_port_range=1025 1100");
        var evidence = To(Db, DbAddress) with { Source = new TracePlace("web", engine["web"]) };

        Assert.Equal((1025, 1100), FreshPackets.Ports(evidence with { Before = Nothing, After = Nothing }));
    }

    [Fact]
    public void Each_has_a_number_of_its_own() =>
        Assert.NotEqual(FreshPackets.Of(To(Db, DbAddress)).Token, FreshPackets.Of(To(Db, DbAddress)).Token);

    private static IReadOnlyDictionary<TracePlace, NamespaceLook> Nothing { get; } = new Dictionary<TracePlace, NamespaceLook>();

    private static TraceEvidence Range(TraceEvidence evidence, int first, int last) => evidence.Looks(
        Web, look => look.With(("net.ipv4.ip_local_port_range.first", first), ("net.ipv4.ip_local_port_range.last", last)));
}
