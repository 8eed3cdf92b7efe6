using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

/// <summary>Documents of <c>GET /networks/{id}?verbose=1</c>, as 28.5 and 29.7 wrote them.</summary>
public class NetworkInspectionTests
{
    private static readonly Network App = new()
    {
        Name = "app",
        Id = "1",
        Driver = "bridge",
        Scope = "local",
        DockerHost = TestEngine.Host,
        Ipam = [Subnet("10.9.0.0/24"), Subnet("fd00:9::/64")],
    };

    [Fact]
    public async Task An_engine_of_29_says_how_full_each_subnet_is()
    {
        var network = await InspectAsync(
            """
            {"Name":"app","Status":{"IPAM":{"Subnets":{"10.9.0.0/24":{"IPsInUse":4,"DynamicIPsAvailable":13},
            "fd00:9::/64":{"IPsInUse":2,"DynamicIPsAvailable":18446744073709551615}}}}}
            """);

        Assert.Equal([4UL, 2UL], network.AddressesInUse!);
        Assert.Equal([13UL, ulong.MaxValue], network.AddressesFree!);
        Assert.Equal((4UL, 13UL), (network.Ipam[0].AddressesInUse!.Value, network.Ipam[0].AddressesFree!.Value));
    }

    [Theory]
    [InlineData("""{"Name":"app"}""")]
    [InlineData("""{"Name":"app","Status":{"IPAM":{}}}""")]
    [InlineData("""{"Name":"app","Status":null,"Peers":null,"Services":null}""")]
    [InlineData("""{"Name":"app","Status":{"IPAM":{"Subnets":{"10.9.0.0/24":null,"x":{"IPsInUse":1}}}}}""")]
    [InlineData("""{"Name":"app","Status":{"IPAM":{"Subnets":{"10.9.0.0/24":{"IPsInUse":-1,"DynamicIPsAvailable":1.5}}}}}""")]
    public async Task What_an_engine_does_not_say_is_null(string document)
    {
        var network = await InspectAsync(document);

        Assert.Null(network.AddressesInUse);
        Assert.Null(network.AddressesFree);
        Assert.Empty(network.Peers!);
        Assert.Empty(network.Services!);
    }

    [Fact]
    public void A_network_that_was_not_inspected_has_none_of_it()
    {
        Assert.Null(App.Peers);
        Assert.Null(App.Services);
        Assert.Null(App.AddressesFree);
    }

    [Fact]
    public async Task An_overlay_network_has_peers_services_and_tasks()
    {
        var network = await InspectAsync(
            """
            {"Name":"app","Peers":[{"Name":"f16d2c8b1d1c","IP":"203.0.113.1"},null],"Services":{
            "":{"VIP":"<nil>","Ports":[],"LocalLBIndex":0,"Tasks":[{"Name":"lone","EndpointID":"e0","EndpointIP":"10.0.1.9","Info":null}]},
            "web":{"VIP":"10.0.1.2","Ports":["Target: 80, Publish: 8080"],"LocalLBIndex":257,"Tasks":[
            {"Name":"web.2.b","EndpointID":"e2","EndpointIP":"10.0.1.4","Info":{"Host IP":"203.0.113.2"}},
            {"Name":"web.1.a","EndpointID":"e1","EndpointIP":"10.0.1.3","Info":{"Host IP":"203.0.113.1"}}]},"gone":null}}
            """);

        Assert.Equal(new NetworkPeer("f16d2c8b1d1c", IPAddress.Parse("203.0.113.1")), Assert.Single(network.Peers!));
        Assert.Equal(["", "web"], network.Services!.Select(s => s.Name));
        Assert.Null(network.Services![0].VirtualIPAddress);
        var web = network.Services![1];
        Assert.Equal(IPAddress.Parse("10.0.1.2"), web.VirtualIPAddress);
        Assert.Equal("Target: 80, Publish: 8080", Assert.Single(web.Ports));
        Assert.Equal(["web.1.a 10.0.1.3", "web.2.b 10.0.1.4"], web.Tasks.Select(t => t.ToString()));
        Assert.Equal(IPAddress.Parse("203.0.113.2"), web.Tasks[1].NodeAddress);
    }

    [Fact]
    public async Task A_network_that_has_gone_stays_as_it_was()
    {
        var network = await InspectAsync("""{"message":"network 1 not found"}""", status: 404);

        Assert.Same(App, network);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_a_warning()
    {
        var warnings = new List<string>();
        EngineWatch.Begin(null, null, warnings.Add);

        Assert.Same(App, await InspectAsync("""{"Peers":7}"""));

        Assert.Contains("app", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static async Task<Network> InspectAsync(string document, int status = 200)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(document, status));
        using var client = engine.Client();
        var network = Assert.Single(await NetworkInspection.ReadAsync(client, [App], default));
        Assert.Contains("GET /v1.51/networks/1?verbose=1", engine.Requests);
        return network;
    }

    private static NetworkSubnet Subnet(string range) => new(IPNetwork.Parse(range), null, null, new Dictionary<string, IPAddress>());
}
