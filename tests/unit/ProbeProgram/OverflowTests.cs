using System.Net;
using System.Net.Sockets;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Silence while the kernel's neighbour table is full. The probe runs inside this process, in a namespace whose addresses do not answer,
/// and reads
/// statistics that the test writes. Without the right to make a namespace nothing is tested here.
/// </summary>
[Collection("native probe")]
public sealed class OverflowTests : IDisposable
{
    private readonly TempFolder _statistics = new();
    private readonly string _folder = NeighbourTable.Folder;
    private readonly long _patience = Overflow.Patience;
    private int _overflows;

    public OverflowTests()
    {
        Count();
        (NeighbourTable.Folder, Overflow.Patience) = (_statistics.Path, 7000);
        _ = NeighbourTable.Overflows(fresh: true);
    }

    public void Dispose()
    {
        (NeighbourTable.Folder, Overflow.Patience) = (_folder, _patience);
        _ = NeighbourTable.Overflows(fresh: true);
        _statistics.Dispose();
    }

    [Fact]
    public void Silence_is_believed_where_the_table_was_never_full()
    {
        if (Ping((_, _) => { }) is var (outcome, _))
            Assert.Equal((ProbeState.Blocked, 1), (outcome.State, outcome.Sent));
    }

    [Fact]
    public void Silence_is_not_known_as_long_as_the_table_is_full()
    {
        if (Ping((loop, _) => Repeat(loop, 20, Count)) is not var (outcome, flushes))
            return;

        Assert.Equal(ProbeState.Unknown, outcome.State);
        Assert.Contains("neighbor table is full", outcome.Text, StringComparison.Ordinal);
        Assert.InRange(flushes, 1, 20);
    }

    [Fact]
    public void After_that_silence_is_believed_again()
    {
        if (Ping((loop, _) => loop.After(50, Count)) is var (outcome, flushes))
            Assert.Equal((ProbeState.Blocked, 1, 1), (outcome.State, outcome.Sent, flushes));
    }

    [Fact]
    public void No_route_is_not_believed_either()
    {
        if (Ping((loop, probe) =>
            {
                loop.After(50, Count);
                loop.After(60, () => probe.Undeliverable(new IcmpMessage(IcmpKind.NoRoute, 0, 0, null), sender: null));
            }) is var (outcome, _))
            Assert.Equal((ProbeState.Blocked, 1), (outcome.State, outcome.Sent));
    }

    private static void Repeat(Loop loop, int milliseconds, Action action) => loop.After(milliseconds, () =>
    {
        action();
        Repeat(loop, milliseconds, action);
    });

    /// <summary>The table was found full once more.</summary>
    private void Count() => _statistics.Write("arp_cache", $"entries  table_fulls\n00000001 {_overflows++:x8}\n");

    private static (Outcome Outcome, int Flushes)? Ping(Action<Loop, IcmpProbe> meanwhile)
    {
        Outcome? outcome = null;
        var flushes = 0;
        var possible = NetworkOfItsOwn.Do(() =>
        {
            var loop = new Loop();
            using var source = new Source(loop, new FileReaders(loop), new JobMessage { Timeout = 300 }) { Crowded = () => flushes++ };
            var probe = new IcmpProbe(source, IPAddress.Parse("127.0.0.7"), result =>
            {
                outcome = result;
                loop.Stop();
            });
            meanwhile(loop, probe);
            if (source.Icmp(AddressFamily.InterNetwork).Error == 0)
            {
                probe.Start();
                loop.Run(() => { });
            }
        });
        return possible && outcome is not null ? (outcome, flushes) : null;
    }
}
