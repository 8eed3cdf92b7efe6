using System.Net;
using DockerNetwork.Identities;
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
    [InlineData("02:54:*", true)]
    [InlineData("2:54:*", true)]
    [InlineData("02-54-*", true)]
    [InlineData("*:2A:*", true)]
    [InlineData("*[2-3]a*", true)]
    [InlineData("*:0?", true)]
    [InlineData("0254*", true)]
    [InlineData("0254.2a*", true)]
    // The digits of two octets.
    [InlineData("*:42:*", false)]
    [InlineData("2:42:*", false)]
    public void A_pattern_with_separators_is_compared_octet_by_octet(string text, bool matches) =>
        Assert.Equal(matches, new MacIdentity(text).Matches("02:54:2a:00:00:01"));

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

    /// <summary>A list leaves link-local addresses out, so what may have one is inspected.</summary>
    [Theory]
    [InlineData("169.254.10.10", true)]
    [InlineData("fe80::/64", true)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("172.18.0.9", false)]
    public void A_link_local_address_needs_inspection(string text, bool needed)
    {
        var endpoint = new TestEngine().Network("app", "172.18.0.0/16").Container("web", "app=172.18.0.2")["web"].Endpoints[0];
        var filter = new EndpointFilter(null, [new(text)], null, null);

        Assert.Equal((needed, needed), (filter.NeedsInspection, filter.MayFit(endpoint)));
        Assert.Equal(text == "0.0.0.0/0", filter.Fits(endpoint));
        Assert.Equal(
            text != "172.18.0.9", filter.Fits(endpoint with { LinkLocalIPAddress = [IPAddress.Parse("169.254.10.10"), IPAddress.Parse("fe80::9")] }));
    }
}
