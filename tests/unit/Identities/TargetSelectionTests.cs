using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Identities;

public class TargetSelectionTests
{
    private static readonly TestEngine Engine = new TestEngine().Network("app").Container("web", "app=172.18.0.2");

    [Theory]
    [InlineData("[fd00::2]:80", "fd00::2", 80)]
    [InlineData("[fd00::2]", "fd00::2", null)]
    [InlineData("fd00::2", "fd00::2", null)]
    [InlineData("fe80::2%eth0", "fe80::2%eth0", null)]
    [InlineData("10.5.0.8", "10.5.0.8", null)]
    [InlineData("10.5.0.8:80", "10.5.0.8", 80)]
    [InlineData("db.example:80", "db.example", 80)]
    [InlineData("db_1", "db_1", null)]
    [InlineData("`*", "*", null)]
    [InlineData("`[x`]:80", "[x]", 80)]
    public void A_text_is_an_address_or_a_host_name(string text, string host, int? port) =>
        Assert.Equal([new ReachabilityTarget(host, null, port)], TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text)));

    [Theory]
    [InlineData("@host", SpecialTarget.Host, null)]
    [InlineData("@HOST:8080", SpecialTarget.Host, 8080)]
    [InlineData("@gateway:53", SpecialTarget.Gateway, 53)]
    [InlineData("@outside", SpecialTarget.Outside, null)]
    public void A_special_target_may_have_a_port(string text, object special, int? port)
    {
        var target = Assert.Single(TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text)));

        Assert.Equal((text.Split(':')[0], (SpecialTarget)special, port), (target.Text, target.Special, target.Port));
    }

    [Theory]
    [InlineData("web", null)]
    [InlineData("web:80", 80)]
    public void A_container_comes_first(string text, int? port)
    {
        var target = Assert.Single(TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text)));

        Assert.Equal(("web", port), (target.Container?.Name, target.Port));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "'10.0.0.0/8' is a subnet, not a target.")]
    [InlineData("fd00::/64", "'fd00::/64' is a subnet, not a target.")]
    [InlineData("10.5.0.010", "'10.5.0.010' is not a valid target: some programs read it as the address 10.5.0.8, others as a name.")]
    [InlineData("10.1", "the address 10.0.0.1,")]
    [InlineData("127:80", "the address 0.0.0.127,")]
    [InlineData("a/b", "'a/b' is not a valid target.")]
    [InlineData("[fd00::2]:0", "has no port between 1 and 65535")]
    [InlineData("@gatway", "'@gatway' is not a valid target. The targets that begin with @ are @host, @gateway and @outside.")]
    [InlineData("@host:http", "has no port between 1 and 65535")]
    [InlineData("-x", "'-x' is not a valid target.")]
    public void What_is_neither_is_refused(string text, string words)
    {
        var refusal = Assert.Throws<CommandException>(() => TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text)));

        Assert.Equal("InvalidTarget", refusal.ErrorId);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
