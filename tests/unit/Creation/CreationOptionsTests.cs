using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;

namespace DockerNetwork.UnitTests.Creation;

public class CreationOptionsTests
{
    [Theory]
    [InlineData("db:192.0.2.5", "db:192.0.2.5")]
    [InlineData("db=192.0.2.5", "db:192.0.2.5")]
    [InlineData("db:2001:db8::5", "db:2001:db8::5")]
    [InlineData("db=2001:db8::5", "db:2001:db8::5")]
    [InlineData("db:[2001:db8::5]", "db:2001:db8::5")]
    [InlineData("host.docker.internal:host-gateway", "host.docker.internal:host-gateway")]
    public void A_host_is_sent_as_name_and_address(string text, string sent) => Assert.Equal(sent, CreationOptions.ExtraHost(text));

    [Theory]
    [InlineData("")]
    [InlineData("db")]
    [InlineData("db:")]
    [InlineData(":192.0.2.5")]
    [InlineData("=192.0.2.5")]
    [InlineData("db:web")]
    [InlineData("db:1")]
    [InlineData("db:192.0.2")]
    [InlineData("db:192.0.2.5/24")]
    [InlineData("db:fe80::1%eth0")]
    [InlineData("db:Host-Gateway")]
    public void What_is_no_host_is_refused(string text) => Refused("InvalidAddHost", () => CreationOptions.ExtraHost(text));

    [Theory]
    [InlineData("db")]
    [InlineData("db:data")]
    [InlineData("/db:/web/data")]
    public void A_link_is_sent_as_it_is(string text) => Assert.Equal(text, CreationOptions.Link(text));

    [Theory]
    [InlineData("")]
    [InlineData("a:b:c")]
    [InlineData(":data")]
    [InlineData("db:")]
    [InlineData("db: ")]
    public void What_is_no_link_is_refused(string text) => Refused("InvalidLink", () => CreationOptions.Link(text));

    /// <summary>The valid ones of docker's own tests (opts_test.go) among them.</summary>
    [Theory]
    [InlineData(".", ".")]
    [InlineData(" . ", ".")]
    [InlineData("a", "a")]
    [InlineData("a.", "a")]
    [InlineData("1.foo", "1.foo")]
    [InlineData("17.foo", "17.foo")]
    [InlineData("foo.bar.baz.", "foo.bar.baz")]
    [InlineData("foo-bar.baz", "foo-bar.baz")]
    public void A_search_domain_is_sent_without_its_last_dot(string text, string sent) =>
        Assert.Equal(sent, CreationOptions.DnsSearch(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("  ")]
    [InlineData("17")]
    [InlineData("17.")]
    [InlineData(".17")]
    [InlineData("17-.")]
    [InlineData(".foo-.bar")]
    [InlineData("foo.-bar")]
    [InlineData("foo-")]
    [InlineData("-")]
    [InlineData("foo bar")]
    [InlineData("foo_bar")]
    [InlineData("foo.bar\n.baz")]
    public void What_is_no_search_domain_is_refused(string text) => Refused("InvalidDnsSearch", () => CreationOptions.DnsSearch(text));

    [Fact]
    public void A_search_domain_has_less_than_255_characters()
    {
        Assert.Equal(new string('a', 254), CreationOptions.DnsSearch(new string('a', 254)));
        Refused("InvalidDnsSearch", () => CreationOptions.DnsSearch(new string('a', 255)));
    }

    [Theory]
    [InlineData("no", "no", 0)]
    [InlineData("ALWAYS", "always", 0)]
    [InlineData("unless-stopped", "unless-stopped", 0)]
    [InlineData("on-failure", "on-failure", 0)]
    [InlineData("on-failure:5", "on-failure", 5)]
    [InlineData("On-Failure:999999999", "on-failure", 999999999)]
    public void A_policy_is_sent_with_its_count(string text, string name, int count) =>
        Assert.Equal(new RestartPolicy(name, count), CreationOptions.Restart(text));

    [Theory]
    [InlineData("")]
    [InlineData("never")]
    [InlineData("always:3")]
    [InlineData("on-failure:")]
    [InlineData("on-failure:-1")]
    [InlineData("on-failure:x")]
    [InlineData("on-failure:9999999999")]
    [InlineData("always\n")]
    public void What_is_no_policy_is_refused(string text) => Refused("InvalidRestartPolicy", () => CreationOptions.Restart(text));

    [Fact]
    public void Exposed_ports_come_from_texts()
    {
        Assert.Equal(["80/udp", "81/udp"], CreationOptions.Expose("80-81/udp").Select(p => p.ToString()));
        Assert.Contains("8080:80", Refused("InvalidExpose", () => CreationOptions.Expose("8080:80")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_alone_are_anonymous_volumes()
    {
        var (binds, anonymous) = CreationOptions.Volumes(["/data", "named:/x", "/host:/y:ro", @"C:\data:/z", "c:/data:/z:ro,z", "/data"]);

        Assert.Equal(["named:/x", "/host:/y:ro", @"C:\data:/z", "c:/data:/z:ro,z"], binds!);
        Assert.Equal(["/data"], anonymous!.Keys);
    }

    [Fact]
    public void No_volumes_are_not_sent()
    {
        Assert.Equal((null, null), CreationOptions.Volumes(null));
        Assert.Equal((null, null), CreationOptions.Volumes([]));
        Assert.Null(CreationOptions.Volumes(["/data"]).Binds);
        Assert.Null(CreationOptions.Volumes(["a:/data"]).Anonymous);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("data:relative")]
    [InlineData(":/data")]
    [InlineData("/data:")]
    [InlineData("/data:ro")]
    [InlineData("a:/data:")]
    [InlineData("a:/data:ro:z")]
    [InlineData(@"C:\data")]
    [InlineData(@"C:\data:data")]
    public void What_is_no_volume_is_refused(string text) =>
        Assert.StartsWith(
            $"'{text}' is not a valid volume.",
            Refused("InvalidVolume", () => CreationOptions.Volumes(["/fine", text])).Message,
            StringComparison.Ordinal);

    private static CommandException Refused(string id, Func<object?> read)
    {
        var exception = Assert.Throws<CommandException>(read);
        Assert.Equal(id, exception.ErrorId);
        return exception;
    }
}
