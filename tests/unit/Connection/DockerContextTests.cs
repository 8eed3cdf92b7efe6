using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public sealed class DockerContextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Default_comes_first_and_is_current_where_nothing_else_is_said()
    {
        Write("prod", "tcp://192.0.2.1:2376", "the real one");

        var engines = new DockerHostResolver(Machine()).Named();

        Assert.Equal(["default", "prod"], engines.Select(e => e.Name));
        Assert.Equal([true, false], engines.Select(e => e.Current));
        Assert.Equal("the default socket", engines[0].Source);
        Assert.Equal("the real one", engines[1].Description);
    }

    [Fact]
    public void DOCKER_HOST_is_default_and_wins()
    {
        Write("prod", "tcp://192.0.2.1:2376");
        _folder.Write("config.json", """{"currentContext":"prod"}""");

        var current = new DockerHostResolver(Machine().With("DOCKER_HOST", "tcp://192.0.2.9").With("DOCKER_CONTEXT", "prod"))
            .Named()
            .Single(e => e.Current);

        Assert.Equal("default", current.Name);
        Assert.Equal("tcp://192.0.2.9:2375", current.DockerHost?.ToString());
        Assert.Equal("DOCKER_HOST", current.Source);
    }

    [Fact]
    public void A_current_context_that_is_not_there_is_told_when_it_is_used()
    {
        var gone = new DockerHostResolver(Machine().With("DOCKER_CONTEXT", "gone")).Named().Single(e => e.Current);

        Assert.Equal("gone", gone.Name);
        Assert.Null(gone.DockerHost);
        Expect.Failure(EngineFailure.InvalidConfiguration, gone.ThrowIfBroken);
    }

    [Fact]
    public void A_broken_context_does_not_hide_the_others()
    {
        Write("prod", "tcp://192.0.2.1:2376");
        Write("odd", "gopher://x");
        var file = _folder.Write(Path.Combine("contexts", "meta", "0", "meta.json"), "{");

        var engines = new DockerHostResolver(Machine()).Named();

        Assert.Equal(["default", "prod"], engines.Where(e => e.DockerHost is not null).Select(e => e.Name));
        Assert.Equal([file, "odd"], engines.Where(e => e.DockerHost is null).Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_context_that_is_not_where_its_name_says_is_told_and_not_used()
    {
        Write("one", "unix:///one.sock");
        var alias = Write("one", "unix:///other.sock", folder: "zzz");
        var reserved = Write("default", "unix:///other.sock");

        var engines = new DockerHostResolver(Machine()).Named();

        string[] expected = ["default", alias, reserved, "one"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), engines.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal("unix:///one.sock", engines.Single(e => e.Name == "one").DockerHost?.ToString());
        foreach (var file in new[] { alias, reserved })
        {
            var broken = engines.Single(e => e.Name == file);
            Assert.Null(broken.DockerHost);
            var failure = Expect.Failure(EngineFailure.InvalidConfiguration, broken.ThrowIfBroken);
            Assert.StartsWith($"'{file}' is ignored", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hosts_are_DOCKER_HOST_and_the_sockets_that_are_there()
    {
        var machine = Machine().With("DOCKER_HOST", "tcp://192.0.2.9").WithSocket("/run/podman/podman.sock");

        Assert.Equal(
            ["tcp://192.0.2.9:2375", "unix:///run/podman/podman.sock"],
            new DockerHostResolver(machine).KnownHosts().Select(h => h.ToString()));
        Assert.Empty(new DockerHostResolver(Machine()).KnownHosts());
        Assert.Equal(
            "npipe:////./pipe/docker_engine",
            Assert.Single(new DockerHostResolver(new FakeEnvironment { Windows = true }).KnownHosts()).ToString());
    }

    private FakeEnvironment Machine() => new FakeEnvironment().With("DOCKER_CONFIG", _folder.Path);

    private string Write(string name, string host, string description = "", string? folder = null) => _folder.Write(
        Path.Combine(
            "contexts", "meta", folder ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), "meta.json"),
        JsonSerializer.Serialize(new
        {
            Name = name,
            Metadata = new { Description = description },
            Endpoints = new { docker = new { Host = host } },
        }));
}
