using System.Diagnostics;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Execution;

/// <summary>
/// A program that runs in a container. Its input is sent and its output is read on the thread pool, at once, so that neither can hold up
/// the other; both wait in short queues for the pipeline, so that neither piles up. Disposing it ends the connection, and not the program.
/// </summary>
internal sealed class ContainerProgram : IAsyncDisposable
{
    /// <summary>Older engines (20.10) report a program that cannot be started on its standard output, as the first line.</summary>
    private static readonly string[] RuntimeFailures = ["OCI runtime exec failed:", "unable to find user ", "unable to find group "];

    /// <summary>How much small input is sent in one piece, where it comes faster than it goes.</summary>
    private const int PieceLength = 64 * 1024;

    private const int EnoughLines = 256;

    /// <summary>What the keyboard sends for the end of input (^D). A terminal has no other end.</summary>
    private const byte EndOfTransmission = 4;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(20);

    /// <summary>The output may end a little before the engine knows the exit code.</summary>
    private static readonly TimeSpan ExitCodePatience = TimeSpan.FromSeconds(2);

    private readonly Channel<ReadOnlyMemory<byte>> _input = Channel.CreateBounded<ReadOnlyMemory<byte>>(1024);
    private readonly Channel<OutputLine> _lines = Channel.CreateBounded<OutputLine>(1024);
    private readonly EngineClient _client;
    private readonly string _containerId;
    private readonly string _container;
    private readonly ExecCreateRequest _request;
    private readonly TimeSpan? _timeout;
    private readonly CancellationTokenSource _over;
    private readonly Task<int> _exitCode;
    private long _lastWrite = Stopwatch.GetTimestamp();
    private volatile bool _deaf;
    private bool _written;

    /// <summary>Starts it.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="container">The container.</param>
    /// <param name="request">The program; with <see cref="ExecCreateRequest.AttachStdin"/> it is given input.</param>
    /// <param name="timeout">How long it may take; null for as long as it likes.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public ContainerProgram(
        EngineClient client,
        Model.Containers.Container container,
        ExecCreateRequest request,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        _client = client;
        _containerId = container.Id;
        _container = container.Name;
        _request = request;
        _timeout = timeout;
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _exitCode = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>
    /// Gives it input without waiting. False, with nothing done, where that cannot be, or where output has come that is worth writing: a
    /// lot of it, or some that has waited a little. <see cref="SendAsync"/> then does both.
    /// </summary>
    public bool TrySend(ReadOnlyMemory<byte> bytes)
    {
        var ready = _lines.Reader.Count;
        if (ready >= EnoughLines
            || (ready > 0 || _lines.Reader.Completion.IsCompleted) && Stopwatch.GetElapsedTime(_lastWrite) > LongEnough)
            return false;
        return _deaf || bytes.IsEmpty || _input.Writer.TryWrite(bytes);
    }

    /// <summary>
    /// Gives it input, and writes what it has written meanwhile. Input that it does not want any more, as it has ended, is passed over.
    /// </summary>
    /// <exception cref="EngineException">It could not be started, or the connection broke.</exception>
    /// <exception cref="CommandException">ContainerCommandTimedOut.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CommandOutput output, CancellationToken cancellationToken)
    {
        await WriteReadyAsync(output);
        if (_lines.Reader.Completion.IsCompleted)
            await _lines.Reader.Completion;
        while (!_deaf && !bytes.IsEmpty && !_input.Writer.TryWrite(bytes))
        {
            var wanted = _input.Writer.WaitToWriteAsync(cancellationToken).AsTask();
            var written = _lines.Reader.WaitToReadAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(wanted, written) == wanted && !await wanted)
                return;
            if (written.IsCompleted && !await written)
                return;
            await WriteReadyAsync(output);
        }
    }

    /// <summary>Ends the input, writes what it writes until it ends, and makes an exit code other than 0 an error.</summary>
    /// <exception cref="EngineException">It could not be started, or the connection broke.</exception>
    /// <exception cref="CommandException">ContainerCommandTimedOut.</exception>
    public async Task FinishAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        _input.Writer.TryComplete();
        while (await _lines.Reader.WaitToReadAsync(cancellationToken))
            await WriteReadyAsync(output);
        if (await _exitCode is not 0 and var exitCode)
            await output.WriteErrorAsync(
                ErrorRecords.ExitCode(new ContainerCommandException(_container, _request.Command[0], exitCode), _container));
    }

    /// <summary>Whether this, which comes first, is not output of a program but the reason why it could not be started.</summary>
    public static bool IsRefusal(string text) =>
        Array.Exists(RuntimeFailures, words => text.StartsWith(words, StringComparison.Ordinal));

    /// <summary>The exit code; 0 for a program that has closed its output and runs on.</summary>
    public static async Task<int> ExitCodeAsync(EngineClient client, string exec, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var details = await client.InspectExecAsync(exec, cancellationToken);
            if (!details.Running || since.Elapsed > ExitCodePatience)
                return ExitCode(details.ExitCode ?? 0);
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await ((Task)_exitCode).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task WriteReadyAsync(CommandOutput output)
    {
        _lastWrite = Stopwatch.GetTimestamp();
        var lines = new List<object>();
        while (_lines.Reader.TryRead(out var line))
        {
            var failed = !_written && IsRefusal(line.Text);
            _written = true;
            if (line.Source != OutputSource.StandardError && !failed)
            {
                lines.Add(line.Text);
                continue;
            }

            await WriteAsync();
            await output.WriteErrorAsync(ErrorRecords.StandardError(line.Text, _container));
        }

        await WriteAsync();

        async Task WriteAsync()
        {
            if (lines.Count == 0)
                return;
            await output.WriteObjectsAsync(lines);
            lines.Clear();
        }
    }

    private async Task<int> RunAsync()
    {
        Exception? failure = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        try
        {
            var exec = await _client.CreateExecAsync(_containerId, _request, _over.Token);
            await using (var connection = await _client.StartExecAsync(exec, _request.Tty, _over.Token))
            {
                if (_timeout is { } timeout)
                    deadline.CancelAfter(timeout);
                await ConverseAsync(connection, deadline.Token);
            }

            return await ExitCodeAsync(_client, exec, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !_over.IsCancellationRequested)
        {
            failure = CommandErrors.ContainerCommandTimedOut(_request.Command[0], _container, _timeout!.Value);
            throw failure;
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            CloseInput();
            _lines.Writer.TryComplete(failure);
        }
    }

    private async Task ConverseAsync(HijackedConnection connection, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = _request.AttachStdin ? SendInputAsync(connection, ended.Token) : Task.CompletedTask;
        try
        {
            await foreach (var line in connection.ReadLinesAsync(OutputLines.LongestText, cancellationToken))
                await _lines.Writer.WriteAsync(line, cancellationToken);
        }
        finally
        {
            CloseInput();
            await ended.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void CloseInput()
    {
        _deaf = true;
        _input.Writer.TryComplete();
    }

    private async Task SendInputAsync(HijackedConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var piece = new MemoryStream();
            var last = (byte)'\n';
            while (await _input.Reader.WaitToReadAsync(cancellationToken))
            {
                piece.SetLength(0);
                while (piece.Length < PieceLength && _input.Reader.TryRead(out var bytes))
                    piece.Write(bytes.Span);
                var ready = piece.GetBuffer().AsMemory(0, (int)piece.Length);
                last = ready.Span[^1];
                await connection.WriteAsync(ready, cancellationToken);
            }

            if (!_request.Tty)
                await connection.CloseInputAsync();
            else // In the middle of a line the first one only hands the line over.
                await connection.WriteAsync(
                    last == '\n' ? new[] { EndOfTransmission } : new[] { EndOfTransmission, EndOfTransmission }, cancellationToken);
        }
        finally
        {
            // The program may close its input and run on.
            CloseInput();
        }
    }

    /// <summary>As PowerShell has the exit codes of Windows in $LASTEXITCODE: 3221225786 is -1073741510 there.</summary>
    private static int ExitCode(long code) => unchecked((int)Math.Clamp(code, int.MinValue, uint.MaxValue));
}
