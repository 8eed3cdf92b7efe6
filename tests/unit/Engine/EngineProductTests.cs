using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>What an engine is, which its answers tell without being asked.</summary>
public class EngineProductTests
{
    [Theory]
    [InlineData("Docker/28.5.2 (linux)", EngineKind.Docker, "28.5.2", "Docker 28.5.2")]
    [InlineData("Docker/20.10.24+dfsg1 (linux)", EngineKind.Docker, "20.10.24", "Docker 20.10.24")]
    [InlineData("Libpod/4.3.1 (linux)", EngineKind.Podman, "4.3.1", "Podman 4.3.1")]
    public async Task It_costs_no_request(string server, EngineKind kind, string version, string text)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        engine.Server = server;
        using var client = engine.Client();
        await client.ListNetworksAsync();

        var product = await client.GetProductAsync();

        Assert.Equal((kind, version, text), (product.Kind, product.Version.ToString(), product.ToString()));
        Assert.Equal(2, engine.Requests.Count);
    }

    [Fact]
    public async Task A_pinned_API_version_does_not_change_it()
    {
        await using var engine = FakeEngine.OnSocket(e => e.RawAsync(
            "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nServer: Docker/28.5.2 (linux)\r\nContent-Length: 2\r\n\r\n[]"));
        using var client = new EngineClient(
            DockerNetwork.Engine.Connection.DockerHost.Parse(engine.Host), new FakeEnvironment().With("DOCKER_API_VERSION", "1.41"));
        await client.ListNetworksAsync();

        Assert.Equal("Docker 28.5.2", (await client.GetProductAsync()).ToString());
        Assert.Equal(["GET /v1.41/networks"], engine.Requests);
    }

    [Theory]
    [InlineData("""{"Version":"4.3.1","Components":[{"Name":"Podman Engine","Version":"4.3.1"}]}""", "Podman 4.3.1")]
    [InlineData("""{"Version":"26.1.5","Components":[null,{"Name":"Engine","Version":"26.1.5"}]}""", "Docker 26.1.5")]
    [InlineData("""{"Version":"dev","ApiVersion":"1.48"}""", "the API of Docker 28.0")]
    [InlineData("""{}""", "the API of Docker 28.3")]
    public async Task Where_a_proxy_hides_the_header_the_version_is_asked_once(string version, string text)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path == "/version" ? version : "[]"));
        engine.Server = "nginx/1.22.1";
        using var client = engine.Client();
        await client.ListNetworksAsync();

        Assert.Equal(text, (await client.GetProductAsync()).ToString());
        Assert.Equal(text, (await client.GetProductAsync()).ToString());
        Assert.Single(engine.Requests, "GET /version");
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_version_too_leaves_it_to_the_API_version()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(403, "no"));
        (engine.Server, engine.ApiVersion) = ("HAProxy", "1.45");
        using var client = engine.Client();

        Assert.Equal("the API of Docker 26.0", (await client.GetProductAsync()).ToString());
    }

    [Theory]
    [InlineData("""{"FirewallBackend":{"Driver":"nftables"}}""", "nftables")]
    [InlineData("""{"FirewallBackend":{"Driver":"iptables+firewalld"}}""", "iptables+firewalld")]
    [InlineData("""{}""", null)]
    public async Task An_engine_from_29_on_is_asked_once_for_its_firewall(string information, string? backend)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path == "/info" ? information : "[]"));
        (engine.Server, engine.ApiVersion) = ("Docker/29.7.2 (linux)", "1.55");
        using var client = engine.Client();

        Assert.Equal(backend, (await client.GetProductAsync()).FirewallBackend);
        Assert.Equal(backend, (await client.GetProductAsync()).FirewallBackend);
        Assert.Single(engine.Requests, "GET /info");
    }

    [Theory]
    [InlineData("29.4.1", """{"FirewallBackend":{"Driver":"nftables"}}""", null)]
    [InlineData("29.5.0", """{"FirewallBackend":{"Driver":"nftables"}}""", false)]
    [InlineData("29.7.2", """{"FirewallBackend":{"Driver":"iptables","Info":[["ReloadedAt","x"],null,[]]}}""", false)]
    [InlineData(
        "29.7.2", """{"FirewallBackend":{"Driver":"iptables","Info":[["EnableUserlandProxy","true"],["UserlandProxyPath","/x"]]}}""", true)]
    [InlineData("29.7.2", """{}""", null)]
    public async Task An_engine_from_29_5_on_tells_whether_its_port_proxy_is_on(string version, string information, bool? proxy)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path == "/info" ? information : "[]"));
        (engine.Server, engine.ApiVersion) = ($"Docker/{version} (linux)", "1.55");
        using var client = engine.Client();

        Assert.Equal(proxy, (await client.GetProductAsync()).UserlandProxy);
    }

    [Theory]
    [InlineData("""{"SecurityOptions":["name=seccomp,profile=default","name=rootless"]}""", "rootless")]
    [InlineData("""{"SecurityOptions":["name=userns",null]}""", "userns-remap")]
    [InlineData("""{"SecurityOptions":["name=apparmor","name=usernsx"]}""", "rootful")]
    [InlineData("""{"SecurityOptions":null}""", "rootful")]
    public async Task An_engine_tells_whose_users_run_it(string information, string mode)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path == "/info" ? information : "[]"));
        (engine.Server, engine.ApiVersion) = ("Docker/20.10.24 (linux)", "1.41");
        using var client = engine.Client();

        Assert.Equal("rootful", (await client.GetProductAsync()).Mode);
        Assert.DoesNotContain("GET /info", engine.Requests);
        Assert.Equal(mode, (await client.GetWholeProductAsync()).Mode);
        Assert.Equal((mode, null), ((await client.GetProductAsync()).Mode, (await client.GetWholeProductAsync()).UserlandProxy));
        Assert.Single(engine.Requests, "GET /info");
    }

    [Theory]
    [InlineData("Docker-Experimental: true\r\n", true)]
    [InlineData("Docker-Experimental: false\r\n", false)]
    [InlineData("", false)]
    public async Task An_engine_says_that_it_is_experimental(string header, bool experimental)
    {
        await using var engine = FakeEngine.OnSocket(e => e.RawAsync(
            $"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n{header}Content-Length: 2\r\n\r\n[]"));
        using var client = engine.Client();
        await client.ListNetworksAsync();

        Assert.Equal(experimental, (await client.GetProductAsync()).Experimental);
    }

    [Fact]
    public async Task An_engine_that_was_replaced_shows_by_its_answers()
    {
        var version = "20.10.24";
        await using var engine = FakeEngine.OnSocket(e => e.RawAsync(
            $"HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nServer: Docker/{version} (linux)\r\nContent-Length: 2\r\n\r\n[]"));
        using var client = engine.Client();
        await client.ListNetworksAsync();
        var before = await client.GetProductAsync();
        version = "28.5.2";
        await client.ListNetworksAsync();

        Assert.Equal(("Docker 20.10.24", "Docker 28.5.2"), (before.ToString(), (await client.GetProductAsync()).ToString()));
    }
}
