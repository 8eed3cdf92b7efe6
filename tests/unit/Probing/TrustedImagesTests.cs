using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>An image is the probe's by its content, whatever it is called.</summary>
public class TrustedImagesTests
{
    private const string Foreign = """["sha256:4051ec7d80ee708bf27277c487f31e72dfc4b41c07651240598f774bfd2357f4"]""";

    /// <summary>What a configuration could change of a program that is the right one, and layers over it.</summary>
    public static TheoryData<string, string> Tampered => new()
    {
        { "another content", Foreign },
        { "a layer on top", $"""["sha256:{FakeProbeEngine.Digest}","sha256:4051"]""" },
        { "no layers", "[]" },
        { "null layers", "null" },
        { "a null layer", "[null]" },
        { "environment", ",\"Env\":[\"LD_PRELOAD=/x\"]" },
        { "user", ",\"User\":\"1000\"" },
        { "volumes", ",\"Volumes\":{\"/data\":{}}" },
        { "health check", ",\"Healthcheck\":{\"Test\":[\"CMD\",\"/x\"]}" },
        { "on build", ",\"OnBuild\":[\"RUN x\"]" },
        { "ports", ",\"ExposedPorts\":{\"80/tcp\":{}}" },
        { "command", ",\"Cmd\":[\"/x\"]" },
        { "entry point", ",\"Entrypoint\":[\"/x\"]" },
        { "folder", ",\"WorkingDir\":\"/x\"" },
        { "a setting of a later engine", ",\"Preload\":true" },
        { "a number", ",\"StopTimeout\":1" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task What_is_something_else_is_imported_again_and_not_used(string what, string part)
    {
        _ = what;
        var image = part.StartsWith(',')
            ? FakeProbeEngine.MadeImage(config: part, id: "sha256:evil")
            : FakeProbeEngine.MadeImage(layers: part, id: "sha256:evil");
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Image = image };
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);

        Assert.Equal(1, engine.Count("/images/create"));
        Assert.Contains("\"Image\":\"sha256:made\"", Assert.Single(engine.Created), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"dockernetwork.probe\":\"agent\"")]
    [InlineData("\"dockernetwork.probe\":\"image\",\"other\":\"x\"")]
    public async Task Labels_that_are_not_ours_make_another_image_of_it(string labels)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Image = FakeProbeEngine.MadeImage(id: "sha256:evil", labels: labels)
        };

        Assert.Equal("sha256:made", await TrustedImages.Of(engine.Client).IdAsync(default));
    }

    [Theory]
    [InlineData("application/vnd.oci.image.manifest.v1+json", 0)]
    [InlineData("application/vnd.oci.image.index.v1+json", 1)]
    [InlineData("application/vnd.docker.distribution.manifest.list.v2+json", 1)]
    public async Task An_index_may_stand_for_several_images_and_is_none(string type, int imports)
    {
        var image = FakeProbeEngine.MadeImage().TrimEnd()[..^1] + $",\"Descriptor\":{{\"mediaType\":\"{type}\"}}}}";
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Image = image };

        await TrustedImages.Of(engine.Client).IdAsync(default);

        Assert.Equal(imports, engine.Count("/images/create"));
    }

    [Fact]
    public async Task What_is_something_else_even_after_the_import_is_refused_and_no_other_way_is_tried()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Image = FakeProbeEngine.MadeImage(layers: Foreign), ImportedImage = FakeProbeEngine.MadeImage(layers: Foreign),
        };

        var why = await Expect.FailureAsync(
            EngineFailure.NotTrusted,
            () => ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));

        Assert.Contains("dockernetwork-probe:", why.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Created);
    }

    [Fact]
    public async Task What_is_something_else_and_cannot_be_replaced_is_refused()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Image = FakeProbeEngine.MadeImage(layers: Foreign),
            RefuseImport = (403, "no imports here")
        };

        var why = await Expect.FailureAsync(
            EngineFailure.NotTrusted,
            () => ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));

        Assert.Contains("no imports here", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_none_is_and_none_may_be_imported_it_is_not_possible()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            ImageMissing = true,
            RefuseImport = (403, "no imports here")
        };

        await Assert.ThrowsAsync<ProberUnavailableException>(() =>
            ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));
    }

    [Fact]
    public async Task It_is_looked_at_once_a_session()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            await (await ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), default)).DisposeAsync()));

        Assert.Equal(1, engine.Count("GET /v1.51/images/"));
    }

    [Fact]
    public async Task One_that_has_gone_meanwhile_is_imported_again()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            ImportedImage = FakeProbeEngine.MadeImage(id: "sha256:second")
        };
        await (await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default)).DisposeAsync();
        engine.Image = null;
        await (await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default)).DisposeAsync();

        Assert.Equal(["made", "made", "second"], engine.Created.Select(c => c.Split("sha256:")[1].Split('"')[0]));
    }

    [Fact]
    public async Task A_container_that_cannot_stand_beside_another_one_costs_no_import()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) => at == "create" ? (404, "No such container: web") : null
        };

        await Assert.ThrowsAsync<ProberUnavailableException>(() =>
            ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), default));

        Assert.Equal(0, engine.Count("/images/create"));
        Assert.Single(engine.Created);
    }

    [Fact]
    public async Task A_layer_that_is_not_what_the_image_says_is_imported_anew()
    {
        var refuse = true;
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Image = FakeProbeEngine.MadeImage(id: "sha256:lying"),
            Refuse = (at, body) =>
                refuse && at == "create" && body.Contains("lying", StringComparison.Ordinal)
                    ? (500, "apply layer error: wrong diff id calculated on extraction")
                    : null,
        };
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);
        refuse = false;

        Assert.Contains("sha256:made", engine.Created[^1], StringComparison.Ordinal);
    }
}
