using System.Net;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Identities;

public class FilterTests
{
    [Theory]
    [InlineData("172.18.0.4", "172.18.0.4", true)]
    [InlineData("172.18.0.4", "172.18.0.40", false)]
    [InlineData("172.18.0.0/24", "172.18.0.40", true)]
    [InlineData("172.18.0.7/24", "172.18.0.40", true)]
    [InlineData("172.18.0.0/24", "172.18.1.40", false)]
    [InlineData("fd00:5::/64", "fd00:5::9", true)]
    [InlineData("fd00:5:0:0::9", "fd00:5::9", true)]
    [InlineData("fd00:5::/64", "172.18.0.4", false)]
    [InlineData("::ffff:172.18.0.4", "172.18.0.4", true)]
    public void An_address_or_a_subnet_selects_addresses(string text, string address, bool matches) =>
        Assert.Equal(matches, new AddressIdentity(text).Matches(IPAddress.Parse(address)));

    [Theory]
    [InlineData("169.254.7.7", true, true)]
    [InlineData("169.254.7.8", true, false)]
    [InlineData("fe80::/64", true, false)]
    [InlineData("10.5.0.2", true, true)]
    [InlineData("10.5.0.3", false, false)]
    public void A_link_local_address_is_looked_for_by_inspecting(string wanted, bool mayFit, bool fits)
    {
        var listed = new NetworkEndpoint
        {
            Network = "app",
            NetworkId = "1",
            Container = "web",
            ContainerId = "2",
            EndpointId = "3",
            IPAddress = IPAddress.Parse("10.5.0.2"),
            DockerHost = TestEngine.Host,
        };
        var filter = new EndpointFilter(null, [new AddressIdentity(wanted)], null, null);

        Assert.Equal(mayFit, filter.MayFit(listed));
        Assert.Equal(fits, filter.Fits(listed with { LinkLocalIPAddress = [IPAddress.Parse("169.254.7.7")] }));
    }

    [Theory]
    [InlineData("127")]
    [InlineData("10.5.0.010")]
    [InlineData("10.5.0.0/33")]
    [InlineData("web")]
    [InlineData("")]
    public void What_is_no_address_is_an_error_that_shows_the_forms(string text) =>
        Assert.Contains(
            "172.18.0.0/24", Assert.Throws<ArgumentException>(() => new AddressIdentity(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("02:42:ac:11:00:02", true)]
    [InlineData("02-42-AC-11-00-02", true)]
    [InlineData("0242.ac11.0002", true)]
    [InlineData("0242AC110002", true)]
    [InlineData("2:42:ac:11:0:2", true)]
    [InlineData("02:42:ac:11:00:03", false)]
    public void A_hardware_address_is_found_in_any_spelling(string text, bool matches) =>
        Assert.Equal((matches, false), (new MacIdentity(text).Matches("02:42:ac:11:00:02"), new MacIdentity(text).Matches("")));

    [Theory]
    [InlineData("02:42:ac:11:00")]
    [InlineData("web")]
    [InlineData("02:42:ac:11:00:0g")]
    public void What_is_no_hardware_address_is_an_error(string text) => Assert.Throws<ArgumentException>(() => new MacIdentity(text));

    [Fact]
    public void One_endpoint_meets_all_conditions()
    {
        var engine = new TestEngine().Network("app", "172.18.0.0/16").Network("back", "172.19.0.0/16")
            .Container("web", "app=172.18.0.2+front", "back=172.19.0.2+rear");
        AddressIdentity[] addresses = [new("172.18.0.2")];

        bool Fits(string network, string alias) => engine["web"].Endpoints
            .Any(new EndpointFilter([new NetworkIdentity(network)], addresses, null, [alias]).Fits);
        Assert.Equal((true, false, false), (Fits("app", "FRONT"), Fits("back", "rear"), Fits("app", "rear")));
    }

    [Fact]
    public void Only_the_static_addresses_of_what_is_stopped_count()
    {
        var engine = new TestEngine().Network("app", "172.18.0.0/16")
            .Stopped("web", "app").Pinned("web", "app", "172.18.0.9").Stopped("db", "app");
        var filter = new EndpointFilter(null, [new("172.18.0.0/16")], null, null);

        Assert.Equal((true, false), (filter.Fits(engine["web"].Endpoints[0]), filter.Fits(engine["db"].Endpoints[0])));
    }
}
