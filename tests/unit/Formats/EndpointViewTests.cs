using System.Net;
using DockerNetwork.Formats;
using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class EndpointViewTests
{
    [Fact]
    public void Address_shows_both_families_with_prefix()
    {
        var endpoint = Endpoint() with { PrefixLength = 16 };

        Assert.Equal("10.1.0.2/16", EndpointView.Address(endpoint));
        Assert.Equal(
            "10.1.0.2/16, fd00::2/64",
            EndpointView.Address(endpoint with { IPv6Address = IPAddress.Parse("fd00::2"), IPv6PrefixLength = 64 }));
        Assert.Equal("", EndpointView.Address(endpoint with { IPAddress = null }));
    }

    [Fact]
    public void Container_names_the_owner_of_its_namespace()
    {
        var endpoint = Endpoint();

        Assert.Equal("web", EndpointView.Container(endpoint));
        Assert.Equal("web (container:front)", EndpointView.Container(endpoint with { NamespaceOwner = "front" }));
        Assert.Equal(
            "web (container:front, lost)",
            EndpointView.Container(endpoint with { NamespaceOwner = "front", NamespaceLost = true }));
    }

    [Fact]
    public void What_an_endpoint_has_several_of_is_one_text()
    {
        var endpoint = Endpoint() with
        {
            Gateway = IPAddress.Parse("10.1.0.1"),
            IPv6Gateway = IPAddress.Parse("fd00::1"),
            StaticIPAddress = IPAddress.Parse("10.1.0.9"),
            LinkLocalIPAddress = [IPAddress.Parse("169.254.1.1")],
        };

        Assert.Equal("10.1.0.1, fd00::1", EndpointView.Gateway(endpoint));
        Assert.Equal("10.1.0.9, 169.254.1.1", EndpointView.StaticAddress(endpoint));
        Assert.Equal("a=1, b=2", CellText.Pairs(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));
    }

    private static NetworkEndpoint Endpoint() =>
        new TestEngine().Network("app").Container("web", "app=10.1.0.2").NetworkNamed("app").Endpoints[0];
}
