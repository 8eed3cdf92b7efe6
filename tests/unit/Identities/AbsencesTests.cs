using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;

namespace DockerNetwork.UnitTests.Identities;

public class AbsencesTests
{
    private static readonly DockerHost First = DockerHost.Parse("unix:///a.sock");
    private static readonly DockerHost Second = DockerHost.Parse("unix:///b.sock");
    private static readonly List<string> Engines = [First.ToString(), Second.ToString()];

    [Fact]
    public async Task What_no_engine_has_is_one_error_that_names_them_in_their_order()
    {
        var absences = new Absences();
        await MissAsync(absences, Second, CommandErrors.NoSuchNetwork("'app'", Second.ToString(), ["apps"]));
        await MissAsync(absences, First, CommandErrors.NoSuchNetwork("'app'", First.ToString(), []));

        var (item, error) = Assert.Single(absences.Errors(Engines));
        Assert.Equal("app", item);
        Assert.Equal("NetworkNotFound", error.ErrorId);
        Assert.StartsWith(
            "There is no network 'app' on unix:///a.sock, unix:///b.sock. Did you mean apps?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_engine_has_is_no_error()
    {
        var absences = new Absences();
        await MissAsync(absences, First, CommandErrors.NoSuchNetwork("'app'", First.ToString(), []));
        absences.Found("app");

        Assert.Empty(absences.Errors(Engines));
    }

    [Fact]
    public async Task What_it_is_instead_is_said_rather_than_that_it_is_missing()
    {
        var absences = new Absences();
        await MissAsync(absences, First, CommandErrors.NoSuchNetwork("'app'", First.ToString(), []));
        await MissAsync(absences, Second, CommandErrors.ContainerAsNetwork("app"));

        Assert.StartsWith("'app' is a container", Assert.Single(absences.Errors(Engines)).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_is_missing_is_kept_and_only_of_several_engines()
    {
        var absences = new Absences();
        Assert.False(absences.Add("app", CommandErrors.NoSuchNetwork("'app'", First.ToString(), [])));
        await AboutEngine.RunAsync(First, () =>
        {
            Assert.False(absences.Add("app", CommandErrors.AmbiguousNetwork("app", ["app (1)", "app (2)"])));
            return Task.CompletedTask;
        });

        Assert.Empty(absences.Errors(Engines));
    }

    [Fact]
    public async Task Errors_about_one_engine_of_several_name_it()
    {
        var absences = new Absences();
        await AboutEngine.RunAsync(First, () =>
        {
            Assert.Equal("web on unix:///a.sock", AboutEngine.Target("web"));
            Assert.Equal("unix:///a.sock", AboutEngine.Target("unix:///a.sock"));
            Assert.Same(absences, AboutEngine.Target(absences));
            Assert.Equal("unix:///a.sock: The port is taken.", AboutEngine.Of("The port is taken."));
            Assert.Equal("There is no web on unix:///a.sock.", AboutEngine.Of("There is no web on unix:///a.sock."));
            return Task.CompletedTask;
        });

        Assert.Equal("web", AboutEngine.Target("web"));
        Assert.Equal("The port is taken.", AboutEngine.Of("The port is taken."));
    }

    private static Task MissAsync(Absences absences, DockerHost engine, CommandException refusal) =>
        AboutEngine.RunAsync(engine, () =>
        {
            Assert.True(absences.Add("app", refusal));
            return Task.CompletedTask;
        });
}
