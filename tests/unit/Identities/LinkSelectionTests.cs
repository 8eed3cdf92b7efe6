using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Identities;

public class LinkSelectionTests
{
    private static readonly EngineSnapshot Snapshot = EngineSnapshot.Create(
        [],
        [
            new ContainerSummary { Id = "1", Names = ["/web/db", "/db"] },
            new ContainerSummary { Id = "2", Names = ["/cache", "/web/cache", "/job/cache"] },
        ],
        TestEngine.Host);

    [Theory]
    [InlineData("web/db", "web/db")]
    [InlineData("/web/db", "web/db")]
    public void A_link_is_named_by_who_has_it_and_its_alias(string text, string links) =>
        Assert.Equal(links, string.Join(' ', Selection.Links(Snapshot, text)));

    [Theory]
    [InlineData("web")]
    [InlineData("web/")]
    [InlineData("a/b/c")]
    [InlineData("/")]
    public void The_name_of_a_container_is_not_one_of_a_link(string text) =>
        Assert.Equal("InvalidLink", Assert.Throws<CommandException>(() => Selection.Links(Snapshot, text)).ErrorId);

    [Fact]
    public void A_link_that_is_not_there_is_an_error_that_names_the_others()
    {
        var error = Assert.Throws<CommandException>(() => Selection.Links(Snapshot, "web/Db"));

        Assert.Equal("LinkNotFound", error.ErrorId);
        Assert.Contains("job/cache, web/cache, web/db", error.Message, StringComparison.Ordinal);
    }
}
