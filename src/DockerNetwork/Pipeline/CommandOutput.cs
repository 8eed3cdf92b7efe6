using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;

namespace DockerNetwork.Pipeline;

/// <summary>
/// What a command may do to its pipeline, from any thread: each call runs on the pipeline thread and its task ends when it has. Cmdlets get
/// this object instead of calling themselves, so that the wrong thread is not the natural choice. Texts that go to the terminal pass
/// through <see cref="VisibleText"/> here, as names of engines, images and containers are in them; those of errors do so in ErrorRecords.
/// </summary>
public sealed class CommandOutput
{
    /// <summary>PowerShell counts its own from 0.</summary>
    private static long s_progressSources = int.MaxValue;

    private readonly PSCmdlet _command;
    private readonly BlockingCollection<Action> _queue = [];
    private readonly CancellationToken _cancellationToken;
    private readonly long _progressSource = Interlocked.Increment(ref s_progressSources);
    private string? _openProgress;

    private readonly OutputBatch _batch;

    internal CommandOutput(PSCmdlet command, OutputBatch batch, CancellationToken cancellationToken)
    {
        _command = command;
        _batch = batch;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Sends an object down the pipeline; the task ends when the commands behind have taken it.</summary>
    public Task WriteObjectAsync(object? value)
    {
        _batch.Add([value]);
        return RunAsync(() => _command.WriteObject(value));
    }

    /// <summary>Sends objects down the pipeline, one after the other, in one go.</summary>
    public Task WriteObjectsAsync<T>(IReadOnlyCollection<T> values)
        where T : class
    {
        _batch.Add(values);
        return RunAsync(() => _command.WriteObject(values, enumerateCollection: true), values.Count);
    }

    /// <summary>Names of what is to be written: a table that begins before has room for them.</summary>
    public void Expect(IEnumerable<string> names) => _batch.Expect(names);

    /// <summary>The command works on several engines: tables are grouped by engine.</summary>
    public void GroupByEngine() => _batch.ByEngine = true;

    /// <summary>An engine is that of a context, and tables of several engines say so.</summary>
    internal void NameEngine(DockerHost engine, string context) => _batch.Name(engine.ToString(), context);

    /// <summary>A non-terminating error.</summary>
    public Task WriteErrorAsync(ErrorRecord error) => RunAsync(() => _command.WriteError(error));

    /// <summary>Sets $LASTEXITCODE, as a program that the session runs itself does.</summary>
    public Task SetLastExitCodeAsync(int exitCode) =>
        RunAsync(() => _command.SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode));

    /// <summary>A warning.</summary>
    public Task WriteWarningAsync(string text)
    {
        // Here, as the pipeline thread knows nothing of this flow.
        var shown = VisibleText.Of(AboutEngine.Of(text));
        return RunAsync(() => _command.WriteWarning(shown));
    }

    /// <summary>A line for -Verbose.</summary>
    public Task WriteVerboseAsync(string text)
    {
        var shown = VisibleText.Of(AboutEngine.Of(text));
        return RunAsync(() => _command.WriteVerbose(shown));
    }

    /// <summary>A line for -Debug.</summary>
    public Task WriteDebugAsync(string text)
    {
        var shown = VisibleText.Of(AboutEngine.Of(text));
        return RunAsync(() => _command.WriteDebug(shown));
    }

    /// <summary>Whether a progress bar would be seen: $ProgressPreference, or -ProgressAction.</summary>
    public Task<bool> ShowsProgressAsync() => RunAsync(() =>
        (_command.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var given)
            ? given
            : _command.GetVariableValue("ProgressPreference"))?.ToString() is not ("SilentlyContinue" or "Ignore"));

    /// <summary>A progress bar of the command.</summary>
    /// <param name="activity">What the whole is.</param>
    /// <param name="status">What is being done.</param>
    /// <param name="completed">Takes the bar away.</param>
    /// <param name="percent">0 to 100; -1 where it is not known.</param>
    /// <param name="seconds">The time that remains; -1 where it is not known.</param>
    public Task WriteProgressAsync(string activity, string status, bool completed, int percent = -1, int seconds = -1) =>
        _cancellationToken.IsCancellationRequested
            ? Task.CompletedTask
            : RunAsync(() =>
            {
                var shown = VisibleText.Of(activity);
                _openProgress = completed ? null : shown;
                _command.CommandRuntime.WriteProgress(_progressSource, new ProgressRecord(0, shown, VisibleText.Of(status))
                {
                    PercentComplete = percent,
                    SecondsRemaining = seconds,
                    RecordType = completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
                });
            });

    /// <summary>-WhatIf and -Confirm. If nobody can be asked, that ends the command, as it does for PowerShell's own commands.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) => RunAsync(() =>
    {
        try
        {
            return _command.ShouldProcess(VisibleText.Of(target), VisibleText.Of(action));
        }
        // What a host throws that cannot ask: pwsh -NonInteractive, a remote session or job without a user interface, and a host that has
        // no prompt at all. Nothing was changed yet, and the error says how to go on without a question.
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            _command.ThrowTerminatingError(ErrorRecords.From(CommandErrors.NobodyToAsk(action), target));
            throw; // Not reached: the line above throws, which the compiler does not know.
        }
    });

    /// <summary>Whether -WhatIf or $WhatIfPreference is in force. The parameter of a cmdlet does not set the variable.</summary>
    public Task<bool> IsWhatIfAsync() => RunAsync(() => LanguagePrimitives.IsTrue(
        _command.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? given
            : _command.GetVariableValue("WhatIfPreference")));

    /// <summary>A question that -Confirm:$false does not answer.</summary>
    public Task<bool> ShouldContinueAsync(string question, string caption) =>
        RunAsync(() => _command.ShouldContinue(VisibleText.Of(question), VisibleText.Of(caption)));

    /// <summary>Runs commands inside this one, on its thread; what they give is dropped, their warnings are this command's.</summary>
    /// <param name="add">Adds them.</param>
    /// <returns>The error that ended them; null for none.</returns>
    public Task<ErrorRecord?> InvokeAsync(Action<PowerShell> add) => RunAsync(() =>
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        add(shell);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return e.ErrorRecord;
        }

        foreach (var warning in shell.Streams.Warning)
            _command.WriteWarning(VisibleText.Of(warning.Message));
        return shell.Streams.Error.FirstOrDefault();
    });

    /// <summary>Runs what is queued until <see cref="Complete"/>. Throws what a call threw on the pipeline thread.</summary>
    internal void Pump()
    {
        foreach (var action in _queue.GetConsumingEnumerable(CancellationToken.None))
            action();
    }

    /// <summary>
    /// Takes away a bar that was left: after Ctrl+C, or when the pipeline has had enough, nothing can be written any more but to the host.
    /// On the pipeline thread.
    /// </summary>
    internal void EndProgress()
    {
        if (_openProgress is { } activity)
            _command.Host?.UI?.WriteProgress(
                _progressSource, new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        _openProgress = null;
    }

    /// <summary>It is the turn of an engine to write.</summary>
    internal void Give(OutputTurn turn) => turn.Take(Add);

    /// <summary>No more calls come.</summary>
    internal void Complete() => _queue.CompleteAdding();

    private Task RunAsync(Action action, int count = 1) => RunAsync(
        () =>
        {
            action();
            return (object?)null;
        },
        Math.Max(count, 1));

    /// <summary>Not an async method, which would have to be compiled for each type of result. So it throws nothing itself.</summary>
    private Task<T> RunAsync<T>(Func<T> call, int count = 0)
    {
        if (_cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(_cancellationToken);
        if (_queue.IsAddingCompleted)
            return Task.FromException<T>(new InvalidOperationException("The command has ended."));
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // When the pipeline has gone nobody pumps any more; the command must not wait for it.
        var gone = _cancellationToken.Register(() => done.TrySetCanceled(_cancellationToken));
        return OutputTurn.Pass(Write, count, Add) ? done.Task : Task.FromResult<T>(default!);

        void Write()
        {
            try
            {
                done.TrySetResult(call());
            }
            catch (Exception)
            {
                // PipelineStoppedException and its kind belong to the pipeline thread; the command sees a cancellation.
                done.TrySetCanceled(CancellationToken.None);
                throw;
            }
            finally
            {
                gone.Unregister();
            }
        }
    }

    private void Add(Action action) => _queue.Add(action, CancellationToken.None);
}
