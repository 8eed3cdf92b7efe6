namespace DockerNetwork.Pipeline;

/// <summary>
/// How far work with a known total is, and how long the rest takes, from the rate of the last seconds. The estimate follows a change of
/// the rate within seconds, and does not jump. It grows with the current wait, and while nothing is done for long there is none: one slow
/// source at the end is not "0 seconds left" for a minute.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ProgressEstimate(TimeProvider time)
{
    private const int FewestDone = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    private readonly long _begin = time.GetTimestamp();
    private readonly Queue<(TimeSpan At, long Done)> _samples = new([(TimeSpan.Zero, 0)]);
    private (TimeSpan At, double Seconds)? _told;
    private TimeSpan _last;
    private TimeSpan _sampled;
    private int _percent = -1;

    /// <summary>How much is done.</summary>
    public long Done { get; private set; }

    /// <summary>How much there is to do; null if it is not known. It may grow.</summary>
    public long? Total { get; set; }

    private TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>So much is done now.</summary>
    public void Reach(long done)
    {
        Done = Math.Max(Done, done);
        _last = Now;
        if (_last - _sampled < Apart)
            return;
        _sampled = _last;
        _samples.Enqueue((_last, Done));
    }

    /// <summary>0 to 100, and never less than before; -1 if it is not known.</summary>
    public int Percent() => _percent = Math.Max(_percent, Total is { } total and > 0 ? (int)Math.Clamp(100.0 * Done / total, 0, 100) : -1);

    /// <summary>Seconds, at least 1 while there is something to do; -1 if there is no sensible estimate.</summary>
    public int SecondsRemaining()
    {
        var now = Now;
        while (_samples.Count > 1 && now - _samples.Peek().At > Window)
            _samples.Dequeue();
        var (since, before) = _samples.Peek();
        var rate = (Done - before) / Math.Max(1, (now - since).TotalSeconds);
        if (Total is not { } total || Done >= total || Done < FewestDone || now < Least || rate <= 0)
        {
            _told = null;
            return -1;
        }

        var seconds = Math.Max((total - Done) / rate, (now - _last).TotalSeconds);
        if (_told is { } told)
        {
            var expected = Math.Max(0, told.Seconds - (now - told.At).TotalSeconds);
            seconds = expected + ((seconds - expected) * (1 - Math.Exp(-(now - told.At) / Settling)));
        }

        _told = (now, seconds);
        return (int)Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(seconds)));
    }
}
