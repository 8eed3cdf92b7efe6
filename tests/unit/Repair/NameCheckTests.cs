using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Repair;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Repair;

public class NameCheckTests
{
    private static readonly EngineSnapshot Projects = new TestEngine().Network("shop").Network("blog").Network("app").Network("back")
        .Container("shop-web-1", "shop=10.1.0.2+web").Container("shop-db-1", "shop=10.1.0.3+db")
        .Container("blog-web-1", "blog=10.2.0.2+web").Container("blog-db-1", "blog=10.2.0.3+db")
        .Container("db", "app=10.3.0.2").Container("data", "back=10.4.0.2+db").Container("lone", "bridge=172.17.0.2")
        .Snapshot;

    /// <summary>Between two networks no other name or address leads to the target, so the advice is a network for the two.</summary>
    [Fact]
    public void The_refusal_says_what_to_run_instead()
    {
        var message = Refusal("shop-web-1", "blog-db-1")!;

        Assert.Contains("'db' leads to shop-db-1 on the network shop, and could then", message, StringComparison.Ordinal);
        Assert.EndsWith(
            "without moving names, run this instead: "
            + "New-DockerNetwork -Name app2 | Connect-DockerNetwork -Container shop-web-1, blog-db-1. Then use the name 'blog-db-1'. "
            + "If you accept that names move, run the fix yourself: Connect-DockerNetwork -Network blog -Container shop-web-1",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_name_an_engine_that_is_not_the_default_one()
    {
        var message = Check("shop-web-1", "blog-db-1").Refusal(Projects.Named())!.Message;

        Assert.Contains($"-Name app2 -DockerHost {Projects.DockerHost} | Connect-", message, StringComparison.Ordinal);
        Assert.EndsWith($"-Container shop-web-1 -DockerHost {Projects.DockerHost}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_advises_nothing_that_moves_names_too()
    {
        var message = Refusal("db", "data")!;

        Assert.DoesNotContain("instead", message, StringComparison.Ordinal);
        Assert.EndsWith("run the fix yourself: Connect-DockerNetwork -Network back -Container db", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fix_that_moves_no_name_is_not_refused() => Assert.Null(Refusal("lone", "blog-db-1"));

    [Fact]
    public void All_on_the_networks_of_both_are_inspected() => Assert.Equal(
        new[] { "blog-db-1", "blog-web-1", "shop-db-1", "shop-web-1" }.Select(TestEngine.Id).Order(),
        Check("shop-web-1", "blog-db-1").Involved(Projects).Order());

    private static string? Refusal(string source, string target) => Check(source, target).Refusal(Projects)?.Message;

    private static NameCheck Check(string source, string target)
    {
        var (from, to) = (Projects.ContainerNamed(source)!, Projects.ContainerNamed(target)!);
        var fix = Predictor.Predict(new Question(Projects, from, to, target)).Reasons[0].FixCommands;
        return new NameCheck(fix, ProbeEnd.Source(null, from.Id, source), ProbeEnd.Target(null, to.Id, target));
    }
}
