using System.Net.Sockets;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Names of search domains, and those of a renamed container.</summary>
public class OtherNamesTests
{
    /// <summary>
    /// A resolver asks for a name with fewer dots than ndots in its search domains first, and for each other one that nobody has.
    /// </summary>
    [Theory]
    [InlineData("db", null, ReachabilityState.Reachable)]
    [InlineData("db", "ndots:1", ReachabilityState.Unknown)]
    [InlineData("db.app", "ndots:1", ReachabilityState.Reachable)]
    [InlineData("db.app", "ndots:2", ReachabilityState.Unknown)]
    [InlineData("nobody", null, ReachabilityState.Unknown)]
    public void A_search_domain_may_come_first(string literal, string? option, ReachabilityState state)
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Inspected("web", new HostConfig { DnsSearch = ["corp.example"], DnsOptions = option is null ? [] : [option] });

        var verdict = engine.PredictOther("web", literal);

        Assert.Equal(state, verdict.State);
        if (state == ReachabilityState.Unknown)
            Assert.Contains("search domains (corp.example)", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>The agreement found it on 28.5, seed 13071: the search domain was the name of another network of the source.</summary>
    [Fact]
    public void A_name_without_an_address_of_the_family_is_searched_too()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Inspected("web", new HostConfig { DnsSearch = ["other"] });

        var question = new Question(engine.Snapshot, engine["web"], null, "db") { Family = AddressFamily.InterNetworkV6 };

        Assert.Equal(ReachabilityState.Unknown, Predictor.Predict(question).State);
    }

    /// <summary>
    /// A rename gives a running container DNS names on the default bridge too. Seen on 26.1 and 28.5: asker resolves it, on bridge alone
    /// nobody does.
    /// </summary>
    [Theory]
    [InlineData(true, "asker", "ren", ReachabilityState.Reachable)]
    [InlineData(true, "asker", "ren.bridge", ReachabilityState.Reachable)]
    [InlineData(true, "lone", "ren", ReachabilityState.Unresolved)]
    [InlineData(false, "asker", "ren", ReachabilityState.Unresolved)]
    public void A_renamed_container_has_a_name_on_the_default_bridge(bool named, string source, string literal, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new(1, 51) }
            .Network("app")
            .Container("asker", "app=10.1.0.2", "bridge=172.17.0.2")
            .Container("lone", "bridge=172.17.0.3")
            .Container("ren", "bridge=172.17.0.4");
        var snapshot = engine.Snapshot.With([new ContainerDetails
        {
            Id = TestEngine.Id("ren"),
            NetworkSettings = new NetworkSettings
            {
                Networks = new()
                {
                    ["bridge"] = new EndpointSettings
                    {
                        NetworkId = engine.NetworkNamed("bridge").Id,
                        IPAddress = "172.17.0.4",
                        DnsNames = named ? ["ren", "0123456789ab"] : null,
                    },
                },
            },
        }]);

        var question = new Question(
            snapshot, snapshot.Container(TestEngine.Id(source))!, snapshot.Container(TestEngine.Id("ren")), literal);

        Assert.Equal(state, Predictor.Predict(question).State);
    }

    /// <summary>
    /// 20.10 was seen to resolve the name of a container of the default bridge that was renamed while it ran, for those who are on another
    /// network too. Nothing that it reports shows the rename.
    /// </summary>
    [Theory]
    [InlineData(41, "asker", true)]
    [InlineData(41, "lone", false)]
    [InlineData(51, "asker", false)]
    public void A_rename_that_the_engine_does_not_report_is_named(int minor, string source, bool named)
    {
        var engine = new TestEngine { Version = new(1, minor) }
            .Network("app")
            .Container("asker", "app=10.1.0.2", "bridge=172.17.0.2")
            .Container("lone", "bridge=172.17.0.3")
            .Container("db", "bridge=172.17.0.4");

        var verdict = engine.Predict(source, "db");

        Assert.Equal((ReachabilityState.Unresolved, ReasonCode.NamesNeedUserDefinedNetwork), (verdict.State, verdict.Reasons[0].Code));
        Assert.Equal(named, verdict.Reasons[0].Message.Contains("renamed while it ran", StringComparison.Ordinal));
    }

    /// <summary>Seen on 28.5 and 29.7: renamed while it ran, and then the engine was restarted with live-restore.</summary>
    [Fact]
    public void A_name_that_the_engine_does_not_list_is_not_predicted()
    {
        var engine = new TestEngine { Version = new(1, 51) }
            .Network("app").Container("web", "app=10.1.0.2").Container("db2", "app=10.1.0.3");
        var listed = engine.Snapshot.With(engine.Snapshot.Networks, engine.Snapshot.Containers.Select(c => c with
        {
            Endpoints = [.. c.Endpoints.Select(e => e with { DnsName = c.Name == "db2" ? ["db"] : [c.Name] })],
        }));

        var verdict = Predictor.Predict(new Question(listed, listed.ContainerNamed("web")!, listed.ContainerNamed("db2"), "db2"));

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Contains("share a network", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_does_not_know_names_of_containers()
    {
        var engine = new TestEngine().Network("app").Container("db", "app=10.1.0.3");

        var verdict = Predictor.Predict(new Question(engine.Snapshot, engine.Snapshot.HostAsSource, engine["db"], "db"));

        Assert.Equal((ReachabilityState.Unresolved, ReasonCode.NoSharedNetwork), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("-By Address", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }
}
