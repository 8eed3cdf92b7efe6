using System.Collections;
using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;

namespace DockerNetwork.UnitTests.Creation;

public class CreationRulesTests
{
    private static readonly ContainerCreateRequest Plain = new() { Image = "web" };
    private static readonly Dictionary<string, IReadOnlyList<PortBinding>?> Binding = new() { ["80/tcp"] = [new PortBinding("", "8080")] };
    private static readonly Dictionary<string, EmptyObject> Port = new() { ["80/tcp"] = new EmptyObject() };

    public static TheoryData<string, ContainerCreateRequest> OfARequest => new()
    {
        { "-HostName", Plain with { Hostname = "x" } },
        { "-DomainName", Plain with { Domainname = "x" } },
        { "-Dns", With(new() { Dns = ["192.0.2.1"] }) },
        { "-DnsSearch", With(new() { DnsSearch = ["x"] }) },
        { "-DnsOption", With(new() { DnsOptions = ["ndots:2"] }) },
        { "-AddHost", With(new() { ExtraHosts = ["a:192.0.2.1"] }) },
        { "-Publish", With(new() { PortBindings = Binding }) with { ExposedPorts = Port } },
        { "-PublishAll", With(new() { PublishAllPorts = true }) },
        { "-Expose", Plain with { ExposedPorts = Port } },
    };

    public static TheoryData<string, NetworkAttachment> OfAnEndpoint => new()
    {
        { "-MacAddress", new() { MacAddress = "02:42:ac:11:00:02" } },
        { "-Link", new() { Link = ["db"] } },
        { "-NetworkAlias", new() { Alias = ["x"] } },
        { "-IPAddress", new() { IPAddress = IPAddress.Parse("10.1.0.9") } },
        { "-LinkLocalIPAddress", new() { LinkLocalIPAddress = [IPAddress.Parse("169.254.7.7")] } },
        { "-DriverOption", new() { DriverOption = new Hashtable { ["a"] = "b" } } },
        { "-DriverOption", new() { GatewayPriority = 1 } },
    };

    [Theory]
    [MemberData(nameof(OfARequest))]
    public void A_shared_namespace_has_names_and_ports_of_its_owner(string parameter, ContainerCreateRequest request)
    {
        var refusal = Refused("ConflictingParameters", request, new NetworkAttachment("container:web"));

        Assert.StartsWith("conflicting options: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($". {parameter} cannot be used with -Network container:web: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Nothing was created.", refusal.Message, StringComparison.Ordinal);
        foreach (var other in new[] { "host", "none", "bridge", "default", "app" })
            CreationRules.Check(request, [new NetworkAttachment(other)]);
        CreationRules.Check(request, []);
    }

    [Theory]
    [MemberData(nameof(OfAnEndpoint))]
    public void A_mode_has_no_endpoint_of_its_own(string parameter, NetworkAttachment attachment)
    {
        foreach (var mode in new[] { "host", "none", "container:web" })
        {
            var refusal = Refused("ConflictingParameters", Plain, attachment with { Name = mode });
            Assert.Contains(parameter, refusal.Message, StringComparison.Ordinal);
        }

        CreationRules.Check(Plain, [attachment with { Name = "app" }, new NetworkAttachment("bridge")]);
    }

    [Fact]
    public void Only_the_host_s_own_kernel_parameters_cannot_be_set()
    {
        var network = With(new() { Sysctls = new Dictionary<string, string> { ["net.ipv4.ip_forward"] = "1" } });
        var other = With(new() { Sysctls = new Dictionary<string, string> { ["kernel.msgmax"] = "65536" } });

        Assert.Contains(
            "-Sysctl", Refused("ConflictingParameters", network, new NetworkAttachment("host")).Message, StringComparison.Ordinal);
        CreationRules.Check(other, [new NetworkAttachment("host")]);
        CreationRules.Check(network, [new NetworkAttachment("none")]);
        CreationRules.Check(network, []);
    }

    [Theory]
    [InlineData("host", "app")]
    [InlineData("app", "none")]
    [InlineData("container:web", "host")]
    public void A_mode_stands_alone(string first, string second) =>
        Assert.Contains(
            "cannot be connected to any other network",
            Refused("ConflictingParameters", Plain, new(first), new(second)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("app", "app")]
    [InlineData("bridge", "default")]
    public void A_network_is_given_once(string first, string second)
    {
        Assert.Contains(
            $"network {first} is given more than once",
            Refused("ConflictingParameters", Plain, new(first), new("other"), new(second)).Message,
            StringComparison.Ordinal);
        CreationRules.Check(Plain, [new("app"), new("App")]);
    }

    [Theory]
    [InlineData("no", false)]
    [InlineData("always", true)]
    [InlineData("on-failure", true)]
    public void What_is_removed_is_not_started_again(string policy, bool refused)
    {
        var request = With(new() { AutoRemove = true, RestartPolicy = new RestartPolicy(policy, 0) });
        if (refused)
            Refused("ConflictingParameters", request);
        else
            CreationRules.Check(request, []);
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("default")]
    public void The_default_bridge_has_neither_aliases_nor_chosen_addresses(string bridge)
    {
        Refused("AliasNotSupported", Plain, new NetworkAttachment(bridge) { Alias = ["x"] });
        Refused("StaticAddressNotSupported", Plain, new NetworkAttachment(bridge) { IPAddress = IPAddress.Parse("172.17.0.9") });
        Refused("StaticAddressNotSupported", Plain, new("app"), new NetworkAttachment(bridge) { IPv6Address = IPAddress.Parse("fd00::9") });
        CreationRules.Check(Plain, [new NetworkAttachment(bridge) { MacAddress = "02:42:ac:11:00:02", Link = ["db"] }]);
    }

    [Fact]
    public void Settings_are_read_before_they_are_sent()
    {
        Refused("InvalidIPAddress", Plain, new NetworkAttachment("app") { IPAddress = IPAddress.IPv6Loopback });
        Refused("InvalidIPv6Address", Plain, new NetworkAttachment("app") { IPv6Address = IPAddress.Loopback });
        foreach (var mac in new[] { "", "02:42", "02:42:ac:11:00:0g", "02:42:ac:11:00:02:03", "0242ac110002", "02:42:ac:11:00:02\n" })
            Refused("InvalidMacAddress", Plain, new NetworkAttachment("app") { MacAddress = mac });
        Refused("InvalidDriverOption", Plain, new NetworkAttachment("app") { DriverOption = new Hashtable { [""] = "x" } });
        Assert.Equal("02:42:ac:11:00:0a", new NetworkAttachment("app") { MacAddress = "02-42-AC-11-00-0A" }.ToSettings().MacAddress);
    }

    private static ContainerCreateRequest With(HostConfig host) => Plain with { HostConfig = host };

    private static CommandException Refused(string id, ContainerCreateRequest request, params NetworkAttachment[] networks)
    {
        var exception = Assert.Throws<CommandException>(() =>
        {
            CreationRules.Check(request, networks);
            _ = networks.Select(n => n.ToSettings()).ToList();
        });
        Assert.Equal(id, exception.ErrorId);
        return exception;
    }
}
