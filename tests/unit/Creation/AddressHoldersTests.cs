using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class AddressHoldersTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("app")
        .Container("web", "app=172.18.0.2")
        .Container("db", "app=172.18.0.3");

    private static readonly Network App = Engine.Snapshot.Network(TestEngine.Id("app"))! with
    {
        Ipam =
        [
            new NetworkSubnet(
                IPNetwork.Parse("172.18.0.0/16"),
                null,
                IPAddress.Parse("172.18.0.1"),
                new Dictionary<string, IPAddress> { ["printer"] = IPAddress.Parse("172.18.0.9") }),
        ],
    };

    [Theory]
    [InlineData("172.18.0.2", "The container 'web' has the address 172.18.0.2 on the network 'app'.")]
    [InlineData("172.18.0.1", "The address 172.18.0.1 is the gateway of the network 'app'.")]
    [InlineData("172.18.0.9", "The network 'app' reserves the address 172.18.0.9 as 'printer'")]
    public void An_address_that_somebody_has_is_refused(string address, string words)
    {
        var refusal = AddressHolders.Refusal(App, TestEngine.Id("db"), true, IPAddress.Parse(address), null)!;

        Assert.Equal("AddressInUse", refusal.ErrorId);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("172.18.0.3")]
    [InlineData("172.18.0.4")]
    [InlineData(null)]
    public void A_free_address_and_that_of_the_container_itself_are_not(string? address) =>
        Assert.Null(AddressHolders.Refusal(App, TestEngine.Id("db"), true, address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public void A_stopped_container_may_ask_for_the_address_of_another_but_not_for_the_gateway()
    {
        Assert.Null(AddressHolders.Refusal(App, TestEngine.Id("db"), false, IPAddress.Parse("172.18.0.2")));
        Assert.NotNull(AddressHolders.Refusal(App, TestEngine.Id("db"), false, IPAddress.Parse("172.18.0.1")));
    }

    [Fact]
    public void A_container_that_is_not_created_yet_has_no_address()
    {
        Assert.NotNull(AddressHolders.Refusal(App, null, true, IPAddress.Parse("172.18.0.2")));
        Assert.Null(AddressHolders.Refusal(App, null, true, IPAddress.Parse("172.18.0.4")));
    }
}
