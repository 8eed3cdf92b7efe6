using System.Net;
using SocketAddress = DockerNetwork.Probe.SocketAddress;

namespace DockerNetwork.UnitTests.ProbeProgram;

public class SocketAddressTests
{
    [Fact]
    public void An_IPv4_address_has_the_layout_of_sockaddr_in()
    {
        var buffer = new byte[SocketAddress.Length6];
        Array.Fill(buffer, (byte)0xff);

        Assert.Equal(16u, SocketAddress.Write(IPAddress.Parse("172.18.0.3"), 5432, buffer));
        Assert.Equal([2, 0, 0x15, 0x38, 172, 18, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0], buffer[..16]);
    }

    [Fact]
    public void An_IPv6_address_has_the_layout_of_sockaddr_in6()
    {
        var buffer = new byte[SocketAddress.Length6];
        Array.Fill(buffer, (byte)0xff);

        Assert.Equal(28u, SocketAddress.Write(IPAddress.Parse("fe80::3%7"), 65535, buffer));
        Assert.Equal([10, 0, 0xff, 0xff, 0, 0, 0, 0, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 0, 0, 0], buffer);
    }

    [Theory]
    [InlineData("172.18.0.3")]
    [InlineData("fd00:1::3")]
    [InlineData("::ffff:10.0.0.1")]
    public void What_is_written_is_read(string text)
    {
        var buffer = new byte[SocketAddress.Length6];
        SocketAddress.Write(IPAddress.Parse(text), 80, buffer);

        Assert.Equal(IPAddress.Parse(text), SocketAddress.Read(buffer));
    }

    [Fact]
    public void Another_family_is_no_address() => Assert.Null(SocketAddress.Read(new byte[SocketAddress.Length6]));
}
