using System.Formats.Tar;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>Podman repeats what an image says of itself, so that its bytes are looked at.</summary>
public class PodmanImagesTests
{
    private const string Bare = """{"Config":{"Labels":{"dockernetwork.probe":"image"}},"Annotations":{}}""";

    private static readonly string[] Dropped =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    /// <summary>As Podman 4.3.1 lists our container.</summary>
    private static readonly HostConfig Ours = new()
    {
        NetworkMode = "host",
        ReadonlyRootfs = true,
        AutoRemove = true,
        CapDrop = Dropped,
        Binds = [],
        Tmpfs = new Dictionary<string, string> { ["/run"] = "rw", ["/tmp"] = "rw", ["/var/tmp"] = "rw" },
    };

    [Fact]
    public async Task What_says_and_is_ours_is_trusted()
    {
        await using var engine = await EngineAsync(Bare);

        Assert.Equal("sha256:made", await TrustedImages.Of(engine.Client).IdAsync(default));
        Assert.Equal(1, engine.Count("/images/create"));
        Assert.Equal(1, engine.Count("/v4.3.1/libpod/images/made/json"));
    }

    [Fact]
    public async Task What_says_that_it_is_ours_and_has_other_bytes_is_not_run()
    {
        await using var engine = await EngineAsync(Bare);
        engine.SavedImage = Archive([("layer.tar", "evil"u8.ToArray()), Manifest("layer.tar")]);

        await Expect.FailureAsync(
            EngineFailure.NotTrusted, () => ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));

        Assert.Empty(engine.Created);
    }

    [Fact]
    public async Task What_took_its_place_since_it_was_looked_at_is_not_started()
    {
        await using var engine = await EngineAsync(Bare);
        var images = TrustedImages.Of(engine.Client);
        await images.IdAsync(default);
        engine.SavedImage = Archive([("layer.tar", "evil"u8.ToArray()), Manifest("layer.tar")]);

        await Expect.FailureAsync(
            EngineFailure.NotTrusted, () => ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));

        Assert.Single(engine.Created);
        Assert.Equal(0, engine.Count("/start"));
        await Expect.FailureAsync(EngineFailure.NotTrusted, () => images.IdAsync(default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_does_not_say_what_it_is_shows_the_bytes(bool ours)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Server = "nginx" };
        await engine.ProbeImage.ImportAsync(default);
        var layer = ours ? engine.ImportedTar! : "evil";
        engine.SavedImage = Archive([("layer.tar", Encoding.ASCII.GetBytes(layer)), Manifest("layer.tar")]);
        var images = TrustedImages.Of(engine.Client);

        if (ours)
            Assert.Equal("sha256:made", await images.IdAsync(default));
        else
            await Expect.FailureAsync(EngineFailure.NotTrusted, () => images.IdAsync(default));
    }

    [Theory]
    [InlineData("""{"Config":{"Labels":{"dockernetwork.probe":"image"}},"Annotations":{"run.oci.handler":"wasm"}}""")]
    [InlineData("""{"Config":{"Labels":{"dockernetwork.probe":"image"}},"Healthcheck":{"Test":["CMD","/x"]}}""")]
    [InlineData("""{"Config":{"Labels":{"dockernetwork.probe":"image"},"Env":["LD_PRELOAD=/x"]}}""")]
    [InlineData("""{"Annotations":{}}""")]
    [InlineData("[]")]
    public async Task What_its_Docker_API_leaves_out_counts(string image)
    {
        await using var engine = await EngineAsync(image);

        await Expect.FailureAsync(EngineFailure.NotTrusted, () => TrustedImages.Of(engine.Client).IdAsync(default));
    }

    [Fact]
    public async Task An_image_that_is_much_larger_is_not_read_to_its_end()
    {
        await using var engine = await EngineAsync(Bare);
        engine.SavedImage = [.. engine.SavedImage!, .. new byte[1 << 20]];

        await Expect.FailureAsync(EngineFailure.NotTrusted, () => TrustedImages.Of(engine.Client).IdAsync(default));
    }

    [Theory]
    [InlineData("one", true)]
    [InlineData("two layers", false)]
    [InlineData("two images", false)]
    [InlineData("two files of one name", false)]
    [InlineData("no manifest", false)]
    [InlineData("no layer", false)]
    [InlineData("not a list", false)]
    [InlineData("not JSON", false)]
    [InlineData("not an archive", false)]
    [InlineData("cut", false)]
    public void An_archive_holds_one_layer(string what, bool holds)
    {
        var layer = ("layer.tar", "the layer"u8.ToArray());
        var archive = what switch
        {
            "one" => Archive([layer, Manifest("layer.tar")]),
            "two layers" => Archive([layer, ("other.tar", [1]), Manifest("layer.tar", "other.tar")]),
            "two images" => Archive([layer, ("manifest.json", """[{"Layers":["layer.tar"]},{"Layers":["layer.tar"]}]"""u8.ToArray())]),
            "two files of one name" => Archive([("layer.tar", [1]), layer, Manifest("layer.tar")]),
            "no manifest" => Archive([layer]),
            "no layer" => Archive([Manifest("layer.tar")]),
            "not a list" => Archive([layer, ("manifest.json", """{"Layers":["layer.tar"]}"""u8.ToArray())]),
            "not JSON" => Archive([layer, ("manifest.json", "x"u8.ToArray())]),
            "not an archive" => Encoding.ASCII.GetBytes(new string('x', 2000)),
            "cut" => Archive([Manifest("layer.tar"), layer])[..^1700],
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };

        Assert.Equal(holds, PodmanImages.IsOfOneLayer(archive, DigestOf(layer.Item2)));
        Assert.False(PodmanImages.IsOfOneLayer(archive, DigestOf([])));
    }

    [Fact]
    public void A_container_is_closed_as_Podman_lists_it()
    {
        Assert.True(PodmanContainers.IsSealed(Ours));
        Assert.True(PodmanContainers.IsSealed(Ours with { CapDrop = [.. Dropped.Select(capability => "CAP_" + capability)] }));
        Assert.False(ProbeContainers.IsSealed(Ours));
        Assert.False(PodmanContainers.IsSealed(Ours with { CapDrop = Dropped[1..] }));
        Assert.False(PodmanContainers.IsSealed(Ours with { ReadonlyRootfs = false }));
        Assert.False(PodmanContainers.IsSealed(Ours with { AutoRemove = false }));
        Assert.False(PodmanContainers.IsSealed(Ours with { NetworkMode = "app" }));
        Assert.False(PodmanContainers.IsSealed(Ours with { Binds = ["/x:/x"] }));
        Assert.False(PodmanContainers.IsSealed(Ours with { Tmpfs = new Dictionary<string, string> { ["/"] = "rw" } }));
        Assert.False(PodmanContainers.IsSealed(null));
    }

    [Fact]
    public void A_container_with_other_rights_than_the_probes_is_not_the_probes()
    {
        Assert.True(ProbeContainers.HasOurRights(new HostConfig { PidMode = "host", CapAdd = ["CAP_SYS_ADMIN", "NET_RAW"] }));
        Assert.False(ProbeContainers.HasOurRights(new HostConfig { PidMode = "container:web" }));
        Assert.False(ProbeContainers.HasOurRights(new HostConfig { CapAdd = ["SYS_MODULE"] }));
        Assert.False(ProbeContainers.HasOurRights(new HostConfig { Privileged = true }));
    }

    [Fact]
    public async Task Its_names_are_written_as_Docker_writes_them()
    {
        var name = $"dockernetwork-probe:{FakeProbeEngine.Digest}";
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            PodmanImage = Bare,
            ImageList = """[{"Id":"sha256:made"}]""",
            Image = FakeProbeEngine.MadeImage().Replace(name, "docker.io/library/" + name, StringComparison.Ordinal),
        };

        var image = Assert.Single(await ProbeImages.FindAsync(engine.Client, default));

        Assert.Equal((name, false), (image.Name, image.Shared));
    }

    private static async Task<FakeProbeEngine> EngineAsync(string image)
    {
        var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { PodmanImage = image };
        // The layer is what an import sends.
        await engine.ProbeImage.ImportAsync(default);
        engine.SavedImage = Archive([("layer.tar", Encoding.ASCII.GetBytes(engine.ImportedTar!)), Manifest("layer.tar")]);
        return engine;
    }

    private static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static (string Name, byte[] Content) Manifest(params string[] layers) =>
        ("manifest.json", Encoding.ASCII.GetBytes($$"""[{"Layers":["{{string.Join("\",\"", layers)}}"]}]"""));

    private static byte[] Archive((string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return stream.ToArray();
    }
}
