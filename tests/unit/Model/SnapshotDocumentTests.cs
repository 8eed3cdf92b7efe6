using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.UnitTests.Model;

public class SnapshotDocumentTests
{
    [Fact]
    public void The_text_of_a_snapshot_does_not_change_between_versions()
    {
        var document = new SnapshotDocument
        {
            DockerHost = "unix:///var/run/docker.sock",
            ApiVersion = "1.51",
            Time = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Networks =
            [
                new NetworkResource
                {
                    Name = "n", Id = "1", Driver = "bridge", Ipam = new Ipam { Config = [new IpamConfig { Subnet = "10.9.0.0/24" }] },
                },
            ],
            Containers = [new ContainerSummary { Id = "2", Names = ["/web"], Ports = [new PortSummary(null, 80, null, "tcp")] }],
            Details = [new ContainerDetails { Id = "2", State = new StateDocument("running", 7, 0, "", null) }],
        };
        const string Text = """
            {"Format":1,"DockerHost":"unix:///var/run/docker.sock","ApiVersion":"1.51","Time":"2025-01-01T00:00:00+00:00",
            "Networks":[{"Name":"n","Id":"1","Created":"0001-01-01T00:00:00+00:00","Scope":"","Driver":"bridge","EnableIPv6":false,
            "IPAM":{"Config":[{"Subnet":"10.9.0.0/24"}]},"Internal":false,"Attachable":false,"Ingress":false,"ConfigOnly":false}],
            "Containers":[{"Id":"2","Names":["/web"],"Created":0,"Ports":[{"PrivatePort":80,"Type":"tcp"}]}],
            "Details":[{"Id":"2","Name":"","State":{"Status":"running","Pid":7,"ExitCode":0,"Error":""}}]}
            """;

        Assert.Equal(Text.ReplaceLineEndings(""), document.ToJson());
        Assert.Equal(Text.ReplaceLineEndings(""), SnapshotDocument.Parse(Text).ToJson());
    }

    [Theory]
    [InlineData("\"ApiVersion\":\"1.51\"", "the API of Docker 28.3", null)]
    [InlineData("\"ApiVersion\":\"1.41\"", "the API of Docker 20.10", null)]
    [InlineData("\"ApiVersion\":\"1.41\",\"Engine\":\"Docker/28.5.2\"", "Docker 28.5.2", null)]
    [InlineData("\"ApiVersion\":\"1.41\",\"Engine\":\"Libpod/4.3.1\"", "Podman 4.3.1", null)]
    [InlineData("\"ApiVersion\":\"1.54\",\"Engine\":\"Docker/29.7.2\",\"FirewallBackend\":\"nftables\"", "Docker 29.7.2", "nftables")]
    public void A_snapshot_keeps_what_the_engine_is_and_an_older_one_its_API_version(string engine, string text, string? backend)
    {
        var json = $$"""{"DockerHost":"unix:///var/run/docker.sock",{{engine}},"Networks":[],"Containers":[],"Details":[]}""";

        var snapshot = SavedSnapshot.Parse(json).ToSnapshot();

        Assert.Equal((text, backend), (snapshot.Engine.ToString(), snapshot.Engine.FirewallBackend));
    }
}
