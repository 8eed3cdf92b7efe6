using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Text;

public class ShortHostTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock")]
    [InlineData("unix:///var/lib/engines/team-blue/build01/docker.sock", "…/team-blue/build01/docker.sock")]
    [InlineData("unix:///srv/a-folder-with-a-name-that-is-longer.sock", "…with-a-name-that-is-longer.sock")]
    [InlineData("ssh://admin@build01.example.org/run/user/1000/docker.sock", null)]
    public void The_end_of_a_long_path_is_shown(string host, string? shown)
    {
        Assert.Equal(shown ?? host, ShortHost.Of(host));
        Assert.True(shown is null || shown.Length <= ShortHost.Most);
    }

    [Fact]
    public void Those_that_would_look_the_same_stay_whole()
    {
        const string Tail = "/var/lib/docker-engines/docker.sock";
        string[] hosts = [$"unix:///a{Tail}", $"unix:///b{Tail}", "unix:///var/lib/docker-engines/c/docker.sock"];

        var shown = ShortHost.Of(hosts);

        Assert.Equal([hosts[0], hosts[1], "…/docker-engines/c/docker.sock"], hosts.Select(host => shown[host]));
    }
}
