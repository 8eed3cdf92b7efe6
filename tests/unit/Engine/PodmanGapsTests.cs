using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>What Podman lacks is refused before anything is sent, and only by Podman.</summary>
public class PodmanGapsTests
{
    private const string Podman = "Libpod/4.3.1 (linux)";

    public static TheoryData<string, NetworkCreateRequest> Networks => new()
    {
        { "overlay networks", new() { Name = "n", Driver = "overlay" } },
        { "attachable networks", new() { Name = "n", Attachable = true } },
        { "ingress networks", new() { Name = "n", Ingress = true } },
        { "networks of scope 'swarm'", new() { Name = "n", Scope = "swarm" } },
        { "configuration-only networks", new() { Name = "n", ConfigOnly = true } },
        { "configuration-only networks", new() { Name = "n", ConfigFrom = new("base") } },
        { "choice of IPv4", new() { Name = "n", EnableIPv4 = true } },
        { "by the driver 'null'", new() { Name = "n", Ipam = new Ipam { Driver = "null" } } },
        { "options of address management", new() { Name = "n", Ipam = new Ipam { Options = new() { ["a"] = "b" } } } },
        {
            "reserved addresses",
            new() { Name = "n", Ipam = new Ipam { Config = [new() { Subnet = "10.1.0.0/24", AuxAddress = new() { ["a"] = "10.1.0.5" } }] } }
        },
        { "option 'isolate'", new() { Name = "n", Options = Option("isolate") } },
        { "option 'parent'", new() { Name = "n", Driver = "bridge", Options = Option("parent") } },
        { "option 'macvlan_mode'", new() { Name = "n", Driver = "macvlan", Options = Option("macvlan_mode") } },
    };

    public static TheoryData<string, ContainerCreateRequest> Containers => new()
    {
        { "domain names", new() { Image = "i", Domainname = "example.org" } },
        { "legacy links", new() { Image = "i", HostConfig = new() { Links = ["db"] } } },
        { "host-gateway", new() { Image = "i", HostConfig = new() { ExtraHosts = ["db:192.0.2.1", "h:host-gateway"] } } },
        { "(8000-8010)", new() { Image = "i", HostConfig = new() { PortBindings = Binding("8000-8010") } } },
        { "legacy links", On(new() { Links = ["db"] }) },
        { "link-local addresses", On(new() { IpamConfig = new() { LinkLocalIPs = ["169.254.1.1"] } }) },
        { "driver options for endpoints", On(new() { DriverOpts = Option("a") }) },
        { "gateway priorities", On(new() { GwPriority = 1 }) },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public Task A_network_of_a_kind_that_it_does_not_have(string what, NetworkCreateRequest request) =>
        IsRefusedAsync(what, client => client.CreateNetworkAsync(request));

    [Theory]
    [MemberData(nameof(Containers))]
    public Task A_container_with_what_it_would_ignore(string what, ContainerCreateRequest request) =>
        IsRefusedAsync(what, client => client.CreateContainerAsync("c", request));

    [Fact]
    public Task An_endpoint_with_what_it_would_ignore() =>
        IsRefusedAsync("gateway priorities", client => client.ConnectNetworkAsync("n", new("c", new() { GwPriority = 1 })));

    [Fact]
    public Task Services() => IsRefusedAsync("services", client => client.GetServicesAsync());

    [Fact]
    public void What_it_has_is_no_gap()
    {
        Assert.Empty(PodmanGaps.Of(new NetworkCreateRequest
        {
            Name = "n",
            Scope = "local",
            Internal = true,
            EnableIPv6 = true,
            Ipam = new Ipam { Driver = "default", Config = [new() { Subnet = "10.1.0.0/24", IPRange = "10.1.0.128/25" }] },
            Options = new Dictionary<string, string> { ["com.docker.network.bridge.name"] = "br", ["mtu"] = "1400" },
        }));
        Assert.Empty(PodmanGaps.Of(new NetworkCreateRequest { Name = "n", Driver = "a-plugin", Options = Option("anything") }));
        var endpoint = new EndpointSettings
        {
            Aliases = ["a"], MacAddress = "02:42:ac:11:00:02", IpamConfig = new() { IPv4Address = "10.1.0.9", IPv6Address = "fd00::9" },
        };
        var host = new HostConfig { PortBindings = Binding("8000"), ExtraHosts = ["h:192.0.2.1"] };
        Assert.Empty(PodmanGaps.Of(On(endpoint) with { HostConfig = host }));
    }

    [Theory]
    [InlineData("5.0.3", false)]
    [InlineData("5.1.0", true)]
    public async Task What_a_newer_one_has_is_sent_to_it(string version, bool has)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("{}"));
        (engine.ApiVersion, engine.Server) = ("1.41", $"Libpod/{version} (linux)");
        using var client = engine.Client();
        var update = () => client.UpdateContainerAsync("c", new ContainerUpdateRequest(new RestartPolicy("always", 0)));

        if (has)
            await update();
        else
            await Expect.FailureAsync(EngineFailure.NotOffered, update);

        Assert.Equal(has ? 2 : 1, engine.Requests.Count);
    }

    [Fact]
    public async Task The_MAC_address_of_a_connection_needs_no_API_version_there()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("{}"));
        (engine.ApiVersion, engine.Server) = ("1.41", Podman);
        using var client = engine.Client();

        await client.ConnectNetworkAsync("n", new("c", new EndpointSettings { MacAddress = "02:42:ac:11:00:02" }));

        Assert.Contains("POST /v1.41/networks/n/connect", engine.Requests);
    }

    /// <summary>It sends "die", and compares the filter with "died" (4.3.1).</summary>
    [Fact]
    public async Task The_end_of_a_container_is_asked_for_by_its_name_too()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Type":"container","Action":"die"}"""));
        (engine.ApiVersion, engine.Server) = ("1.41", Podman);
        using var client = engine.Client();

        await foreach (var happened in client.ReadEventsAsync())
            Assert.Equal("die", happened.Action);

        Assert.Contains(engine.Requests, r => Uri.UnescapeDataString(r).Contains("\"die\",\"died\"", StringComparison.Ordinal));
    }

    private static async Task IsRefusedAsync(string what, Func<EngineClient, Task> ask)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""{"Id":"1"}"""));
        (engine.ApiVersion, engine.Server) = ("1.41", Podman);
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.NotOffered, () => ask(client));

        Assert.StartsWith("Podman 4.3.1 at ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Equal(what != "services", failure.Message.EndsWith(" Nothing was changed.", StringComparison.Ordinal));
        Assert.All(engine.Requests, request => Assert.Equal("GET /_ping", request));

        // Docker gets the same request.
        await using var docker = FakeEngine.OnSocket(e => e.JsonAsync(what == "services" ? "[]" : """{"Id":"1"}"""));
        using var other = docker.Client();
        await ask(other);
        Assert.Equal(2, docker.Requests.Count);
    }

    private static Dictionary<string, string> Option(string name) => new() { [name] = "x" };

    private static Dictionary<string, IReadOnlyList<PortBinding>?> Binding(string port) => new() { ["80/tcp"] = [new(null, port)] };

    private static ContainerCreateRequest On(EndpointSettings endpoint) => new()
    {
        Image = "i",
        NetworkingConfig = new NetworkingConfig(new Dictionary<string, EndpointSettings> { ["n"] = endpoint }),
    };
}
