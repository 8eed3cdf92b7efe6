using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>The image is made from the module's own files, and only where it is missing.</summary>
public class ProbeImageTests
{
    [Theory]
    [InlineData("/m/DockerNetwork/DockerNetwork.Model.dll", "/m/DockerNetwork")]
    [InlineData("/m/DockerNetwork/ready/linux-x64-net10.0/DockerNetwork.Model.dll", "/m/DockerNetwork")]
    [InlineData("/ready/DockerNetwork.Model.dll", "/ready")]
    public void The_programs_are_in_the_folder_of_the_module(string assembly, string module) =>
        Assert.Equal(module, ProbeImage.ModuleOf(assembly));

    [Fact]
    public async Task A_missing_image_is_imported()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { ImageMissing = true };
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);

        Assert.Contains("\"Image\":\"sha256:made\"", Assert.Single(engine.Created), StringComparison.Ordinal);
        var tag = (await engine.ProbeImage.NameAsync(default)).Split(':')[1];
        Assert.Single(
            engine.Requests,
            r =>
                r == $"POST /v1.51/images/create?fromSrc=-&repo=dockernetwork-probe%3A{tag}&changes=LABEL%20dockernetwork.probe%3Dimage");
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_imported()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);

        Assert.Equal(0, engine.Count("/images/create"));
    }

    [Fact]
    public async Task The_archive_holds_the_program_alone()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await engine.ProbeImage.ImportAsync(default);

        using var tar = new System.Formats.Tar.TarReader(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(engine.ImportedTar!)));
        var entry = tar.GetNextEntry()!;
        Assert.Equal("dockernetwork-probe", entry.Name);
        Assert.Equal("the program", new StreamReader(entry.DataStream!).ReadToEnd());
        Assert.Equal(Convert.ToInt32("555", 8), (int)entry.Mode);
        Assert.Equal((0, 0, DateTimeOffset.UnixEpoch), (entry.Uid, entry.Gid, entry.ModificationTime));
        Assert.Null(tar.GetNextEntry());
    }

    [Fact]
    public async Task The_tag_is_that_of_the_content()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);

        await engine.ProbeImage.ImportAsync(default);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII
            .GetBytes(engine.ImportedTar!)));
        Assert.Equal("dockernetwork-probe:" + hash, await engine.ProbeImage.NameAsync(default));
    }

    [Theory]
    [InlineData("linux", "arm64", "linux-arm64")]
    [InlineData("linux", "aarch64", "linux-arm64")]
    [InlineData("linux", "riscv64", "linux-riscv64")]
    [InlineData("windows", "amd64", "windows-amd64")]
    public async Task A_platform_without_a_program_is_not_possible(string system, string architecture, string said)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Version = $$"""{"Os":"{{system}}","Arch":"{{architecture}}"}"""
        };

        var why = await Assert.ThrowsAsync<ProberUnavailableException>(() =>
            ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default));

        Assert.Equal($"The module has no probe for {said}.", why.Message);
        Assert.Empty(engine.Created);
    }

    [Fact]
    public async Task An_engine_that_does_not_say_what_it_is_has_no_program()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Version = "{}" };

        await Assert.ThrowsAsync<ProberUnavailableException>(() => engine.ProbeImage.NameAsync(default));
    }
}
