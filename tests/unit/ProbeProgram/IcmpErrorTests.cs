using System.Net;
using System.Net.Sockets;
using DockerNetwork.Probe;
using SocketAddress = DockerNetwork.Probe.SocketAddress;

namespace DockerNetwork.UnitTests.ProbeProgram;

public class IcmpErrorTests
{
    private static readonly IPAddress Target4 = IPAddress.Parse("10.1.0.2");
    private static readonly IPAddress Target6 = IPAddress.Parse("fd01::2");

    /// <summary>cmsghdr, sock_extended_err and the offender, as the kernel writes them.</summary>
    private static byte[] Control(int level, int type, byte origin, byte icmpType, byte code, string sender)
    {
        var control = new byte[32 + SocketAddress.Length6];
        BitConverter.TryWriteBytes(control, (long)control.Length);
        BitConverter.TryWriteBytes(control.AsSpan(8), level);
        BitConverter.TryWriteBytes(control.AsSpan(12), type);
        BitConverter.TryWriteBytes(control.AsSpan(16), 111);
        (control[20], control[21], control[22]) = (origin, icmpType, code);
        var length = SocketAddress.Write(IPAddress.Parse(sender), 0, control.AsSpan(32));
        return control[..(32 + (int)length)];
    }

    [Fact]
    public void An_entry_of_the_error_queue_names_the_sender()
    {
        Assert.Equal(
            new IcmpError(AddressFamily.InterNetwork, 3, 3, IPAddress.Parse("10.1.0.1")),
            IcmpError.Read(Control(0, 11, 2, 3, 3, "10.1.0.1")));
        Assert.Equal(
            new IcmpError(AddressFamily.InterNetworkV6, 1, 4, IPAddress.Parse("fd01::1")),
            IcmpError.Read(Control(41, 25, 3, 1, 4, "fd01::1")));
    }

    [Theory]
    [InlineData(0, 11, 2, 3, 4, "10.1.0.1", 1300u, 1300)]
    [InlineData(41, 25, 3, 2, 0, "fd01::1", 1300u, 1300)]
    [InlineData(0, 11, 2, 3, 4, "10.1.0.1", 4294967295u, 65535)]
    [InlineData(0, 11, 2, 3, 3, "10.1.0.1", 1300u, 0)]
    public void A_packet_that_is_too_large_has_an_MTU(
        int level, int type, byte origin, byte icmpType, byte code, string sender, uint named, int mtu)
    {
        var control = Control(level, type, origin, icmpType, code, sender);
        BitConverter.TryWriteBytes(control.AsSpan(24), named);
        var error = IcmpError.Read(control)!.Value;

        Assert.Equal((mtu, mtu > 0), (error.Mtu, error.IsTooLarge));
        Assert.False(error.IsTooLarge && error.IsFirewalls(IPAddress.Parse("10.9.9.9"), tcp: false));
    }

    [Fact]
    public void Other_entries_are_left_alone()
    {
        var whole = Control(0, 11, 2, 3, 3, "10.1.0.1");

        Assert.Null(IcmpError.Read(Control(0, 11, 1, 3, 3, "10.1.0.1")));
        Assert.Null(IcmpError.Read(Control(1, 35, 2, 3, 3, "10.1.0.1")));
        for (var length = 0; length < whole.Length; length++)
            Assert.Null(IcmpError.Read(whole.AsSpan(0, length)));
        Assert.Null(IcmpError.Read(Control(41, 25, 3, 1, 4, "fd01::1").AsSpan(0, 50)));
    }

    [Theory]
    [InlineData(3, "10.1.0.1", true)]
    [InlineData(3, "10.1.0.2", false)]
    [InlineData(2, "10.1.0.1", true)]
    [InlineData(9, "10.1.0.2", true)]
    [InlineData(10, "10.1.0.1", true)]
    [InlineData(13, "10.1.0.1", true)]
    [InlineData(0, "10.1.0.1", false)]
    [InlineData(1, "10.1.0.1", false)]
    [InlineData(4, "10.1.0.1", false)]
    public void Who_refuses_decides(byte code, string sender, bool firewall) => Assert.Equal(
        firewall, new IcmpError(AddressFamily.InterNetwork, 3, code, IPAddress.Parse(sender)).IsFirewalls(Target4, tcp: false));

    [Theory]
    [InlineData(4, "fd01::1", true)]
    [InlineData(4, "fd01::2", false)]
    [InlineData(1, "fd01::2", true)]
    [InlineData(0, "fd01::1", false)]
    [InlineData(3, "fd01::1", false)]
    public void In_IPv6_too(byte code, string sender, bool firewall) => Assert.Equal(
        firewall,
        new IcmpError(AddressFamily.InterNetworkV6, 1, code, IPAddress.Parse(sender)).IsFirewalls(Target6, tcp: false));

    /// <summary>A closed port of TCP answers with a reset; iptables -j REJECT sends this one, with the target's own address.</summary>
    [Fact]
    public void Of_TCP_a_port_that_is_unreachable_is_a_firewalls() =>
        Assert.True(new IcmpError(AddressFamily.InterNetwork, 3, 3, Target4).IsFirewalls(Target4, tcp: true));

    [Fact]
    public void What_is_sent_to_no_address_is_refused_by_the_loopback_interface()
    {
        Assert.False(new IcmpError(AddressFamily.InterNetwork, 3, 3, IPAddress.Loopback).IsFirewalls(IPAddress.Any, tcp: false));
        Assert.False(new IcmpError(AddressFamily.InterNetworkV6, 1, 4, IPAddress.IPv6Loopback).IsFirewalls(IPAddress.IPv6Any, tcp: false));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, 3, 1, true)]
    [InlineData(AddressFamily.InterNetwork, 11, 0, true)]
    [InlineData(AddressFamily.InterNetwork, 3, 3, false)]
    [InlineData(AddressFamily.InterNetworkV6, 1, 3, true)]
    [InlineData(AddressFamily.InterNetworkV6, 1, 4, false)]
    public void A_datagram_is_waited_for_if_the_error_may_pass(AddressFamily family, byte type, byte code, bool transient) =>
        Assert.Equal(transient, new IcmpError(family, type, code, IPAddress.Loopback).IsTransient);
}
