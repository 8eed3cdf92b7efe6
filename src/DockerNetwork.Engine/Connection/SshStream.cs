using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// The standard streams of a running ssh as one stream. Disposing it ends ssh: its input is closed first, so that the remote side sees the
/// end, and it is killed if it has not ended after a short time. What is left when the process exits is killed then. The programs that ssh
/// started go with it: that of a ProxyCommand may wait for ever.
/// </summary>
internal sealed partial class SshStream : Stream
{
    private const int KillSignal = 9;

    /// <summary>How many characters of standard error are kept; the last ones say why it ended.</summary>
    private const int MostWords = 4096;

    /// <summary>How long ssh may take to end by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly ConcurrentDictionary<SshStream, bool> Running = new();

    private readonly Process _process;
    private readonly int? _group;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly StringBuilder _words = new();
    private readonly Task _listening;
    private readonly Task<int> _exit;
    private readonly object _gate = new();
    private volatile Task? _ending;

    static SshStream() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var each in Running.Keys)
            each.Kill();
    };

    private SshStream(Process process, bool leads)
    {
        _process = process;
        _group = leads ? process.Id : null;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        _listening = ListenAsync(process.StandardError.BaseStream);
        _exit = ExitAsync();
        Running[this] = true;
    }

    /// <summary>Starts ssh.</summary>
    /// <param name="program">The file, and arguments before those of ssh.</param>
    /// <param name="arguments">The arguments. No shell of this machine reads them.</param>
    /// <param name="leads">The program makes a process group of its own, in which all are that it starts.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static SshStream Start(IReadOnlyList<string> program, IReadOnlyList<string> arguments, bool leads)
    {
        var process = Process.Start(new ProcessStartInfo(program[0], program.Skip(1).Concat(arguments))
        {
            UseShellExecute = false,
            // On Windows: a console of its own, whose Ctrl+C is not the session's.
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The ssh of a ProxyJump knows nothing of BatchMode, and would ask in a window.
            Environment = { ["SSH_ASKPASS_REQUIRE"] = "never" },
        })!;
        return new(process, leads);
    }

    /// <summary>Waits until each ssh that is being ended has ended.</summary>
    public static Task WhenEndedAsync() => Task.WhenAll(Running.Keys.Select(each => each._ending ?? Task.CompletedTask));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Tells the remote side that no more input comes.</summary>
    public void CloseInput() => _input.Dispose();

    /// <summary>Waits a moment for the end of ssh, whose output has ended, and for its words.</summary>
    /// <returns>The exit code, or null if it goes on, and its words as one line.</returns>
    public async Task<(int? ExitCode, string Words)> EndedAsync()
    {
        await Task.WhenAny(_exit, Task.Delay(Grace));
        // A program that it left behind may hold standard error open.
        await Task.WhenAny(_listening, Task.Delay(TimeSpan.FromMilliseconds(200)));
        int? exitCode = _exit.IsCompleted ? await _exit : null;
        lock (_words)
            return (exitCode, SshFailure.OneLine(_words.ToString()));
    }

    /// <summary>Reads, and leaves it to the caller to ask why nothing comes any more.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _output.ReadAsync(buffer, cancellationToken);

    /// <summary>Writes, and leaves it to the caller to ask why nobody reads it.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) =>
        _input.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await ReceiveAsync(buffer, cancellationToken);
        if (count == 0 && !buffer.IsEmpty && _ending is null)
            await ThrowIfFailedAsync();
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(buffer, cancellationToken);
        }
        catch (IOException) when (_ending is null)
        {
            await ThrowIfFailedAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _output.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _input.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush()
    {
        // Pipes hold nothing back.
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends ssh at once, and what it started: it has nothing to finish.</summary>
    public void Kill()
    {
        // Later, the number may be that of another group.
        if (_exit.IsCompleted)
            return;
        KillGroup();
        try
        {
            // The group is not there yet if setsid has just been started.
            _process.Kill(entireProcessTree: _group is null);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended.
        }
    }

    private void KillGroup()
    {
        if (_group is { } group)
            _ = Kill(-group, KillSignal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
                _ending ??= EndAsync();
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync()
    {
        CloseInput();
        await _output.DisposeAsync();
        await Task.WhenAny(_exit, Task.Delay(Grace));
        Kill();
        await _exit;
        await _process.StandardError.BaseStream.DisposeAsync();
        await _listening;
        _process.Dispose();
        Running.TryRemove(this, out _);
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        KillGroup();
        return _process.ExitCode;
    }

    private async Task ThrowIfFailedAsync()
    {
        var (exitCode, words) = await EndedAsync();
        if (exitCode is null or 0)
            return;
        var end = string.Create(CultureInfo.InvariantCulture, $"ssh ended with exit code {exitCode}");
        throw new IOException(words.Length == 0 ? $"{end}." : $"{end}: {words}");
    }

    /// <summary>Reads standard error all the time, because ssh would stop if nobody did.</summary>
    private async Task ListenAsync(Stream errors)
    {
        var buffer = new byte[1024];
        try
        {
            while (await errors.ReadAsync(buffer) is > 0 and var count)
            {
                lock (_words)
                {
                    _words.Append(Encoding.UTF8.GetString(buffer, 0, count));
                    if (_words.Length > MostWords)
                        _words.Remove(0, _words.Length - MostWords);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The stream was disposed.
        }
    }
}
