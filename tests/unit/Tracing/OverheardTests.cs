using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Frames for another hardware address.</summary>
public class OverheardTests
{
    private const string Mac = "02:00:00:00:00:03", Stale = "02:00:00:00:00:77";

    [Fact]
    public void What_the_target_only_hears_did_not_reach_it()
    {
        var evidence = Heard(To(Db, DbAddress));
        var finding = TraceRules.Of(evidence, ReachabilityState.Blocked);

        Assert.Equal((ReasonCode.WrongMacAddress, "web"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.Contains("with another MAC address than its own", finding.Reason.Message, StringComparison.Ordinal);
        Assert.Equal("@host", finding.Last!.Place.Name);
        Assert.Empty(finding.Suspects);
        Assert.DoesNotContain(TraceHops.Of(evidence), hop => hop.Place == "db");
    }

    [Fact]
    public void The_wrong_address_is_named_if_the_sender_has_it()
    {
        var evidence = Heard(To(Db, DbAddress)).Looks(Web, look => look with
        {
            Neighbours = [new NamespaceItem { Kind = ItemKind.Neighbour, Address = DbAddress, Mac = Stale }],
        });

        Assert.Contains(Stale, TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_hears_it_bridges()
    {
        var evidence = To(Db, DbAddress);
        var seen = ToDb(5).Select(one => one.Place == Host ? ForAnother(one) : one).ToList();

        Assert.Equal(seen, Overheard.Apart(evidence, seen));
    }

    [Fact]
    public void What_a_bridge_in_the_container_takes_reached_it()
    {
        var evidence = To(Db, DbAddress);
        var bridged = evidence with
        {
            After = evidence.After.ToDictionary(pair => pair.Key, pair => pair.Key == Db
                ? pair.Value with
                {
                    Links = pair.Value.Links.ToDictionary(
                        link => link.Key, link => link.Key == Eth0 ? link.Value with { Master = 9 } : link.Value),
                }
                : pair.Value),
        };
        var seen = ForAnother(ToDb(5).Last());

        Assert.Equal(SightingKind.Request, Assert.Single(Overheard.Apart(bridged, [seen])).Kind);
        Assert.Equal(SightingKind.Overheard, Assert.Single(Overheard.Apart(evidence, [seen])).Kind);
    }

    private static TraceEvidence Heard(TraceEvidence evidence)
    {
        evidence = evidence.Saw([.. ToDb(4), ForAnother(ToDb(5).Last())]);
        evidence = evidence.Looks(Db, look => look with
        {
            Links = look.Links.ToDictionary(pair => pair.Key, pair => pair.Value with { Mac = Mac }),
        });
        return evidence with { Sightings = Overheard.Apart(evidence, evidence.Sightings) };
    }

    private static Sighting ForAnother(Sighting seen) => seen with { Item = seen.Item with { ForAnother = true } };
}
