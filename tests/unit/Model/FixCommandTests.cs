using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class FixCommandTests
{
    [Fact]
    public void A_command_is_read_back_as_its_arguments() => NastyNames.All(name =>
    {
        var words = PowerShellReader.Words(new FixCommand(FixRules.Connect) { Network = name, Container = [name] }.ToString());
        return words is [(FixRules.Connect, false), ("-Network", true), (var network, false), ("-Container", true), (var container, false)]
            && (network, container) == (name, name);
    });

    [Fact]
    public void A_network_of_any_name_is_joined_by_exactly_this_name_or_not_at_all() => NastyNames.All(name =>
    {
        var reason = Predict(name);
        var (network, container) = FixRules.IsName(name) ? (name, "web") : ("app", "db");
        return reason.FixCommands is [{ Cmdlet: "Connect-DockerNetwork", Name: null, Container: [var connected] } command]
            && (command.Network, connected) == (network, container) && reason.Fix == command.ToString();
    });

    [Theory]
    [InlineData("x\u2019 -Container web; Set-Content /tmp/PWNED owned #")]
    [InlineData("it's")]
    [InlineData("--%")]
    public void A_name_with_quotes_is_an_argument(string name) =>
        Assert.Equal($"Connect-DockerNetwork -Network {PowerShellWord.InSingleQuotes(name)} -Container web", Predict(name).Fix);

    [Theory]
    [InlineData("a*")]
    [InlineData("we?")]
    [InlineData("[a-z]eb")]
    [InlineData("a]")]
    [InlineData("a\nb")]
    [InlineData("a\e[2Kb")]
    [InlineData("a\u202eb")]
    public void A_name_that_is_a_pattern_or_moves_the_terminal_is_in_no_fix(string name)
    {
        Assert.Equal("Connect-DockerNetwork -Network app -Container db", Predict(name).Fix);

        var byAddress = Apart(name).PredictOther("web", "10.2.0.3").Reasons[0];
        Assert.Null(byAddress.Fix);
        Assert.Empty(byAddress.FixCommands);
    }

    [Theory]
    [InlineData("a*")]
    [InlineData("a\u0085")]
    public void Nor_is_a_container_of_such_a_name(string name)
    {
        // No engine takes one, but a snapshot is a file.
        var reason = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Stopped(name, "app").Predict("web", name).Reasons[0];
        Assert.Equal(ReasonCode.TargetNotRunning, reason.Code);
        Assert.Null(reason.Fix);
    }

    [Fact]
    public void What_the_prediction_makes_is_allowed()
    {
        Assert.Null(FixRules.Refusal([Connect("app", "web")]));
        Assert.Null(FixRules.Refusal([Create("app"), Connect(null, "web", "db")]));
        Assert.Null(FixRules.Refusal([Of(FixRules.Start, "owner", "sidecar")]));
        Assert.Null(FixRules.Refusal([Of(FixRules.Start, "owner"), Of(FixRules.Restart, "sidecar")]));
        Assert.Null(FixRules.Refusal([Of(FixRules.Resume, "db")]));
        Assert.Null(FixRules.Refusal([Leave("none", "web"), Connect("app", "web")]));
        Assert.Null(FixRules.Refusal([Leave("none", "web", "db"), Create("app"), Connect(null, "web", "db")]));
    }

    /// <summary>To leave any other network would cut connections that are in use.</summary>
    [Theory]
    [InlineData("app", "web")]
    [InlineData("None", "web")]
    [InlineData(null, "web")]
    [InlineData("none")]
    public void No_fix_takes_a_container_from_another_network_than_none(string? network, params string[] containers) =>
        Assert.NotNull(FixRules.Refusal([Leave(network, containers)]));

    [Fact]
    public void A_fix_is_written_as_a_line() =>
        Assert.Equal(
            "New-DockerNetwork -Name app | Connect-DockerNetwork -Container web, db; Restart-DockerContainer -Container '007'",
            FixCommand.Write([Create("app"), Connect(null, "web", "db"), Of(FixRules.Restart, "007")]));

    /// <summary>A network that is created has its engine with it.</summary>
    [Fact]
    public void A_fix_names_an_engine_that_is_not_the_default_one()
    {
        var now = Apart("theirs").Snapshot.Named();
        var (web, db) = (now.ContainerNamed("web")!, now.ContainerNamed("db")!);

        Assert.Equal(
            $"Connect-DockerNetwork -Network theirs -Container web -DockerHost {now.DockerHost}",
            Predictor.Predict(new Question(now, web, db, "db")).Reasons[0].Fix);
        Assert.Equal(
            $"New-DockerNetwork -Name app2 -DockerHost {now.DockerHost} | Connect-DockerNetwork -Container web, db",
            FixCommand.Write(Fixes.NewNetwork(now.With(now.Networks, now.Containers), web, db)!));
    }

    public static TheoryData<string> OtherCmdlets =>
    [
        "Stop-DockerContainer", "Suspend-DockerContainer", "Rename-DockerContainer", "Set-DockerContainer", "Remove-DockerContainer",
        "Remove-DockerNetwork", "start-dockercontainer", "Get-Process",
        "DockerNetwork\\Start-DockerContainer", "",
    ];

    [Theory]
    [MemberData(nameof(OtherCmdlets))]
    public void Other_cmdlets_are_not(string cmdlet) => Assert.NotNull(FixRules.Refusal([Of(cmdlet, "web")]));

    [Fact]
    public void Nor_are_other_arguments()
    {
        Assert.NotNull(FixRules.Refusal([]));
        Assert.NotNull(FixRules.Refusal([Connect(null, "web")]));
        Assert.NotNull(FixRules.Refusal([Connect("app")]));
        Assert.NotNull(FixRules.Refusal([Connect("app", "web") with { Name = "x" }]));
        Assert.NotNull(FixRules.Refusal([Create("app")]));
        Assert.NotNull(FixRules.Refusal([Create("app"), Connect("app", "web")]));
        Assert.NotNull(FixRules.Refusal([Create("app"), Of(FixRules.Start, "web")]));
        Assert.NotNull(FixRules.Refusal([Create("app") with { Network = "x" }, Connect(null, "web")]));
        Assert.NotNull(FixRules.Refusal([Create("app") with { Container = ["x"] }, Connect(null, "web")]));
        Assert.NotNull(FixRules.Refusal([Of(FixRules.Start)]));
        Assert.NotNull(FixRules.Refusal([Of(FixRules.Start, "web") with { Network = "app" }]));
        Assert.NotNull(FixRules.Refusal([Of(FixRules.Restart, "web") with { Name = "app" }]));
    }

    [Fact]
    public void Nor_is_more_than_a_few_commands_and_containers()
    {
        Assert.Null(FixRules.Refusal([.. Enumerable.Repeat(Of(FixRules.Start, "web"), FixRules.MostCommands)]));
        Assert.NotNull(FixRules.Refusal([.. Enumerable.Repeat(Of(FixRules.Start, "web"), FixRules.MostCommands + 1)]));
        Assert.Null(FixRules.Refusal([Of(FixRules.Start, [.. Enumerable.Range(0, FixRules.MostContainers).Select(n => $"web{n}")])]));
        Assert.NotNull(FixRules.Refusal(
            [Of(FixRules.Start, [.. Enumerable.Range(0, FixRules.MostContainers + 1).Select(n => $"web{n}")])]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a\nb")]
    [InlineData(null)]
    public void Nor_are_names_that_are_none(string? name)
    {
        Assert.NotNull(FixRules.Refusal([Connect(name ?? "", "web")]));
        Assert.NotNull(FixRules.Refusal([Connect("app", "web", name!)]));
        Assert.NotNull(FixRules.Refusal([Create(name ?? ""), Connect(null, "web")]));
        Assert.NotNull(FixRules.Refusal([Of(FixRules.Start, name!)]));
    }

    [Fact]
    public void Reasons_of_the_same_fix_are_the_same()
    {
        var (one, other) = (new Reason("A", "b", "c", [Connect("app", "web")]), new Reason("A", "b", "c", [Connect("app", "web")]));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, new Reason("A", "b", "c", [Connect("app", "db")]));
        Assert.Equal("d", new Reason("A", "b", "c", "d").Fix);
        Assert.Null(new Reason("A", "b", "c").Fix);
    }

    private static Reason Predict(string network) => Apart(network).Predict("web", "db").Reasons[0];

    /// <summary>A picture splits "network=address", so the name takes its place afterwards.</summary>
    private static TestEngine Apart(string network) => new TestEngine()
        .Network("app").Network("theirs").Container("web", "app=10.1.0.2").Container("db", "theirs=10.2.0.3").Renamed("theirs", network);

    private static FixCommand Connect(string? network, params string[] containers) =>
        Of(FixRules.Connect, containers) with { Network = network };

    private static FixCommand Leave(string? network, params string[] containers) =>
        new(FixRules.Disconnect) { Network = network, Container = containers };

    private static FixCommand Create(string name) => new(FixRules.Create) { Name = name };

    private static FixCommand Of(string cmdlet, params string[] containers) => new(cmdlet) { Container = containers };
}
