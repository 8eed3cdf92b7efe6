using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Answers of others than the target, and to others than the source.</summary>
public class ForgedAnswerTests
{
    [Fact]
    public void An_answer_to_somebody_else_is_not_one()
    {
        var evidence = To(Db, DbAddress).Saw(
            [.. ToDb(5), Answer(Db, Eth0, true, DbAddress, FarAddress), Answer(Host, DbEnd, false, DbAddress, FarAddress)]);

        var finding = TraceRules.Of(evidence, ReachabilityState.Blocked);

        Assert.Equal((ReasonCode.PacketLost, "db"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.All(TraceHops.Of(evidence), hop => Assert.Equal(TraceLeg.Request, hop.Leg));
    }

    [Fact]
    public void An_answer_that_the_target_did_not_send_is_another_machines()
    {
        var forged = To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4).Skip(2)]);

        Assert.Equal(ReasonCode.DuplicateAddress, TraceRules.Of(forged, ReachabilityState.Reachable).Reason?.Code);

        var missed = forged with
        {
            Sightings = [.. forged.Sightings, Seen(Db, null, false, SightingKind.Missed, DbAddress, WebAddress, 80, 0)],
        };
        Assert.Null(TraceRules.Of(missed, ReachabilityState.Reachable).Reason);
    }

    [Fact]
    public void A_reset_of_a_half_open_connection_is_not_a_refusal()
    {
        var first = Answer(Db, Eth0, true, DbAddress, WebAddress);
        var again = first.Reset();
        var other = Answer(Db, Eth0, true, FarAddress, WebAddress).Reset();

        Assert.Equal([first, first, other], HalfOpen.Answered([first, again, other]));
        Assert.Equal([again], HalfOpen.Answered([again]));
    }
}
