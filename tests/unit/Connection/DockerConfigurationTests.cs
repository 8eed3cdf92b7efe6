using System.Security.Cryptography;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public sealed class DockerConfigurationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_is_in_the_home_folder() =>
        Assert.Equal(Path.Combine("/home/someone", ".docker"), new DockerConfiguration(new FakeEnvironment()).Folder);

    [Fact]
    public void DOCKER_CONFIG_names_another_folder() => Assert.Equal(_folder.Path, Configuration().Folder);

    [Theory]
    [InlineData("""{"currentContext":"prod"}""", "prod")]
    [InlineData("""{"auths":{},"credsStore":"x","currentContext":"prod","plugins":{}}""", "prod")]
    [InlineData("""{"currentContext":"default"}""", null)]
    [InlineData("""{"currentContext":""}""", null)]
    [InlineData("""{"currentContext":null}""", null)]
    [InlineData("{}", null)]
    public void CurrentContext_is_read_from_config_json(string json, string? context)
    {
        _folder.Write("config.json", json);

        Assert.Equal(context, Configuration().CurrentContext());
    }

    [Fact]
    public void CurrentContext_is_none_without_config_json() => Assert.Null(Configuration().CurrentContext());

    [Fact]
    public void CurrentContext_is_none_in_an_empty_config_json()
    {
        // The docker CLI takes an empty file for an empty configuration (LoadFromReader ignores io.EOF).
        _folder.Write("config.json", "");

        Assert.Null(Configuration().CurrentContext());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"currentContext":7}""")]
    [InlineData("not JSON")]
    public void A_broken_config_json_is_named(string json)
    {
        var file = _folder.Write("config.json", json);

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Configuration().CurrentContext());

        Assert.Contains($"'{file}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Context_is_read_with_its_description()
    {
        AddContext(
            "prod",
            """
            {"Name":"prod","Metadata":{"Description":"the real thing"},
             "Endpoints":{"docker":{"Host":"tcp://prod:2376","SkipTLSVerify":false}}}
            """);

        var context = Configuration().Context("prod");

        Assert.Equal(new ContextFile("prod", "tcp://prod:2376", "the real thing", null), context);
    }

    [Fact]
    public void Context_has_the_TLS_files_of_its_own_folder()
    {
        AddContext("prod", Meta("prod", "tcp://prod:2376"));
        var ca = _folder.Write(Path.Combine("contexts", "tls", Hash("prod"), "docker", "ca.pem"), "");
        var cert = _folder.Write(Path.Combine("contexts", "tls", Hash("prod"), "docker", "cert.pem"), "");

        Assert.Equal(new TlsMaterial(ca, cert, null), Configuration().Context("prod").Tls);
    }

    [Fact]
    public void Context_may_skip_verification()
    {
        AddContext("lab", """{"Name":"lab","Endpoints":{"docker":{"Host":"tcp://lab:2376","SkipTLSVerify":true}}}""");

        Assert.True(Configuration().Context("lab").Tls?.SkipVerify);
    }

    [Fact]
    public void A_context_that_is_missing_is_told_with_those_that_are_not()
    {
        AddContext("prod", Meta("prod", "tcp://prod:2376"));
        AddContext("lab", Meta("lab", "tcp://lab:2376"));

        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => Configuration().Context("prd"));

        Assert.Contains("'prd'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("default, lab, prod", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../../etc")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_context_name_does_not_lead_out_of_the_store(string name) =>
        Expect.Failure(EngineFailure.InvalidConfiguration, () => Configuration().Context(name));

    [Fact]
    public void Contexts_are_listed_by_name()
    {
        AddContext("prod", Meta("prod", "tcp://prod:2376"));
        AddContext("lab", Meta("lab", "ssh://me@lab"));

        Assert.Equal(["lab", "prod"], Configuration().Contexts().Select(c => c.Name));
    }

    [Fact]
    public void Contexts_for_other_orchestrators_are_left_out()
    {
        AddContext("k8s", """{"Name":"k8s","Endpoints":{"kubernetes":{"Host":"https://k8s:6443"}}}""");
        AddContext("odd", """{"Name":"odd","Endpoints":{"docker":null}}""");

        Assert.Empty(Configuration().Contexts());
    }

    [Fact]
    public void Contexts_are_none_without_a_store() => Assert.Empty(Configuration().Contexts());

    internal static string Meta(string name, string host) =>
        $$"""{"Name":"{{name}}","Metadata":{},"Endpoints":{"docker":{"Host":"{{host}}" } } }""";

    internal static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private void AddContext(string name, string meta) => _folder.Write(Path.Combine("contexts", "meta", Hash(name), "meta.json"), meta);

    private DockerConfiguration Configuration() => new(new FakeEnvironment().With("DOCKER_CONFIG", _folder.Path));
}
