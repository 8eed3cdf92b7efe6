using System.Management.Automation;
using System.Runtime.ExceptionServices;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Formats;
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
    private readonly OutputBatch _batch = new();

    /// <summary>
    /// A record that needs no waiting and no output: done at once, because a task would cost more than the work. False for work as usual.
    /// </summary>
    protected virtual bool TryProcess() => false;

    /// <summary>
    /// The work of one pipeline record. An <see cref="EngineException"/> or <see cref="CommandException"/> that it lets through becomes a
    /// non-terminating error about <see cref="ErrorTarget"/>.
    /// </summary>
    protected virtual Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work after the last record; errors as in <see cref="ProcessRecordAsync"/>.</summary>
    protected virtual Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called before the work of a record, or of the end, in the flow of that work.</summary>
    private protected virtual void BeginWork(CommandOutput output)
    {
    }

    /// <summary>Ends the command if a record cannot be meant as it was bound. On the pipeline thread.</summary>
    private protected virtual void CheckInput()
    {
    }

    /// <summary>The target of an error that is about no item.</summary>
    private protected virtual object? ErrorTarget => null;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        CheckInput();
        if (!TryProcess())
            Run(ProcessRecordAsync);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndProcessingAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>
    /// Cancelled by Ctrl+C and when the command is over, however it ended: for work that outlives the record it began with.
    /// </summary>
    protected CancellationToken Lifetime => _stop.Token;

    /// <summary>
    /// Waits for work that outlives a record, before the pipeline returns. <see cref="Lifetime"/> is cancelled by then; nothing can be
    /// written any more.
    /// </summary>
    protected virtual Task DrainAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        DrainAsync().GetAwaiter().GetResult();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the work of one item; its failure is an error about that item and no other.</summary>
    /// <param name="output">Where the error goes.</param>
    /// <param name="item">The user's item.</param>
    /// <param name="work">The work.</param>
    /// <returns>Whether the work was done.</returns>
    protected static Task<bool> GuardAsync(CommandOutput output, object? item, Func<Task> work) => GuardAsync(output, () => item, work);

    private static async Task<bool> GuardAsync(CommandOutput output, Func<object?> item, Func<Task> work, Action? end = null)
    {
        try
        {
            await work();
            return true;
        }
        catch (EngineException e)
        {
            await output.WriteErrorAsync(ErrorRecords.From(e, item()));
        }
        catch (CommandException e)
        {
            await output.WriteErrorAsync(ErrorRecords.From(e, item()));
        }
        finally
        {
            end?.Invoke();
        }

        return false;
    }

    private void Run(Func<CommandOutput, CancellationToken, Task> work)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var output = new CommandOutput(this, _batch, running.Token);
        var task = Task.Run((Func<Task>)(() => GuardAsync(output, () => ErrorTarget, Work, output.Complete)), CancellationToken.None);

        ExceptionDispatchInfo? thrown = null;
        try
        {
            CurrentHost.Keep(this);
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

        Task Work()
        {
            BeginWork(output);
            return work(output, running.Token);
        }
    }
}
