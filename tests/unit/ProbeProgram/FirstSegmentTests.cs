using System.Buffers.Binary;
using System.Net;
using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>The segment that begins a connection, and the ports that it may come from.</summary>
public class FirstSegmentTests
{
    private static readonly IPAddress Source = IPAddress.Parse("172.18.0.2"), Target = IPAddress.Parse("172.18.0.3");

    [Theory]
    [InlineData(1500, 4, 1460)]
    [InlineData(1500, 6, 1440)]
    [InlineData(0, 4, 1460)]
    [InlineData(1400, 4, 1360)]
    [InlineData(65536, 4, 65495)]
    public void It_has_the_options_that_Linux_sends(int mtu, int family, int largest)
    {
        var spec = new PacketSpec { Kind = ProbeKind.Tcp, Family = family, Token = 0x1122334455667788, FromPort = 40000, ToPort = 80 };
        var segment = FirstSegment.Of(spec, Source, Target, 5, mtu);

        Assert.Equal((40, 10 << 4, 2), (segment.Length, segment[12], segment[13]));
        Assert.Equal([2, 4, (byte)(largest >> 8), (byte)largest, 4, 2, 8, 10], segment[20..28]);
        Assert.NotEqual(0u, BinaryPrimitives.ReadUInt32BigEndian(segment.AsSpan(28)));
        Assert.Equal([0, 0, 0, 0, 1, 3, 3, 7], segment[32..]);
        Assert.Equal(0x66778805u, BinaryPrimitives.ReadUInt32BigEndian(segment.AsSpan(4)));
        if (family == 4)
        {
            Assert.Equal(
                0, IcmpSocket.Checksum([.. Source.GetAddressBytes(), .. Target.GetAddressBytes(), 0, 6, 0, 40, .. segment]));
        }
    }

    [Theory]
    [InlineData("32768\t60999\n", 32768, 60999)]
    [InlineData("1024 1024", 1024, 1024)]
    [InlineData("1024", null, null)]
    [InlineData("a b", null, null)]
    [InlineData("", null, null)]
    public void The_ports_of_the_kernel_are_read(string text, int? first, int? last)
    {
        var read = KernelSettings.PortRange(Encoding.ASCII.GetBytes(text)).Select(item => (int?)item.Value).ToList();

        Assert.Equal(first is null ? [] : [first, last], read);
    }
}
