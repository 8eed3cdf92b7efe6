using System.Net;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Requests to the kernel, and that each gets its own answer.</summary>
public class NetlinkTests
{
    private const ushort GetLink = 18;

    [Fact]
    public void A_delete_that_fails_does_not_spoil_the_next_list()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var loop = new Loop();
        using var source = new Source(loop, new FileReaders(loop), new JobMessage());
        using var netlink = Netlink.Open(source);
        Assert.NotNull(netlink);
        var before = netlink.Dump(GetLink, 16);

        // Nobody has these (RFC 5737), and without the right to change anything the kernel says no as well.
        netlink.DeleteNeighbours([.. Enumerable.Range(1, 200).Select(i => (1, IPAddress.Parse($"203.0.113.{i}")))]);

        Assert.NotEmpty(before!);
        Assert.Equal(before!.Count, netlink.Dump(GetLink, 16)?.Count);
        Assert.Equal(before.Count, netlink.Dump(GetLink, 16)?.Count);
    }

    [Fact]
    public void A_message_that_does_not_fit_ends_it()
    {
        var data = new byte[NetlinkMessages.HeaderLength * 2];
        NetlinkMessages.WriteHeader(data, NetlinkMessages.HeaderLength, 28, 0x10, 7);
        NetlinkMessages.WriteHeader(data.AsSpan(NetlinkMessages.HeaderLength), NetlinkMessages.HeaderLength + 1, 28, 0, 7);
        var offset = 0;

        Assert.True(NetlinkMessages.TryRead(data, ref offset, out var first));
        Assert.Equal((7u, true, 0), (first.Sequence, first.Interrupted, first.Length));
        Assert.False(NetlinkMessages.TryRead(data, ref offset, out _));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(0x80000000u)]
    [InlineData(0xffffffffu)]
    public void A_length_that_cannot_be_is_not_believed(uint length)
    {
        var data = new byte[64];
        NetlinkMessages.WriteHeader(data, unchecked((int)length), 28, 0, 7);
        var offset = 0;

        Assert.False(NetlinkMessages.TryRead(data, ref offset, out _));
    }

    /// <summary>netlink_dump of the kernel ends a dump that failed with NLMSG_DONE and the error: inet_diag without udp_diag.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(-2, true)]
    public void The_end_of_a_dump_may_be_an_error(int number, bool failed)
    {
        Assert.Equal(failed, NetlinkMessages.IsFailure(BitConverter.GetBytes(number)));
        Assert.False(NetlinkMessages.IsFailure([]));
    }
}
