using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class ContainerHealthTests
{
    [Theory]
    [InlineData("Up 5 minutes (healthy)", ContainerHealth.Healthy)]
    [InlineData("Up 5 minutes (unhealthy)", ContainerHealth.Unhealthy)]
    [InlineData("Up 1 second (health: starting)", ContainerHealth.Starting)]
    [InlineData("Up 1 second (starting)", ContainerHealth.Starting)]
    [InlineData("Up 5 minutes", ContainerHealth.None)]
    [InlineData("Up 5 minutes (Paused)", ContainerHealth.None)]
    [InlineData("Exited (0) 2 hours ago", ContainerHealth.None)]
    [InlineData("Created", ContainerHealth.None)]
    [InlineData("", ContainerHealth.None)]
    public void Health_stands_at_the_end_of_the_status(string status, ContainerHealth health) =>
        Assert.Equal(health, (new TestEngine().Container("web")["web"] with { Status = status }).Health);

    [Fact]
    public void Compose_writes_labels()
    {
        var container = new TestEngine().Container("web")["web"];

        Assert.Null(container.ComposeProject);
        Assert.Null(container.ComposeService);
        container = container with
        {
            Label = new Dictionary<string, string>
            {
                ["com.docker.compose.project"] = "shop",
                ["com.docker.compose.service"] = "front",
            },
        };
        Assert.Equal("shop", container.ComposeProject);
        Assert.Equal("front", container.ComposeService);
    }
}
