using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

public sealed class RealPathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public void A_path_is_followed_through_links_of_folders_and_files()
    {
        var real = RealPath.Of(_folder.Write("run/docker.sock", ""));
        Link("var", "run");
        Link("absolute", _folder.File("var"));
        Link("other.sock", "nowhere/.././var/docker.sock");
        Link("round", "round");

        Assert.Equal(real, RealPath.Of(_folder.File("var/docker.sock")));
        Assert.Equal(real, RealPath.Of(_folder.File("absolute/docker.sock")));
        Assert.Equal(real, RealPath.Of(_folder.File("other.sock")));
        Assert.Equal(real, RealPath.Of(_folder.File("run/../run//docker.sock")));
        Assert.EndsWith("/round", RealPath.Of(_folder.File("round")), StringComparison.Ordinal);
        Assert.Equal("/nosuch/docker.sock", RealPath.Of("/nosuch/docker.sock"));
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target);
}
