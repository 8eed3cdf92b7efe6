using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Connection;

/// <summary>What an ssh:// names, and that no part of it becomes an option or a command.</summary>
public class SshAddressTests
{
    [Theory]
    [InlineData("ssh://host", "-- host")]
    [InlineData("ssh://host/", "-- host")]
    [InlineData("ssh://host//", "-- host")]
    [InlineData("ssh://me@host", "-l me -- host")]
    [InlineData("ssh://me@host:2222", "-l me -p 2222 -- host")]
    [InlineData("ssh://host:", "-- host")]
    [InlineData("ssh://@host", "-- host")]
    [InlineData("ssh://LAB%5Cme@host", @"-l LAB\me -- host")]
    [InlineData("ssh://me@example.org@host", "-l me@example.org -- host")]
    [InlineData("ssh://Build_01", "-- Build_01")]
    [InlineData("ssh://10.0.0.1:22", "-p 22 -- 10.0.0.1")]
    [InlineData("ssh://[2001:db8::1]", "-- 2001:db8::1")]
    [InlineData("ssh://me@[2001:db8::1]:22", "-l me -p 22 -- 2001:db8::1")]
    [InlineData("ssh://[fe80::1%25eth0]", "-- fe80::1%eth0")]
    public void User_port_and_host_are_arguments_of_their_own(string text, string arguments) =>
        Assert.EndsWith($" {arguments} docker system dial-stdio", Arguments(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("ssh://h/run/user/1000/docker.sock", "docker --host=unix:///run/user/1000/docker.sock system dial-stdio")]
    [InlineData("ssh://h/my docker.sock", "docker '--host=unix:///my docker.sock' system dial-stdio")]
    [InlineData("ssh://h/my%20docker.sock", "docker '--host=unix:///my docker.sock' system dial-stdio")]
    [InlineData("ssh://h/-x", "docker --host=unix:///-x system dial-stdio")]
    [InlineData("ssh://h/a'$(touch b)'", @"docker '--host=unix:///a'\''$(touch b)'\''' system dial-stdio")]
    [InlineData("ssh://h/a;b&c|d`e`", "docker '--host=unix:///a;b&c|d`e`' system dial-stdio")]
    public void A_path_is_the_remote_socket_and_one_word(string text, string command) =>
        Assert.Equal(command, SshAddress.Of(DockerHost.Parse(text)).Arguments(TimeSpan.FromSeconds(20))[^1]);

    [Fact]
    public void Ssh_is_told_not_to_ask_and_not_to_wait_for_ever() => Assert.StartsWith(
        "-T -a -x -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20 -o ClearAllForwardings=yes -o ControlMaster=no "
            + "-o LogLevel=ERROR -- ",
        Arguments("ssh://host"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("ssh://", "host name is missing")]
    [InlineData("ssh://me@", "host name is missing")]
    [InlineData("ssh://:22", "host name is missing")]
    [InlineData("ssh:///run/docker.sock", "host name is missing")]
    [InlineData("ssh://-oProxyCommand=touch%20x", "host name contains")]
    [InlineData("ssh://me@-oProxyCommand=x", "host name contains")]
    [InlineData("ssh://ho%0ast", "host name contains")]
    [InlineData("ssh://ho\u0007st", "host name contains")]
    [InlineData("ssh://$(touch x)", "host name contains")]
    [InlineData("ssh://a b", "host name contains")]
    [InlineData("ssh://-l@host", "user name")]
    [InlineData("ssh://%2Dl@host", "user name")]
    [InlineData("ssh://`touch x`@host", "user name")]
    [InlineData("ssh://a%0Ab@host", "user name")]
    [InlineData("ssh://host/a%0Ab", "control character")]
    [InlineData("ssh://host/a\u001b[2J", "control character")]
    [InlineData("ssh://host:0", "port")]
    [InlineData("ssh://host:65536", "port")]
    [InlineData("ssh://host:-1", "port")]
    [InlineData("ssh://host:22x", "port")]
    [InlineData("ssh://2001:db8::1", "brackets")]
    [InlineData("ssh://[2001:db8::1", "brackets")]
    [InlineData("ssh://[10.0.0.1]", "not an IPv6 address")]
    [InlineData("ssh://[fe80::1%25-x;]", "not an IPv6 address,host name contains")]
    [InlineData("ssh://host?x=y", "query")]
    [InlineData("ssh://host/run#x", "fragment")]
    public void What_could_be_an_option_or_a_command_is_refused(string text, string why)
    {
        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => DockerHost.Parse(text));

        Assert.Contains(why.Split(','), each => failure.Message.Contains(each, StringComparison.Ordinal));
        Assert.Contains("ssh://user@host", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://me:secret@host")]
    [InlineData("ssh://me:se/secret@host")]
    [InlineData("ssh://me:#secret@host")]
    [InlineData("ssh://me%3Asecret@host")]
    [InlineData("ssh://me%3asecret%3A%2f@host")]
    public void A_password_is_refused_and_not_repeated(string text)
    {
        var failure = Expect.Failure(EngineFailure.InvalidConfiguration, () => DockerHost.Parse(text));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("'ssh://me:***@host'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH://me@Host:22/", "ssh://me@Host:22")]
    [InlineData("ssh://LAB%5cme@host", "ssh://LAB%5Cme@host")]
    [InlineData("ssh://host/my docker.sock", "ssh://host/my%20docker.sock")]
    [InlineData("ssh://me@[FE80::1%25eth0]:22", "ssh://me@[FE80::1%25eth0]:22")]
    public void The_text_can_be_typed_again(string text, string shown)
    {
        var host = DockerHost.Parse(text);

        Assert.Equal(shown, host.ToString());
        Assert.Equal(host, DockerHost.Parse(shown));
    }

    [Fact]
    public void Names_of_the_configuration_that_differ_in_case_are_other_hosts() =>
        Assert.NotEqual(DockerHost.Parse("ssh://Build"), DockerHost.Parse("ssh://build"));

    private static string Arguments(string text) =>
        string.Join(' ', SshAddress.Of(DockerHost.Parse(text)).Arguments(TimeSpan.FromSeconds(20)));
}
