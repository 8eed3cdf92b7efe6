using DockerNetwork.Formats;
using DockerNetwork.Model.Containers;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class InterfaceViewTests
{
    [Fact]
    public void Interfaces_say_whose_they_are_and_what_they_hang_on()
    {
        var link = new ContainerInterface { Container = "web", Name = "eth0", DockerHost = TestEngine.Host };

        Assert.Equal(("web", ""), (InterfaceView.Container(link), InterfaceView.Bridge(link)));
        Assert.Equal("web (container:front)", InterfaceView.Container(link with { SharedFrom = "front" }));
        Assert.Equal("web (host)", InterfaceView.Container(link with { SharedFrom = "host" }));
        Assert.Equal("docker0", InterfaceView.Bridge(link with { Bridge = "docker0", Type = "veth" }));
        Assert.Equal("macvlan", InterfaceView.Bridge(link with { Type = "macvlan" }));
    }
}
