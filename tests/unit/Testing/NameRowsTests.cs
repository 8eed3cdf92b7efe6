using System.Net;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What a row says of a name: which reason comes first, and who knew the name.</summary>
public class NameRowsTests
{
    private const string Silence = "\"state\":\"Unknown\",\"text\":\"the name server 127.0.0.11 did not answer\"";

    private static readonly TestEngine App = new TestEngine()
        .Network("app", "10.1.0.0/24").Network("other", "10.9.0.0/24")
        .Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3").Container("far", "other=10.9.0.2+afar")
        .Stopped("old", "app");

    [Theory]
    [InlineData("far", ReachabilityState.Unresolved, ReasonCode.NoSharedNetwork)]
    [InlineData("old", ReachabilityState.NotRunning, ReasonCode.TargetNotRunning)]
    [InlineData("afar", ReachabilityState.Unresolved, ReasonCode.NameOnAnotherNetwork)]
    [InlineData("www.example.com", ReachabilityState.Unknown, ReasonCode.NotProbed)]
    public async Task The_reason_of_the_prediction_comes_first_if_nothing_was_learnt(string target, ReachabilityState state, string code)
    {
        var row = await RowAsync(target, Silence);

        Assert.Equal((state, code), (row.Effective, row.Reasons[0].Code));
        Assert.Contains(row.Reasons, reason => reason.Code == ReasonCode.NotProbed);
    }

    [Theory]
    [InlineData("hosts", "the hosts file of web")]
    [InlineData("127.0.0.11", "a name server behind the engine's DNS (127.0.0.11)")]
    [InlineData("192.0.2.53", "the name server 192.0.2.53")]
    public async Task A_name_that_was_to_lead_nowhere_says_who_knew_it(string via, string who)
    {
        var row = await RowAsync("afar", $"\"state\":\"Reachable\",\"address\":\"192.0.2.1\",\"via\":\"{via}\",\"sent\":1,\"received\":1");

        Assert.Equal((false, ReasonCode.Disagreement), (row.Agrees, row.Reasons[0].Code));
        var beginning = $"Predicted Unresolved, but {who} resolves 'afar' to 192.0.2.1. ";
        Assert.StartsWith(beginning, row.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolution_is_unknown_if_nobody_answered()
    {
        var resolution = NameResolution.From(await RowAsync("db", Silence, lookup: true));

        Assert.Equal((ReachabilityState.Unknown, ReachabilityState.Reachable), (resolution.State, resolution.Predicted));
        Assert.Equal((0, NameSource.None), (resolution.Addresses.Count, resolution.Source));
    }

    [Fact]
    public async Task A_resolution_has_each_address_once()
    {
        const string Twice = """
            "state":"Reachable","address":"10.1.0.3","addresses":["10.1.0.3","10.1.0.3"],"via":"127.0.0.11"
            """;

        var resolution = NameResolution.From(await RowAsync("db.", Twice, lookup: true));

        Assert.Equal([IPAddress.Parse("10.1.0.3")], resolution.Addresses);
        Assert.Equal(NameSource.Engine, resolution.Source);
    }

    private static async Task<ReachabilityResult> RowAsync(string target, string answer, bool lookup = false)
    {
        var container = App.Snapshot.Containers.FirstOrDefault(c => c.Name == target);
        var test = TestPlanTests.Test(App, [App["web"]], [new ReachabilityTarget(target, container)])
            .With(o => o with { Method = null, By = TargetLiterals.Name, LookupOnly = lookup });
        await using var engine = FakeProbeEngine.AnsweringAll(_ => answer);
        foreach (var name in new[] { "web", "far" })
        {
            var aliases = name == "far" ? "\"afar\"" : "";
            var network = App[name].Endpoints[0];
            engine.Inspected(App[name].Id, $$$"""
                {"Id":"{{{App[name].Id}}}","Name":"/{{{name}}}","State":{"Pid":4321},"NetworkSettings":{"Networks":{"{{{network.Network}}}":
                {"NetworkID":"{{{network.NetworkId}}}","IPAddress":"{{{network.IPAddress}}}","Aliases":[{{{aliases}}}]} } } }
                """);
        }

        return Assert.Single(await test.RunAsync(engine.Client));
    }
}
