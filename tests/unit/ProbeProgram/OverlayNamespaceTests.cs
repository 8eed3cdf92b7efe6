using System.Text;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Which file leads to the namespace of an overlay network.</summary>
public class OverlayNamespaceTests
{
    [Fact]
    public void The_namespace_that_was_made_last_counts()
    {
        string[] names = ["1-y8kpr7vdwj", "12-y8kpr7vdwj", "3-y8kpr7vdwj", "lb_y8kpr7vdw", "13-other12345", "x-y8kpr7vdwj", "f42adc743033"];

        Assert.Equal("12-y8kpr7vdwj", OverlayNamespace.Newest(names, "y8kpr7vdwj"));
        Assert.Null(OverlayNamespace.Newest(names, "nothing123"));
        Assert.Null(OverlayNamespace.Newest(["-y8kpr7vdwj", "-1-y8kpr7vdwj", "99999999999-y8kpr7vdwj"], "y8kpr7vdwj"));
    }

    [Theory]
    [InlineData("Name:\tsh\nPPid:\t4711\nUid:\t0\n", 4711)]
    [InlineData("Name:\tPPid: 5\nPPid:\t0\n", null)]
    [InlineData("PPid:\tnone\n", null)]
    [InlineData("", null)]
    public void The_parent_is_read_of_the_status(string status, int? parent) =>
        Assert.Equal(parent, OverlayNamespace.Parent(Encoding.ASCII.GetBytes(status)));
}
