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
}
