using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

public class NameServerTextTests
{
    [Fact]
    public void The_engines_own_name_server_is_named_with_what_may_be_behind_its_silence()
    {
        Assert.Equal("the engine's DNS (127.0.0.11)", NameServerText.Of("127.0.0.11"));
        Assert.Contains("upstream", NameServerText.Behind("127.0.0.11"), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_name_server_is_its_address()
    {
        Assert.Equal("10.0.0.53, 1.1.1.1", NameServerText.Of("10.0.0.53", "1.1.1.1"));
        Assert.Empty(NameServerText.Behind("10.0.0.53", "1.1.1.1"));
    }
}
