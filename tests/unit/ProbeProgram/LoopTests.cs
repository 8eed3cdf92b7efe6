using System.Diagnostics;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Timers and starts; nothing here has a descriptor.</summary>
public class LoopTests
{
    [Fact]
    public void Timers_fire_in_the_order_of_their_times()
    {
        var loop = new Loop();
        var order = "";
        loop.After(60, () => order += "c");
        loop.After(0, () => order += "a");
        loop.After(30, () => order += "b");
        loop.After(90, loop.Stop);

        loop.Run(() => { });

        Assert.Equal("abc", order);
    }

    [Fact]
    public void A_timer_does_not_fire_early()
    {
        var loop = new Loop();
        var watch = Stopwatch.StartNew();
        loop.After(100, loop.Stop);

        loop.Run(() => { });

        Assert.InRange(watch.ElapsedMilliseconds, 80, 5000);
    }

    [Fact]
    public void A_cancelled_timer_does_not_fire()
    {
        var loop = new Loop();
        loop.After(10, () => Assert.Fail("fired")).Cancel();
        loop.After(40, loop.Stop);

        loop.Run(() => { });
    }

    [Fact]
    public void A_timer_may_set_and_cancel_others()
    {
        var loop = new Loop();
        var later = loop.After(20, () => Assert.Fail("fired"));
        var set = false;
        loop.After(0, () =>
        {
            later.Cancel();
            loop.After(30, () =>
            {
                set = true;
                loop.Stop();
            });
        });

        loop.Run(() => { });

        Assert.True(set);
    }

    [Fact]
    public void What_ends_the_loop_is_flushed()
    {
        var loop = new Loop();
        var flushes = 0;
        loop.After(0, loop.Stop);

        loop.Run(() => flushes++);

        Assert.Equal(2, flushes);
    }

    [Fact]
    public void No_more_than_a_thousand_are_in_flight()
    {
        var loop = new Loop();
        var most = 0;
        var ended = 0;
        for (var i = 0; i < 3000; i++)
        {
            loop.Start(() =>
            {
                most = Math.Max(most, ++loop.InFlight);
                loop.After(150, () =>
                {
                    loop.InFlight--;
                    if (++ended == 3000)
                        loop.Stop();
                });
            });
        }

        Assert.Equal(3000, loop.Waiting);
        loop.After(20_000, loop.Stop);
        loop.Run(() => { });

        Assert.Equal((3000, 0, 0), (ended, loop.Waiting, loop.InFlight));
        Assert.InRange(most, 500, 1000);
    }

    [Fact]
    public void Starts_are_not_a_flood()
    {
        var loop = new Loop();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
            loop.Start(() => { });
        loop.Start(loop.Stop);

        loop.Run(() => { });

        // 20,000 a second after the first 512.
        Assert.InRange(watch.ElapsedMilliseconds, 400, 20_000);
    }
}
