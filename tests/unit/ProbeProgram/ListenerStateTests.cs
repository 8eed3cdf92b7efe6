using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DockerNetwork.Probe;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Who listens in a network namespace, as the kernel says.</summary>
[Collection("native probe")]
public class ListenerStateTests
{
    [Theory]
    [InlineData("socket:[4711]", 4711u)]
    [InlineData("socket:[4294967295]", uint.MaxValue)]
    [InlineData("socket:[4294967296]", 0u)]
    [InlineData("socket:[]", 0u)]
    [InlineData("socket:[", 0u)]
    [InlineData("socket:[-1]", 0u)]
    [InlineData("pipe:[4711]", 0u)]
    [InlineData("/tmp/socket:[4711]", 0u)]
    [InlineData("", 0u)]
    public void A_link_to_a_socket_says_which(string link, uint inode) =>
        Assert.Equal(inode, SocketOwners.InodeOf(Encoding.UTF8.GetBytes(link)));

    [Fact]
    public async Task The_program_tells_who_listens()
    {
        if (NativeProbe.Program is null)
            return;
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        using var both = new TcpListener(IPAddress.IPv6Any, 0);
        both.Server.DualMode = true;
        both.Start();
        using var only = new TcpListener(IPAddress.IPv6Any, 0);
        only.Server.DualMode = false;
        only.Start();
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var connected = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        connected.Connect(IPAddress.Loopback, 9);
        await using var probe = NativeProbe.Start();

        var items = await probe.RunAsync("\"listeners\":true");

        var own = Of(tcp.LocalEndpoint);
        Assert.Equal(("tcp", "127.0.0.1"), (own.GetProperty("protocol").GetString(), own.GetProperty("address").GetString()));
        Assert.Equal(Environment.ProcessId, own.GetProperty("processId").GetInt32());
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), own.GetProperty("program").GetString());
        Assert.True(own.GetProperty("socket").GetInt64() > 0);
        Assert.False(own.TryGetProperty("interface", out _));
        Assert.Equal("::", Of(both.LocalEndpoint).GetProperty("address").GetString());
        Assert.False(Of(both.LocalEndpoint).TryGetProperty("iPv6Only", out _));
        Assert.True(Of(only.LocalEndpoint).GetProperty("iPv6Only").GetBoolean());
        Assert.Equal("udp", Of(udp.Client.LocalEndPoint!).GetProperty("protocol").GetString());
        Assert.Contains(items, i => i.TryGetProperty("fact", out var fact) && fact.GetString() == "allListeners");
        Assert.DoesNotContain(items, i => Is(i, connected.Client.LocalEndPoint!));

        JsonElement Of(EndPoint end) => items.Single(i => Is(i, end));

        static bool Is(JsonElement item, EndPoint end) =>
            item.TryGetProperty("port", out var port) && port.GetInt32() == ((IPEndPoint)end).Port;
    }
}
