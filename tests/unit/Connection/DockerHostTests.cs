using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public class DockerHostTests
{
    private static readonly TlsMaterial Tls = new("ca.pem", "cert.pem", "key.pem");

    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("UNIX:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("/var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("  unix:///var/run/docker.sock\n", "unix:///var/run/docker.sock")]
    [InlineData("unix:///tmp/My Socket/50%#?.sock", "unix:///tmp/My Socket/50%#?.sock")]
    [InlineData("unix:////run//./docker.sock/", "unix:///run/docker.sock")]
    [InlineData("unix:///run/../.docker/.sock", "unix:///run/../.docker/.sock")]
    [InlineData("unix:///tmp/100%25.sock", "unix:///tmp/100%25.sock")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine")]
    [InlineData(@"npipe:\\.\pipe\docker_engine", null)]
    [InlineData(@"npipe://\\.\pipe\docker_engine", "npipe:////./pipe/docker_engine")]
    [InlineData("npipe:////server/pipe/docker_engine", "npipe:////server/pipe/docker_engine")]
    [InlineData("tcp://host", "tcp://host:2375")]
    [InlineData("tcp://host/", "tcp://host:2375")]
    [InlineData("tcp://host:1234", "tcp://host:1234")]
    [InlineData("tcp://10.0.0.1:1234", "tcp://10.0.0.1:1234")]
    [InlineData("tcp://[::1]:1234", "tcp://[::1]:1234")]
    [InlineData("tcp://[::1]", "tcp://[::1]:2375")]
    [InlineData("http://host:80", "tcp://host:80")]
    [InlineData("ssh://me@host", "ssh://me@host")]
    [InlineData("ssh://me@host:2222", "ssh://me@host:2222")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("host", null)]
    [InlineData("host:2375", null)]
    [InlineData("://host", null)]
    [InlineData("unix://", null)]
    [InlineData("unix:///", null)]
    [InlineData("unix:///.//", null)]
    [InlineData("unix://relative/docker.sock", null)]
    [InlineData("npipe://", null)]
    [InlineData("tcp://", null)]
    [InlineData("tcp://host:port", null)]
    [InlineData("tcp://host:99999", null)]
    [InlineData("tcp://host:2375/path", null)]
    [InlineData("tcp://host:2375?query", null)]
    [InlineData("tcp://my host:2375", null)]
    [InlineData("ssh://", null)]
    [InlineData("fd://", null)]
    [InlineData("ftp://host", null)]
    public void Parse_reads_a_Docker_host_or_refuses_it_by_name(string text, string? endpoint)
    {
        if (endpoint is not null)
        {
            Assert.Equal(endpoint, DockerHost.Parse(text).ToString());
            return;
        }

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => DockerHost.Parse(text, origin: "DOCKER_HOST"));
        Assert.Contains($"'{text}' (from DOCKER_HOST)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://bob:secret@host:1", "'tcp://***@host:1'")]
    [InlineData("tcp://secret@host", "'tcp://***@host'")]
    [InlineData("tcp://bob:se/secret@host", "'tcp://***@host'")]
    [InlineData("HTTPS://bob%3Asecret@host", "'HTTPS://***@host'")]
    [InlineData("http://bob:secret@host", "'http://***@host'")]
    [InlineData("ftp://bob:secret@host", "'ftp://***@host'")]
    [InlineData("ssh:/me:secret@host", "'***@host'")]
    [InlineData("ssh:me:secret@host", "'***@host'")]
    [InlineData("me:secret@host", "'***@host'")]
    [InlineData("me:secret://@host", "'***@host'")]
    public void An_address_with_a_password_is_refused_and_not_shown(string text, string shown)
    {
        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => DockerHost.Parse(text));

        Assert.Contains(shown, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://host", "tcp://host:2376")]
    [InlineData("tcp://host:1234", "tcp://host:1234")]
    [InlineData("https://host", "tcp://host:2376")]
    public void With_TLS_the_port_is_2376(string text, string endpoint)
    {
        var parsed = DockerHost.Parse(text, Tls);

        Assert.Equal(endpoint, parsed.ToString());
        Assert.Equal(Tls, parsed.Tls);
    }

    [Fact]
    public void Https_means_TLS_without_files_too() =>
        Assert.Equal(new TlsMaterial(null, null, null), DockerHost.Parse("https://host:443").Tls);

    [Theory]
    [InlineData("unix:///var/run/docker.sock")]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("ssh://me@host")]
    public void Other_schemes_have_no_use_for_TLS(string text) => Assert.Null(DockerHost.Parse(text, Tls).Tls);

    [Theory]
    [InlineData("unix:///tmp/My Socket/50%#?.sock", "/tmp/My Socket/50%#?.sock")]
    [InlineData("unix:///tmp/100%25.sock", "/tmp/100%25.sock")]
    [InlineData("unix:///tmp/Ä/docker.sock", "/tmp/Ä/docker.sock")]
    [InlineData("npipe:////./pipe/docker_engine", "//./pipe/docker_engine")]
    public void LocalPath_is_the_path_as_it_was_written(string text, string path) => Assert.Equal(path, DockerHost.Parse(text).LocalPath);

    [Fact]
    public void Endpoints_are_equal_wherever_they_were_named()
    {
        var one = DockerHost.Parse("/var/run/docker.sock", null, "DOCKER_HOST");
        var other = DockerHost.Parse("unix:///var/run/docker.sock", Tls, "-DockerHost");

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("tcp://host:1", "tcp://host:2")]
    [InlineData("unix:///a.sock", "unix:///A.sock")]
    [InlineData("ssh://alice@host", "ssh://bob@host")]
    public void Endpoints_of_other_places_are_not_equal(string one, string other) =>
        Assert.NotEqual(DockerHost.Parse(one), DockerHost.Parse(other));

    [Fact]
    public void Endpoints_with_other_TLS_files_are_not_equal() =>
        Assert.NotEqual(DockerHost.Parse("tcp://host:1", Tls), DockerHost.Parse("tcp://host:1", Tls with { SkipVerify = true }));

    [Fact]
    public void Origin_is_kept_for_messages() =>
        Assert.Equal("context 'prod'", DockerHost.Parse("tcp://h", origin: "context 'prod'").Origin);
}
