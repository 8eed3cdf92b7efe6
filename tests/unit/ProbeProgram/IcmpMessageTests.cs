using System.Buffers.Binary;
using System.Net;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

public class IcmpMessageTests
{
    [Theory]
    [InlineData(4, 1300, "TooLarge", 1300)]
    [InlineData(4, 0, "TooLarge", 0)]
    [InlineData(13, 1300, "Prohibited", 0)]
    [InlineData(1, 1300, "NoRoute", 0)]
    public void A_router_names_the_MTU_of_IPv4(byte code, ushort named, string kind, int mtu)
    {
        var message = new byte[8 + 20 + 8];
        (message[0], message[1]) = (3, code);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), named);
        (message[8], message[17], message[28]) = (0x45, 1, 8);
        IPAddress.Parse("10.1.0.3").TryWriteBytes(message.AsSpan(24), out _);
        (message[33], message[35]) = (7, 9);
        var read = IcmpMessage.Read4(message);

        Assert.Equal((kind, mtu, 7, 9, "10.1.0.3"), ($"{read.Kind}", read.Mtu, read.Identifier, read.Sequence, $"{read.Destination}"));
    }

    [Theory]
    [InlineData(2, 1300u, "TooLarge", 1300)]
    [InlineData(2, 4294967295u, "TooLarge", 65535)]
    [InlineData(1, 1300u, "NoRoute", 0)]
    public void A_router_names_the_MTU_of_IPv6(byte type, uint named, string kind, int mtu)
    {
        var message = new byte[8 + 40 + 8];
        message[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), named);
        (message[8], message[14], message[48]) = (0x60, 58, 128);
        IPAddress.Parse("fd01::3").TryWriteBytes(message.AsSpan(32), out _);
        var read = IcmpMessage.Read6(message);

        Assert.Equal((kind, mtu, "fd01::3"), ($"{read.Kind}", read.Mtu, $"{read.Destination}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_checksum_covers_the_last_byte(int length)
    {
        var data = new byte[length];
        data[^1] = 0x12;

        Assert.Equal((ushort)~(length % 2 == 1 ? 0x1200 : 0x12), IcmpSocket.Checksum(data));
    }

    [Fact]
    public void A_datagram_has_the_size_asked_for()
    {
        Assert.Equal("\n"u8.ToArray(), Datagram.For(9, null));
        Assert.Equal(17, Datagram.For(53, null).Length);
        Assert.Equal(1400, Datagram.For(53, 1400).Length);
        Assert.Empty(Datagram.For(9, 0));
    }
}
