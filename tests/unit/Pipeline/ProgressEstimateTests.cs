using DockerNetwork.Pipeline;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Pipeline;

public class ProgressEstimateTests
{
    private readonly ManualTime _clock = new();
    private readonly ProgressEstimate _work;

    public ProgressEstimateTests() => _work = new(_clock) { Total = 100 };

    [Fact]
    public void An_even_rate_counts_down()
    {
        for (var done = 1; done <= 99; done++)
        {
            Wait(1);
            _work.Reach(done);
            if (done > 5)
                Assert.InRange(_work.SecondsRemaining(), 100 - done, 100 - done + 2);
        }
    }

    [Fact]
    public void There_is_no_estimate_from_nothing()
    {
        Assert.Equal(-1, _work.SecondsRemaining());
        Wait(1);
        _work.Reach(50);
        Assert.Equal(-1, _work.SecondsRemaining());
        Assert.Equal(50, _work.Percent());
        _work.Total = null;
        Wait(9);
        Assert.Equal(-1, _work.SecondsRemaining());
    }

    [Fact]
    public void The_percentage_of_any_number_is_one()
    {
        _work.Total = long.MaxValue;
        _work.Reach(long.MaxValue / 2);
        Assert.Equal(50, _work.Percent());
        _work.Reach(long.MaxValue);
        Assert.Equal(100, _work.Percent());
    }

    [Fact]
    public void A_slow_source_at_the_end_is_not_0_seconds_for_a_minute()
    {
        for (var done = 1; done <= 99; done++)
        {
            Wait(0.1);
            _work.Reach(done);
            _work.SecondsRemaining();
        }

        var told = new List<int>();
        for (var second = 0; second < 60; second++)
        {
            Wait(1);
            told.Add(_work.SecondsRemaining());
        }

        Assert.DoesNotContain(0, told);
        Assert.InRange(told[9], 3, 10);
        Assert.Equal(-1, told[^1]);
    }

    [Fact]
    public void It_does_not_jump_when_the_rate_changes()
    {
        var last = 0;
        for (var step = 1; step <= 40; step++)
        {
            Wait(1);
            // From five a second to one.
            _work.Reach(step <= 10 ? 5 * step : 50 + (step - 10));
            var now = _work.SecondsRemaining();
            if (step > 5)
                Assert.InRange(now - last, -8, 8);
            last = now;
        }

        Assert.InRange(last, 15, 30);
    }

    [Fact]
    public void The_percentage_never_goes_back()
    {
        _work.Reach(50);
        Assert.Equal(50, _work.Percent());
        _work.Total = 200;
        Assert.Equal(50, _work.Percent());
        _work.Reach(150);
        Assert.Equal(75, _work.Percent());
        _work.Reach(10);
        Assert.Equal(75, _work.Percent());
        _work.Reach(300);
        Assert.Equal(100, _work.Percent());
    }

    private void Wait(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
