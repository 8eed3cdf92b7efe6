using System.Globalization;

namespace DockerNetwork.Pipeline;

/// <summary>
/// A progress bar for work that takes longer than half a second; what is quicker shows none. It is drawn by itself, so that the work waits
/// for nothing, and the time that remains goes on while a slow source is waited for. $ProgressPreference is read before the first drawing.
/// </summary>
internal sealed class CommandProgress : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(300);

    private readonly CommandOutput _output;
    private readonly string _activity;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly ProgressEstimate _estimate = new(TimeProvider.System);
    private readonly Task _drawing;
    private string _status = "";
    private object? _last;
    private bool _shown;

    /// <param name="output">The command's output.</param>
    /// <param name="activity">What is being done.</param>
    /// <param name="total">How much there is to do; null if it is not known yet.</param>
    public CommandProgress(CommandOutput output, string activity, long? total = null)
    {
        (_output, _activity, _estimate.Total) = (output, activity, total);
        _drawing = DrawAsync();
    }

    /// <summary>There is so much to do.</summary>
    public void Expect(long total)
    {
        lock (_gate)
        {
            _estimate.Total = (_estimate.Total ?? 0) + total;
            if (_status.Length == 0 && total > 0)
                _status = string.Create(CultureInfo.CurrentCulture, $"0 of {total:N0} done");
        }
    }

    /// <summary>One more is done.</summary>
    public void Advance(object what)
    {
        lock (_gate)
        {
            _estimate.Reach(_estimate.Done + 1);
            // Of millions, few are shown.
            _last = what;
        }
    }

    /// <summary>How far the work is.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="done">How much is done, in any unit.</param>
    /// <param name="total">How much there is to do; 0 if it is not known.</param>
    public void Report(string status, long done, long total)
    {
        lock (_gate)
        {
            (_status, _last) = (status, null);
            _estimate.Total = total > 0 ? total : null;
            _estimate.Reach(done);
        }
    }

    /// <summary>Takes the bar away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
        if (_shown)
            await _output.WriteProgressAsync(_activity, "Done", completed: true);
    }

    private async Task DrawAsync()
    {
        try
        {
            await Task.Delay(Patience, _stop.Token);
            if (!await _output.ShowsProgressAsync())
                return;
            while (true)
            {
                var (status, percent, seconds) = Now();
                if (status.Length > 0)
                {
                    _shown = true;
                    await _output.WriteProgressAsync(_activity, status, completed: false, percent, seconds);
                }

                await Task.Delay(Refresh, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done, or nobody looks any more.
        }
    }

    private (string Status, int Percent, int Seconds) Now()
    {
        lock (_gate)
            return (_last is null ? _status : Done(_last), _estimate.Percent(), _estimate.SecondsRemaining());
    }

    private string Done(object last)
    {
        var of = _estimate.Total is { } total && total >= _estimate.Done
            ? string.Create(CultureInfo.CurrentCulture, $" of {total:N0}")
            : "";
        return string.Create(CultureInfo.CurrentCulture, $"{_estimate.Done:N0}{of} done, last: {last}");
    }
}
