using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>Which images Clear-DockerNetworkProbe may remove, and how.</summary>
public class ProbeImagesTests
{
    private static readonly string Ours = "dockernetwork-probe:" + FakeProbeEngine.Digest;

    [Fact]
    public async Task What_this_version_or_another_made_is_found_and_nothing_else()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            ImageList =
                """[null,{"Id":"sha256:made"},{"Id":"sha256:older"},{"Id":"sha256:label"},{"Id":"sha256:name"},{"Id":"sha256:set"},"""
                    + """{"Id":"sha256:two"},{"Id":"sha256:gone"}]""",
        };
        Add(engine, "older", "dockernetwork-probe:aaaa", """["sha256:aaaa"]""");
        Add(engine, "label", "innocent:latest", """["sha256:bbbb"]""");
        Add(engine, "name", "dockernetwork-probe:aaaa", """["sha256:cccc"]""");
        Add(engine, "set", "dockernetwork-probe:aaaa", """["sha256:aaaa"]""", ",\"Entrypoint\":[\"/x\"]");
        Add(engine, "two", "dockernetwork-probe:aaaa", """["sha256:aaaa","sha256:dddd"]""");

        Assert.Equal(["sha256:made", "sha256:older"], (await ProbeImages.FindAsync(engine.Client, default)).Select(i => i.Id));
    }

    [Fact]
    public async Task It_is_removed_by_its_id_and_not_by_force()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { ImageList = """[{"Id":"sha256:made"}]""" };
        var image = Assert.Single(await ProbeImages.FindAsync(engine.Client, default));

        await ProbeImages.RemoveAsync(engine.Client, image, default);

        Assert.Equal(Ours, image.Name);
        Assert.Equal("DELETE /v1.51/images/sha256%3Amade", engine.Requests[^1]);
    }

    [Fact]
    public async Task A_name_that_somebody_else_gave_it_stays_with_it()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            ImageList = """[{"Id":"sha256:made"}]""",
            Image = FakeProbeEngine.MadeImage().Replace("RepoTags\":[", "RepoTags\":[null,\"mine:1\",", StringComparison.Ordinal),
        };
        var image = Assert.Single(await ProbeImages.FindAsync(engine.Client, default));

        await ProbeImages.RemoveAsync(engine.Client, image, default);

        Assert.True(image.Shared);
        Assert.Equal(
            [$"DELETE /v1.51/images/{Uri.EscapeDataString(Ours)}"],
            engine.Requests.Where(r => r.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    private static void Add(FakeProbeEngine engine, string id, string name, string layers, string config = "") =>
        engine.Images["sha256:" + id] =
        FakeProbeEngine.MadeImage(layers, config, "sha256:" + id).Replace(Ours, name, StringComparison.Ordinal);
}
