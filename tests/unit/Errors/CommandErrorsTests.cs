using System.Management.Automation;
using DockerNetwork.Errors;

namespace DockerNetwork.UnitTests.Errors;

public class CommandErrorsTests
{
    /// <summary>Those of <c>Arguments.ToDictionary</c>, <c>IpamPlan</c> and <c>NetworkAttachment</c>.</summary>
    [Theory]
    [InlineData("AuxAddress")]
    [InlineData("DriverOption")]
    [InlineData("Environment")]
    [InlineData("Gateway")]
    [InlineData("IPAddress")]
    [InlineData("IPRange")]
    [InlineData("IPv6Address")]
    [InlineData("IpamOption")]
    [InlineData("Label")]
    [InlineData("Option")]
    [InlineData("Subnet")]
    [InlineData("Sysctl")]
    public void A_value_that_is_not_valid_has_the_id_of_its_parameter(string parameter)
    {
        var error = CommandErrors.InvalidParameter(parameter, "words");
        Assert.Equal("Invalid" + parameter, error.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.Category);
        Assert.Equal("words", error.Message);
    }

    [Fact]
    public void What_is_not_there_is_named_with_its_engine_and_how_to_find_others()
    {
        var error = CommandErrors.NoSuchNetwork("'app'", "unix:///run/docker.sock", []);
        Assert.Equal("NetworkNotFound", error.ErrorId);
        Assert.Equal("There is no network 'app' on unix:///run/docker.sock. Get-DockerNetwork lists the networks.", error.Message);
    }

    [Fact]
    public void What_may_have_been_meant_is_written_as_it_can_be_typed()
    {
        string Message(params string[] near) => CommandErrors.NoSuchContainer("'apt'", "unix:///d", near).Message;

        Assert.Equal(
            "There is no container 'apt' on unix:///d. Did you mean app? Get-DockerContainer lists the containers.", Message("app"));
        Assert.Contains("Did you mean app, 'a b' or \"`u{1b}[2J\"? ", Message("app", "a b", "\u001b[2J"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_names_in_one_text_are_to_be_separated()
    {
        const string Advice = "To name several, type web, 'db 2', without quotes around the whole list. ";

        Assert.Equal(
            $"There is no container 'web,db 2' on unix:///d. {Advice}Get-DockerContainer lists the containers.",
            CommandErrors.NoSuchContainer("'web,db 2'", "unix:///d", ["web"]).Message);
        Assert.Contains(Advice, CommandErrors.NoSuchNetwork("'web, db 2'", "unix:///d", []).Message, StringComparison.Ordinal);
        Assert.Contains(Advice, CommandErrors.ContextNotFound("web,db 2", ["web"]).Message, StringComparison.Ordinal);
        Assert.Null(CommandErrors.Separate("web,"));
    }

    [Fact]
    public void Several_of_one_name_are_listed_with_their_ids() => Assert.Equal(
        "'dup' matches several networks: dup (12ab), dup (34cd). Use the id of one of them.",
        CommandErrors.AmbiguousNetwork("dup", ["dup (12ab)", "dup (34cd)"]).Message);

    [Theory]
    [InlineData("The container 'web' is not on the network 'app', which has no containers.")]
    [InlineData("The container 'web' is not on the network 'app'. Containers on it: a, b.", "a", "b")]
    public void Who_is_on_a_network_is_listed(string message, params string[] others) =>
        Assert.Equal(message, CommandErrors.NotConnected("web", "app", others).Message);
}
