using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>Ours is what we made; a label is anybody's.</summary>
public class ProbeContainersTests
{
    private static readonly ContainerSummary Ours = new()
    {
        Id = "ours", ImageId = "sha256:made", Command = "/dockernetwork-probe 86400", Labels = new() { [ProbeImage.Label] = "agent" },
        HostConfig = new HostConfigSummary("host"), Ports = [], Mounts = [],
    };

    public static TheoryData<string> Theirs =>
        new("value", "no label", "image", "unknown image", "no image", "command", "longer command", "no command", "port", "mount");

    [Fact]
    public async Task What_has_label_program_and_image_is_ours()
    {
        await using var engine = Engine();

        Assert.Equal(["ours"], await ProbeContainers.OwnAsync(engine.Client, [Ours, null], default));
        Assert.Equal(
            ["ours"],
            await ProbeContainers.OwnAsync(engine.Client, [Ours with { Labels = new() { [ProbeImage.Label] = "sidecar" } }], default));
        Assert.Equal(1, engine.Count("/images/"));
    }

    [Theory]
    [MemberData(nameof(Theirs))]
    public async Task What_lacks_one_of_them_is_theirs(string what)
    {
        await using var engine = Engine();

        Assert.Empty(await ProbeContainers.OwnAsync(engine.Client, [Foreign(what)], default));
    }

    [Theory]
    [InlineData("\"NetworkMode\":\"host\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"]", true)]
    [InlineData("\"NetworkMode\":\"container:web\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"]", true)]
    [InlineData("\"NetworkMode\":\"none\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"]", true)]
    [InlineData("\"NetworkMode\":\"app\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"]", false)]
    [InlineData("\"NetworkMode\":\"host\",\"ReadonlyRootfs\":false,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"]", false)]
    [InlineData("\"NetworkMode\":\"host\",\"ReadonlyRootfs\":true,\"AutoRemove\":false,\"CapDrop\":[\"ALL\"]", false)]
    [InlineData("\"NetworkMode\":\"host\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":null", false)]
    [InlineData(
        "\"NetworkMode\":\"host\",\"ReadonlyRootfs\":true,\"AutoRemove\":true,\"CapDrop\":[\"ALL\"],\"Tmpfs\":{\"/x\":\"\"}",
        false)]
    public async Task One_into_which_somebody_could_put_a_program_is_theirs(string host, bool ours)
    {
        await using var engine = Engine();
        engine.Inspected("ours", $$"""{"Id":"ours","HostConfig":{ {{host}} } }""");

        Assert.Equal(ours ? ["ours"] : Array.Empty<string>(), await ProbeContainers.OwnAsync(engine.Client, [Ours], default));
        await ProbeContainers.OwnAsync(engine.Client, [Ours], default);
        Assert.Equal(1, engine.Count("/containers/ours/json"));
    }

    [Fact]
    public async Task A_list_without_candidates_costs_no_request()
    {
        await using var engine = Engine();

        await ProbeContainers.OwnAsync(engine.Client, [Foreign("value"), Foreign("no label"), Foreign("command")], default);

        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task A_thousand_images_with_the_label_do_not_cost_a_thousand_requests()
    {
        await using var engine = Engine();

        await ProbeContainers.OwnAsync(
            engine.Client,
            Enumerable.Range(0, 1000).Select(i => Ours with { ImageId = $"sha256:{i}" }),
            default);

        Assert.Equal(TrustedImages.MaxAsked, engine.Count("/images/"));
    }

    [Fact]
    public async Task An_image_that_answers_to_anothers_id_is_not_believed()
    {
        await using var engine = Engine();
        engine.Images["sha256:alias"] = FakeProbeEngine.MadeImage();

        Assert.Empty(await ProbeContainers.OwnAsync(engine.Client, [Ours with { ImageId = "sha256:alias" }], default));
    }

    [Theory]
    [MemberData(nameof(Theirs))]
    public async Task Theirs_stays_in_the_snapshot(string what)
    {
        await using var engine = Engine();
        engine.Containers = "[" + Text(Ours) + "," + Text(Foreign(what)) + "]";

        Assert.Equal(["theirs"], (await SnapshotReader.ReadAsync(engine.Client)).Containers.Select(c => c.Name));
    }

    [Fact]
    public async Task A_saved_snapshot_leaves_out_ours_and_what_reads_it_hides_nothing()
    {
        await using var engine = Engine();
        engine.Containers = "[" + Text(Ours) + "," + Text(Foreign("value")) + "]";
        var saved = await SnapshotReader.SaveAsync(engine.Client);

        Assert.Equal(1, saved.ContainerCount);
        var posing = SavedSnapshot.Parse(saved.Document.Replace("hello", "agent", StringComparison.Ordinal));
        Assert.Equal(["theirs"], posing.ToSnapshot().Containers.Select(c => c.Name));
    }

    private static ContainerSummary Foreign(string what)
    {
        var foreign = Ours with { Id = "theirs" };
        return what switch
        {
            "value" => foreign with { Labels = new() { [ProbeImage.Label] = "hello" } },
            "no label" => foreign with { Labels = null },
            "image" => foreign with { ImageId = "sha256:innocent" },
            "unknown image" => foreign with { ImageId = "sha256:gone" },
            "no image" => foreign with { ImageId = null },
            "command" => foreign with { Command = "sleep 9999" },
            "longer command" => foreign with { Command = "/dockernetwork-probe.sh 1" },
            "no command" => foreign with { Command = null },
            "port" => foreign with { Ports = [new PortSummary("0.0.0.0", 80, 4444, "tcp")] },
            "mount" => foreign with { Mounts = [new EmptyObject()] },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }

    private static string Text(ContainerSummary c) => System.Text.Json.JsonSerializer.Serialize(c with { Names = ["/" + c.Id] });

    private static FakeProbeEngine Engine()
    {
        var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        engine.Images["sha256:innocent"] =
            """{"Id":"sha256:innocent","RootFS":{"Layers":["sha256:1"]},"Config":{"Labels":{"dockernetwork.probe":"image"}}}""";
        return engine;
    }
}
