using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class RequestTests
{
    public static TheoryData<string, string> Operations => new()
    {
        { "list networks", "GET /v1.51/networks" },
        { "list containers", "GET /v1.51/containers/json?all=1" },
        { "network", "GET /v1.51/networks/a%2Fb" },
        { "container", "GET /v1.51/containers/a%2Fb/json" },
        { "remove network", "DELETE /v1.51/networks/a%2Fb" },
        { "connect", "POST /v1.51/networks/a%2Fb/connect" },
        { "disconnect", "POST /v1.51/networks/a%2Fb/disconnect" },
        { "create named", "POST /v1.51/containers/create?name=web" },
        { "create nameless", "POST /v1.51/containers/create" },
        { "start", "POST /v1.51/containers/a%2Fb/start" },
        { "stop", "POST /v1.51/containers/a%2Fb/stop" },
        { "stop within 3 s", "POST /v1.51/containers/a%2Fb/stop?t=3" },
        { "restart within 3 s", "POST /v1.51/containers/a%2Fb/restart?t=3" },
        { "remove container", "DELETE /v1.51/containers/a%2Fb" },
        { "remove container by force", "DELETE /v1.51/containers/a%2Fb?force=1&v=1" },
        { "pause", "POST /v1.51/containers/a%2Fb/pause" },
        { "unpause", "POST /v1.51/containers/a%2Fb/unpause" },
        { "rename", "POST /v1.51/containers/a%2Fb/rename?name=c%26d" },
        { "update", "POST /v1.51/containers/a%2Fb/update" },
        { "remove link", "DELETE /v1.51/containers/web%2Fdb?link=1" },
        { "whole network", "GET /v1.51/networks/a%2Fb?verbose=1" },
        { "exec", "POST /v1.51/containers/a%2Fb/exec" },
        { "exec state", "GET /v1.51/exec/a%2Fb/json" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_operation_sends_its_request(string operation, string request)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(
            e.Path.Contains("all=1", StringComparison.Ordinal) || e.Path.EndsWith("/networks", StringComparison.Ordinal)
                ? "[]"
                : """{"Id":"1"}"""));
        using var client = engine.Client();

        await RunAsync(client, operation);

        Assert.Equal(["GET /_ping", request], engine.Requests);
    }

    [Fact]
    public async Task Create_sends_only_what_was_given()
    {
        var body = await BodyOfAsync(client => client.CreateNetworkAsync(
            new() { Name = "app", Attachable = true, Labels = new Dictionary<string, string> { ["a"] = "1" } }));

        Assert.Equal("app", body.GetProperty("Name").GetString());
        Assert.True(body.GetProperty("CheckDuplicate").GetBoolean());
        Assert.True(body.GetProperty("Attachable").GetBoolean());
        Assert.Equal("1", body.GetProperty("Labels").GetProperty("a").GetString());
        Assert.False(body.TryGetProperty("EnableIPv4", out _));
        Assert.False(body.TryGetProperty("IPAM", out _));
        Assert.False(body.TryGetProperty("Driver", out _));
    }

    [Fact]
    public async Task Create_spells_subnets_as_the_engine_does()
    {
        var config = new IpamConfig
        {
            Subnet = "10.1.0.0/24",
            IPRange = "10.1.0.128/25",
            Gateway = "10.1.0.1",
            AuxAddress = new() { ["router"] = "10.1.0.2" },
        };
        var body = await BodyOfAsync(client => client.CreateNetworkAsync(new() { Name = "app", Ipam = new Ipam { Config = [config] } }));

        Assert.Equal(
            """{"Config":[{"Subnet":"10.1.0.0/24","IPRange":"10.1.0.128/25","Gateway":"10.1.0.1",""" +
            """
            "AuxiliaryAddresses":{"router":"10.1.0.2"}}]}
            """,
            body.GetProperty("IPAM").GetRawText());
    }

    [Fact]
    public async Task Connect_spells_endpoint_settings_as_the_engine_does()
    {
        var settings = new EndpointSettings
        {
            Aliases = ["db"],
            GwPriority = 5,
            IpamConfig = new() { IPv4Address = "10.1.0.9", LinkLocalIPs = ["169.254.8.8"] },
        };
        var body = await BodyOfAsync(client => client.ConnectNetworkAsync("app", new("web", settings)));

        Assert.Equal(
            """{"Container":"web","EndpointConfig":{"IPAMConfig":{"IPv4Address":"10.1.0.9","LinkLocalIPs":["169.254.8.8"]},""" +
            """
            "Aliases":["db"],"GwPriority":5}}
            """,
            body.GetRawText());
    }

    [Fact]
    public async Task An_update_sends_the_restart_policy_alone() =>
        Assert.Equal(
            """{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":5}}""",
            (await BodyOfAsync(client => client.UpdateContainerAsync("web", new(new("on-failure", 5))))).GetRawText());

    [Fact]
    public async Task A_privileged_container_asks_for_it()
    {
        var host = new HostConfig { CapAdd = ["NET_ADMIN"], CapDrop = ["ALL"], Privileged = true };
        var sent = (await BodyOfAsync(client => client.CreateContainerAsync("web", new() { Image = "busybox", HostConfig = host })))
            .GetProperty("HostConfig");

        Assert.True(sent.GetProperty("Privileged").GetBoolean());
        Assert.Equal("""["NET_ADMIN"]""", sent.GetProperty("CapAdd").GetRawText());
        Assert.Equal("""["ALL"]""", sent.GetProperty("CapDrop").GetRawText());
    }

    [Fact]
    public async Task Requests_share_a_connection()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();

        for (var i = 0; i < 5; i++)
            await client.ListNetworksAsync();

        Assert.Equal(1, engine.Connections);
    }

    [Fact]
    public async Task Start_is_content_with_a_container_that_runs_already()
    {
        await using var engine = FakeEngine.OnSocket(e => e.RawAsync("HTTP/1.1 304 Not Modified\r\n\r\n"));
        using var client = engine.Client();

        await client.StartContainerAsync("web");

        Assert.Contains("POST /v1.51/containers/web/start", engine.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.RawAsync("HTTP/1.1 301 Moved Permanently\r\nLocation: /v1.51/containers/json\r\nContent-Length: 0\r\n\r\n"));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.EngineError, () => client.ListNetworksAsync());

        Assert.Contains("301", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, engine.Requests.Count);
    }

    [Fact]
    public void Equal_endpoints_share_a_client()
    {
        var one = EngineClient.Shared(DockerNetwork.Engine.Connection.DockerHost.Parse("unix:///tmp/no-such.sock", origin: "DOCKER_HOST"));
        var other = EngineClient.Shared(DockerNetwork.Engine.Connection.DockerHost.Parse("/tmp/no-such.sock"));

        Assert.Same(one, other);
    }

    private static Task RunAsync(EngineClient client, string operation) => operation switch
    {
        "list networks" => client.ListNetworksAsync(),
        "list containers" => client.ListContainersAsync(),
        "network" => client.GetNetworkAsync("a/b"),
        "container" => client.InspectContainerAsync("a/b"),
        "remove network" => client.RemoveNetworkAsync("a/b"),
        "connect" => client.ConnectNetworkAsync("a/b", new("c", new())),
        "disconnect" => client.DisconnectNetworkAsync("a/b", new("c", Force: true)),
        "create named" => client.CreateContainerAsync("web", new() { Image = "busybox" }),
        "create nameless" => client.CreateContainerAsync(null, new() { Image = "busybox" }),
        "start" => client.StartContainerAsync("a/b"),
        "stop" => client.StopContainerAsync("a/b", null),
        "stop within 3 s" => client.StopContainerAsync("a/b", TimeSpan.FromSeconds(3)),
        "restart within 3 s" => client.RestartContainerAsync("a/b", TimeSpan.FromSeconds(3)),
        "remove container" => client.RemoveContainerAsync("a/b", force: false, volumes: false),
        "remove container by force" => client.RemoveContainerAsync("a/b", force: true, volumes: true),
        "pause" => client.PauseContainerAsync("a/b"),
        "unpause" => client.UnpauseContainerAsync("a/b"),
        "rename" => client.RenameContainerAsync("a/b", "c&d"),
        "update" => client.UpdateContainerAsync("a/b", new(new("no", 0))),
        "remove link" => client.RemoveLinkAsync("web/db"),
        "whole network" => client.InspectWholeNetworkAsync("a/b"),
        "exec" => client.CreateExecAsync("a/b", new() { Command = ["true"] }),
        "exec state" => client.InspectExecAsync("a/b"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No such operation."),
    };

    private static async Task<JsonElement> BodyOfAsync(Func<EngineClient, Task> act)
    {
        var body = "";
        await using var engine = FakeEngine.OnSocket(e =>
        {
            body = e.Body;
            return e.JsonAsync("""{"Id":"1"}""", 201);
        });
        using var client = engine.Client();
        await act(client);
        return JsonDocument.Parse(body).RootElement;
    }

    [Fact]
    public async Task A_terminal_begins_with_its_size()
    {
        var body = await BodyOfAsync(client => client.CreateExecAsync("a", new() { Command = ["sh"], Tty = true, ConsoleSize = [24, 80] }));

        Assert.Equal("[24,80]", body.GetProperty("ConsoleSize").GetRawText());
    }

    /// <summary>truth.md O2: what the user leaves out is the engine's own default (dockerd --default-network-opt).</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData(false, true)]
    public void A_network_says_nothing_of_IPv6_unless_asked_to(bool? asked, bool said)
    {
        var request = new NetworkCreateRequest { Name = "app", EnableIPv6 = asked };

        var text = JsonSerializer.Serialize(request, EngineJson.Default.NetworkCreateRequest);

        Assert.Equal(said, text.Contains("EnableIPv6", StringComparison.Ordinal));
    }
}
