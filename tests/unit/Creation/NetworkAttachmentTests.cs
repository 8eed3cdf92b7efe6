using System.Collections;
using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class NetworkAttachmentTests
{
    private static readonly IPAddress IPv4 = IPAddress.Parse("10.1.0.9");
    private static readonly IPAddress IPv6 = IPAddress.Parse("fd00::9");

    /// <summary>Each parameter for one network, and an attachment in which it is set.</summary>
    public static TheoryData<string, NetworkAttachment> Settings => new()
    {
        { "NetworkAlias", new("app") { Alias = ["db"] } },
        { "IPAddress", new("app") { IPAddress = IPv4 } },
        { "IPv6Address", new("app") { IPv6Address = IPv6 } },
        { "LinkLocalIPAddress", new("app") { LinkLocalIPAddress = [IPAddress.Parse("169.254.7.7")] } },
        { "Link", new("app") { Link = ["web"] } },
        { "MacAddress", new("app") { MacAddress = "02:42:ac:11:00:02" } },
        { "DriverOption", new("app") { DriverOption = new Hashtable { ["a"] = "b" } } },
        { "GatewayPriority", new("app") { GatewayPriority = 0 } },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_in_a_parameter_and_in_Network_is_an_error(string parameter, NetworkAttachment attachment)
    {
        var refusal = Assert.Throws<CommandException>(() => attachment.CombinedWith(attachment));

        Assert.Equal("ConflictingParameters", refusal.ErrorId);
        Assert.StartsWith($"-{parameter} is set for the first network, and in -Network too.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_in_one_place_is_kept(string parameter, NetworkAttachment attachment)
    {
        var empty = new NetworkAttachment("app");

        Assert.NotEqual("", parameter);
        Assert.Equivalent(attachment, attachment.CombinedWith(empty), strict: true);
        Assert.Equivalent(attachment, empty.CombinedWith(attachment), strict: true);
    }

    [Fact]
    public void An_endpoint_is_connected_again_as_somebody_asked_for_it()
    {
        var endpoint = new NetworkEndpoint
        {
            Network = "app",
            NetworkId = "1",
            Container = "web",
            ContainerId = "2",
            DockerHost = TestEngine.Host,
            IPAddress = IPAddress.Parse("10.1.0.2"),
            MacAddress = "02:42:ac:11:00:02",
            Alias = ["db"],
            StaticIPv6Address = IPv6,
            Link = ["web:front"],
            DriverOption = new Dictionary<string, string> { ["a"] = "b" },
        };

        var again = new NetworkAttachment { IPAddress = IPv4 }.Or(NetworkAttachment.Of(endpoint));

        Assert.Equal((IPv4, IPv6, null), (again.IPAddress, again.IPv6Address, again.MacAddress));
        Assert.Equal(["db"], again.Alias!);
        Assert.Equal(["web:front"], again.Link!);
        Assert.Equal("b", again.DriverOption!["a"]);
        Assert.Null(again.GatewayPriority);
    }

    [Fact]
    public void Settings_of_both_are_combined()
    {
        var combined = new NetworkAttachment("app") { IPAddress = IPv4, GatewayPriority = 3 }
            .CombinedWith(new("app") { IPv6Address = IPv6 });

        Assert.Equivalent(
            new NetworkAttachment("app") { IPAddress = IPv4, IPv6Address = IPv6, GatewayPriority = 3 }, combined, strict: true);
    }
}
