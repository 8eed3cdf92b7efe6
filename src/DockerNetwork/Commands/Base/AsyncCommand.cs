using System.Management.Automation;
using System.Runtime.ExceptionServices;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>
/// A cmdlet whose work is asynchronous. The work runs on the thread pool; the pipeline thread pumps its output meanwhile.
/// Its token is cancelled by Ctrl+C and also when a command further down has had enough (<c>Select-Object -First 1</c>),
/// for which PowerShell does not call <see cref="Cmdlet.StopProcessing"/>. The pump never returns before the work has ended.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>A record that needs no waiting and no output: done at once, where a task would cost more than the work. False for work as usual.</summary>
    protected virtual bool TryProcess() => false;

    /// <summary>The work of one pipeline record.</summary>
    protected virtual Task ProcessAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work after the last record.</summary>
    protected virtual Task EndAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called in the flow of the work, before it begins.</summary>
    protected virtual void Prepare(CommandOutput output)
    {
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (!TryProcess())
            Run(ProcessAsync);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Cancelled by Ctrl+C and when the command is over, however it ended: for work that outlives the record it began with.</summary>
    protected CancellationToken Lifetime => _stop.Token;

    /// <summary>Waits for work that outlives a record, before the pipeline returns. <see cref="Lifetime"/> is cancelled by then; nothing can be written any more.</summary>
    protected virtual Task AbandonAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        AbandonAsync().GetAwaiter().GetResult();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Run(Func<CommandOutput, CancellationToken, Task> work)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var output = new CommandOutput(this, running.Token);
        var task = Task.Run(
            async () =>
            {
                try
                {
                    Prepare(output);
                    await work(output, running.Token);
                }
                finally
                {
                    output.Complete();
                }
            },
            CancellationToken.None);

        ExceptionDispatchInfo? thrown = null;
        try
        {
            output.Pump();
        }
        catch (Exception e)
        {
            thrown = ExceptionDispatchInfo.Capture(e);
            running.Cancel();
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (thrown is not null || running.IsCancellationRequested)
        {
            // What ended the work is thrown below, or is the user's Ctrl+C.
        }
        finally
        {
            output.EndProgress();
        }

        thrown?.Throw();
        if (_stop.IsCancellationRequested)
            throw new PipelineStoppedException();
    }
}
