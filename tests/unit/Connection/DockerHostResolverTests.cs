using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public sealed class DockerHostResolverTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeEnvironment _environment = new();

    public DockerHostResolverTests() => _environment.With("DOCKER_CONFIG", _folder.Path);

    public void Dispose() => _folder.Dispose();

    /// <summary>Everything is set, and from row to row the strongest is taken away.</summary>
    [Theory]
    [InlineData("host,context,DOCKER_HOST,DOCKER_CONTEXT,current", "tcp://explicit:1", "the caller")]
    [InlineData("context,DOCKER_HOST,DOCKER_CONTEXT,current", "tcp://given:2", "context 'given'")]
    [InlineData("DOCKER_HOST,DOCKER_CONTEXT,current", "tcp://variable:3", "DOCKER_HOST")]
    [InlineData("DOCKER_CONTEXT,current", "tcp://named:4", "DOCKER_CONTEXT 'named'")]
    [InlineData("current", "tcp://chosen:5", "current context 'chosen'")]
    [InlineData("", "unix:///var/run/docker.sock", "the default socket")]
    public void The_first_that_is_given_wins(string given, string endpoint, string origin)
    {
        var all = given.Split(',');
        AddContext("given", "tcp://given:2");
        AddContext("named", "tcp://named:4");
        AddContext("chosen", "tcp://chosen:5");
        if (all.Contains("DOCKER_HOST"))
            _environment.With("DOCKER_HOST", "tcp://variable:3");
        if (all.Contains("DOCKER_CONTEXT"))
            _environment.With("DOCKER_CONTEXT", "named");
        if (all.Contains("current"))
            _folder.Write("config.json", """{"currentContext":"chosen"}""");

        var resolved = Resolver.Resolve(all.Contains("host") ? "tcp://explicit:1" : null, all.Contains("context") ? "given" : null);

        Assert.Equal(endpoint, resolved.ToString());
        Assert.Equal(origin, resolved.Origin);
    }

    [Fact]
    public void A_broken_config_json_does_not_matter_where_a_host_is_given()
    {
        _folder.Write("config.json", "{");

        Assert.Equal("tcp://h:1", Resolver.Resolve("tcp://h:1").ToString());
    }

    [Fact]
    public void A_broken_config_json_is_an_error_where_it_decides()
    {
        _folder.Write("config.json", "{");

        Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve());
    }

    [Fact]
    public void A_missing_current_context_is_an_error_and_not_the_default()
    {
        _folder.Write("config.json", """{"currentContext":"gone"}""");

        Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve());
    }

    [Fact]
    public void The_context_default_passes_over_the_current_context()
    {
        AddContext("chosen", "tcp://chosen:5");
        _folder.Write("config.json", """{"currentContext":"chosen"}""");

        Assert.Equal("the default socket", Resolver.Resolve(context: "default").Origin);
    }

    [Fact]
    public void The_context_default_is_DOCKER_HOST_where_that_is_set()
    {
        _environment.With("DOCKER_HOST", "tcp://variable:3");

        Assert.Equal("tcp://variable:3", Resolver.Resolve(context: "default").ToString());
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY", "1")]
    [InlineData("DOCKER_TLS_VERIFY", "0")]
    [InlineData("DOCKER_TLS", "1")]
    public void The_environment_can_ask_for_TLS_and_never_for_less(string variable, string value)
    {
        _environment.With("DOCKER_HOST", "tcp://h").With(variable, value);

        var resolved = Resolver.Resolve();

        Assert.Equal("tcp://h:2376", resolved.ToString());
        Assert.Equal(new TlsMaterial(null, null, null, SkipVerify: false), resolved.Tls);
    }

    [Fact]
    public void TLS_files_are_taken_from_the_configuration_folder()
    {
        var ca = _folder.Write("ca.pem", "");
        _environment.With("DOCKER_TLS_VERIFY", "1");

        Assert.Equal(ca, Resolver.Resolve("tcp://h").Tls?.AuthorityFile);
    }

    [Fact]
    public void DOCKER_CERT_PATH_names_another_folder_for_TLS_files()
    {
        _folder.Write("ca.pem", "");
        var ca = _folder.Write(Path.Combine("certs", "ca.pem"), "");
        _environment.With("DOCKER_TLS_VERIFY", "1").With("DOCKER_CERT_PATH", _folder.File("certs"));

        Assert.Equal(ca, Resolver.Resolve("tcp://h").Tls?.AuthorityFile);
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY")]
    [InlineData("DOCKER_TLS")]
    public void A_mistyped_DOCKER_CERT_PATH_is_not_the_systems_authorities(string variable)
    {
        _environment.With(variable, "1").With("DOCKER_CERT_PATH", _folder.File("crets")).With("DOCKER_HOST", "tcp://h");

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve());

        Assert.Contains(
            $"'{_folder.File("crets")}' does not exist, but DOCKER_CERT_PATH names it", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Resolver.KnownHosts());
        Assert.NotNull(Resolver.Named()[0].Failure);
    }

    [Fact]
    public void A_named_folder_without_the_authority_that_shall_be_verified_is_refused()
    {
        _folder.Write(Path.Combine("certs", "cert.pem"), "");
        _folder.Write(Path.Combine("certs", "key.pem"), "");
        _environment.With("DOCKER_CERT_PATH", _folder.File("certs")).With("DOCKER_TLS_VERIFY", "1");

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve("tcp://h"));

        Assert.Contains(Path.Combine("certs", "ca.pem"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_folder_may_hold_the_authority_alone()
    {
        _folder.Write(Path.Combine("certs", "ca.pem"), "");
        _environment.With("DOCKER_CERT_PATH", _folder.File("certs")).With("DOCKER_TLS_VERIFY", "1");

        Assert.Null(Resolver.Resolve("tcp://h").Tls?.CertificateFile);
    }

    [Fact]
    public void A_key_is_missing_from_the_named_folder_and_is_named()
    {
        _folder.Write(Path.Combine("certs", "ca.pem"), "");
        _folder.Write(Path.Combine("certs", "cert.pem"), "");
        _environment.With("DOCKER_CERT_PATH", _folder.File("certs")).With("DOCKER_TLS_VERIFY", "1");

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve("tcp://h"));

        Assert.Contains(Path.Combine("certs", "key.pem"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_has_no_use_for_DOCKER_CERT_PATH()
    {
        _environment.With("DOCKER_TLS_VERIFY", "1").With("DOCKER_CERT_PATH", _folder.File("crets"));

        Assert.Null(Resolver.Resolve("unix:///run/docker.sock").Tls);
    }

    [Fact]
    public void A_context_with_half_a_certificate_is_refused_by_name_and_listed()
    {
        AddContext("prod", "tcp://prod:2376");
        _folder.Write(Path.Combine("contexts", "tls", DockerConfigurationTests.Hash("prod"), "docker", "cert.pem"), "");

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Resolver.Resolve(context: "prod"));

        Assert.Contains("key.pem", failure.Message, StringComparison.Ordinal);
        Assert.Contains("context 'prod'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Resolver.Named(), e => e is { Name: "prod", Failure: not null });
    }

    [Fact]
    public void DOCKER_CERT_PATH_alone_does_not_ask_for_TLS()
    {
        _environment.With("DOCKER_CERT_PATH", _folder.Path);

        Assert.Null(Resolver.Resolve("tcp://h").Tls);
    }

    [Fact]
    public void The_environments_TLS_does_not_touch_a_context()
    {
        AddContext("plain", "tcp://plain:2375");
        _environment.With("DOCKER_TLS_VERIFY", "1");

        Assert.Null(Resolver.Resolve(context: "plain").Tls);
    }

    [Fact]
    public void A_context_brings_its_own_TLS()
    {
        AddContext("prod", "tcp://prod:2376");
        var ca = _folder.Write(Path.Combine("contexts", "tls", DockerConfigurationTests.Hash("prod"), "docker", "ca.pem"), "");

        Assert.Equal(ca, Resolver.Resolve(context: "prod").Tls?.AuthorityFile);
    }

    [Fact]
    public void Sockets_are_tried_in_the_order_rootful_rootless_Desktop_Podman()
    {
        string[] order =
        [
            "/var/run/docker.sock", "/run/user/7/docker.sock", "/home/someone/.docker/desktop/docker.sock",
            "/home/someone/.docker/run/docker.sock", "/run/podman/podman.sock", "/run/user/7/podman/podman.sock",
        ];
        for (var first = 0; first < order.Length; first++)
        {
            var environment = new FakeEnvironment().With("XDG_RUNTIME_DIR", "/run/user/7");
            foreach (var socket in order[first..])
                environment.WithSocket(socket);

            Assert.Equal("unix://" + order[first], new DockerHostResolver(environment).Resolve().ToString());
        }
    }

    [Fact]
    public void Where_no_socket_exists_the_usual_one_is_named() =>
        Assert.Equal("unix:///var/run/docker.sock", Resolver.Resolve().ToString());

    [Fact]
    public void On_Windows_the_default_is_the_pipe()
    {
        var resolved = new DockerHostResolver(new FakeEnvironment { Windows = true }.WithSocket("/var/run/docker.sock")).Resolve();

        Assert.Equal("npipe:////./pipe/docker_engine", resolved.ToString());
        Assert.Equal("the default pipe", resolved.Origin);
    }

    [Fact]
    public void A_socket_counts_as_there()
    {
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder.File("a.sock")));

        Assert.True(ThisMachine.Current.Exists(_folder.File("a.sock")));
    }

    private DockerHostResolver Resolver => new(_environment);

    private void AddContext(string name, string host) =>
        _folder.Write(
            Path.Combine("contexts", "meta", DockerConfigurationTests.Hash(name), "meta.json"), DockerConfigurationTests.Meta(name, host));
}
