using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>What the program reads of the host, as the kernel and the engines write it, and as others might.</summary>
[Collection("native probe")]
public class HostStateTests
{
    private const string Full =
        "/usr/bin/docker-proxy\0-proto\0tcp\0-host-ip\00.0.0.0\0-host-port\08080\0-container-ip\0172.18.0.2\0-container-port\080\0";

    [Theory]
    [InlineData(Full)]
    [InlineData(Full + "-use-listen-fd\0")]
    [InlineData("x\0-container-port\080\0-container-ip\0172.18.0.2\0-host-port\08080\0-host-ip\00.0.0.0\0-proto\0tcp")]
    [InlineData("x\0--proto\0tcp\0--host-ip\00.0.0.0\0--host-port\08080\0--container-ip\0172.18.0.2\0--container-port\080\0")]
    public void The_arguments_of_a_proxy_are_read(string line)
    {
        var proxy = ProxyArguments.Parse(Encoding.UTF8.GetBytes(line))!;

        Assert.Equal(
            (FactKind.Proxy, "tcp", "0.0.0.0", 8080, "172.18.0.2", 80),
            (proxy.Fact, proxy.Protocol, proxy.Address, proxy.Port, proxy.ContainerAddress, proxy.ContainerPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("docker-proxy\0")]
    [InlineData("docker-proxy\0-proto\0tcp\0")]
    [InlineData(Full + "-proto\0udp\0")]
    [InlineData(Full + "more\0")]
    [InlineData(Full + "-proto")]
    [InlineData("x\0-proto\0gre\0-host-ip\00.0.0.0\0-host-port\08080\0-container-ip\0172.18.0.2\0-container-port\080\0")]
    [InlineData("x\0-proto\0tcp\0-host-ip\0db\0-host-port\08080\0-container-ip\0172.18.0.2\0-container-port\080\0")]
    [InlineData("x\0-proto\0tcp\0-host-ip\0fe80::1%eth0\0-host-port\08080\0-container-ip\0172.18.0.2\0-container-port\080\0")]
    [InlineData("x\0-proto\0tcp\0-host-ip\00.0.0.0\0-host-port\070000\0-container-ip\0172.18.0.2\0-container-port\080\0")]
    [InlineData("x\0-proto\0tcp\0-host-ip\00.0.0.0\0-host-port\0 80\0-container-ip\0172.18.0.2\0-container-port\080\0")]
    [InlineData("x\0-proto\0tcp\0-host-ip\00.0.0.0\0-host-port\08080\0-container-ip\0172.18.0.2\0-container-port\0-1\0")]
    public void Other_arguments_are_not_a_proxys(string line) => Assert.Null(ProxyArguments.Parse(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("Name:\tdocker-proxy\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n", true)]
    [InlineData("Name:\tdocker-proxy\nUid:\t65534\t0\t0\t0\nGid:\t0\t0\t0\t0\n", false)]
    [InlineData("Name:\tdocker-proxy\nUid:\t01\t0\t0\t0\n", false)]
    [InlineData("Name:\tdocker-proxy\n", false)]
    public void Only_root_starts_a_proxy(string status, bool counts) =>
        Assert.Equal(counts, ProxyProcesses.IsRoots(Encoding.UTF8.GetBytes(status)));

    [Fact]
    public void A_line_that_was_cut_is_not_believed() =>
        Assert.Null(ProxyArguments.Parse(Encoding.UTF8.GetBytes(Full + "-" + new string('x', ProxyArguments.MaxLength))));

    [Theory]
    [InlineData("/usr/bin/docker-proxy", true)]
    [InlineData("/usr/bin/docker-proxy (deleted)", true)]
    [InlineData("docker-proxy", true)]
    [InlineData("/usr/bin/docker-proxy2", false)]
    [InlineData("/usr/bin/my-docker-proxy", false)]
    [InlineData("/docker-proxy/sh", false)]
    [InlineData("/usr/libexec/docker/docker-proxy-current", true)]
    [InlineData("/usr/bin/vpnkit-expose-port", true)]
    [InlineData("/usr/bin/rootlesskit-docker-proxy", true)]
    [InlineData("/usr/bin/docker-proxy/", false)]
    [InlineData("", false)]
    public void The_program_must_be_called_docker_proxy(string program, bool expected) =>
        Assert.Equal(expected, ProxyProcesses.IsProxy(Encoding.UTF8.GetBytes(program)));

    [Theory]
    [InlineData(2, 8080, "7f000001", "127.0.0.1")]
    [InlineData(2, 22, "00000000", "0.0.0.0")]
    [InlineData(10, 80, "00000000000000000000000000000001", "::1")]
    [InlineData(10, 80, "00000000000000000000ffff7f000001", "127.0.0.1")]
    [InlineData(10, 53, "20010db80000ffff0000000000000002", "2001:db8:0:ffff::2")]
    public void A_listener_is_read(int family, int port, string bytes, string address) =>
        Assert.Equal((address, port), Listeners.Read(Socket(family, port, bytes)));

    [Theory]
    [InlineData(2, 0, "7f000001")]
    [InlineData(1, 80, "7f000001")]
    public void Other_sockets_are_not(int family, int port, string bytes) => Assert.Null(Listeners.Read(Socket(family, port, bytes)));

    [Fact]
    public void A_message_that_was_cut_is_not_read() => Assert.Null(Listeners.Read(Socket(2, 80, "7f000001").AsSpan(0, 71)));

    [Fact]
    public async Task The_program_tells_of_the_host_that_it_runs_on()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("");

        var items = await probe.RunAsync("\"host\":true,\"proxies\":true");

        Assert.Contains(items, i => Is(i, "kind", "address") && Is(i, "address", "127.0.0.1"));
        Assert.Contains(
            items,
            i => Is(i, "fact", "listener") && Is(i, "address", "127.0.0.1") && i.GetProperty("port").GetInt32() == server.Port);
        Assert.Contains(items, i => Is(i, "fact", "allListeners"));
        Assert.Contains(items, i => Is(i, "fact", "allProxies"));
        Assert.Contains(items, i => Is(i, "fact", "forwarding") && i.TryGetProperty("on", out _));
        Assert.DoesNotContain(items, i => Is(i, "kind", "neighbour"));
        Assert.DoesNotContain(items, i => Is(i, "kind", "address") && Is(i, "scope", "link"));
    }

    [Fact]
    public async Task Only_its_own_host_is_told_of()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var items = await probe.RunAsync($"\"host\":true,\"pid\":{probe.Id}");

        Assert.DoesNotContain(items, i => i.TryGetProperty("fact", out _) || i.TryGetProperty("kind", out _));
    }

    [Theory]
    [InlineData("", "Refused")]
    [InlineData(",\"hostAddresses\":[\"127.0.0.1\"]", "Refused")]
    [InlineData(",\"hostAddresses\":[\"10.0.0.1\"]", "Reachable")]
    [InlineData(",\"hostAddresses\":[]", "Reachable")]
    public async Task A_proxy_is_expected_only_at_an_address_of_the_host(string addresses, string state)
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("");

        var items = await probe.RunAsync(
            $$"""
            "probes":[{"i":0,"kind":"tcp","host":"127.0.0.1","port":{{server.Port}},"proxied":true}]{{addresses}}
            """);

        Assert.Contains(items, i => Is(i, "state", state));
    }

    /// <summary>struct inet_diag_msg.</summary>
    private static byte[] Socket(int family, int port, string address)
    {
        var message = new byte[72];
        message[0] = (byte)family;
        message[4] = (byte)(port >> 8);
        message[5] = (byte)port;
        Convert.FromHexString(address).CopyTo(message, 8);
        return message;
    }

    private static bool Is(System.Text.Json.JsonElement item, string property, string text) =>
        item.TryGetProperty(property, out var value) && value.GetString() == text;
}
