using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Packets that never left, because the next hop was not found.</summary>
public class NextHopTests
{
    private const string Overflows = "stat.arp_cache.table_fulls";

    [Theory]
    [InlineData(8, ReasonCode.NeighborTableFull)]
    [InlineData(7, ReasonCode.PacketLost)]
    public void A_table_of_neighbors_is_full_if_it_overflowed_for_each_packet(int after, string code)
    {
        var evidence = To(Db, DbAddress).Saw();
        evidence = evidence with { Before = evidence.Before.ToDictionary(pair => pair.Key, pair => pair.Value.With((Overflows, 5))) };

        var finding = TraceRules.Of(evidence.Looks(Web, look => look.With((Overflows, after))), ReachabilityState.Blocked);

        Assert.Equal((code, "web"), (finding.Reason!.Code, finding.Reason.Component));
    }

    [Fact]
    public void That_a_kernel_tells_itself_of_a_silent_next_hop_changes_nothing()
    {
        var own = In(Web, 1, WebAddress, WebAddress, null).Icmp(3, 1);
        var evidence = To(Db, DbAddress).Saw(own);
        var silent = evidence with { Sightings = [.. evidence.Sightings.Where(seen => !seen.IsAnswer)] };

        Assert.Empty(TraceHops.Of(evidence));
        Assert.Equal(
            TraceRules.Of(silent, ReachabilityState.NoRoute).Reason!.Message,
            TraceRules.Of(evidence, ReachabilityState.NoRoute).Reason!.Message);
    }
}
