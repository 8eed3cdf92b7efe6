using System.Diagnostics;
using System.Globalization;

namespace DockerNetwork.Pipeline;

/// <summary>A progress bar for work that takes longer than a second; what is quicker shows none.</summary>
/// <param name="output">The command's output.</param>
/// <param name="activity">What is being done.</param>
internal sealed class CommandProgress(CommandOutput output, string activity) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next = Patience;
    private bool _shown;
    private int _done;

    /// <summary>One more is done.</summary>
    public async Task AdvanceAsync(object what)
    {
        _done++;
        if (_since.Elapsed < _next)
            return;
        _next = _since.Elapsed + Refresh;
        _shown = true;
        await output.WriteProgressAsync(activity, $"{_done.ToString(CultureInfo.InvariantCulture)} done, last: {what}", completed: false);
    }

    /// <summary>How far the work is.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="percent">0 to 100; -1 where it is not known.</param>
    public async Task ReportAsync(string status, int percent)
    {
        if (_since.Elapsed < _next)
            return;
        _next = _since.Elapsed + Refresh;
        _shown = true;
        await output.WriteProgressAsync(activity, status, completed: false, percent);
    }

    /// <summary>Takes the bar away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_shown)
            await output.WriteProgressAsync(activity, "Done", completed: true);
    }
}
