using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Execution;

/// <summary>A program in a container that has the terminal of this process (<c>docker exec -it</c>).</summary>
internal static class TerminalSession
{
    private static readonly string[] Shells = ["bash", "sh"];

    /// <summary>The first shell that the container has.</summary>
    /// <exception cref="CommandException">NoShell.</exception>
    public static async Task<string> ShellOfAsync(EngineClient client, Container container, CancellationToken cancellationToken)
    {
        foreach (var shell in Shells)
        {
            if (await RunsAsync(client, container, [shell, "-c", ":"], cancellationToken))
                return shell;
        }

        throw CommandErrors.NoShell(container.Name);
    }

    /// <summary>Runs a program in the terminal, which must be there, until it ends or is detached from (Ctrl+P Ctrl+Q).</summary>
    /// <returns>Its exit code, null if it runs on; and if it could not be started, why.</returns>
    [UnsupportedOSPlatform("windows")]
    public static async Task<(int? ExitCode, string? Refusal)> RunAsync(
        EngineClient client, Container container, ExecCreateRequest request, CancellationToken cancellationToken)
    {
        // A program that asks for the size at once would ask before it is set below.
        IReadOnlyList<int>? begin = HostTerminal.Size() is { } console ? [console.Rows, console.Columns] : null;
        var exec = await client.CreateExecAsync(container.Id, request with { ConsoleSize = begin }, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string? refusal;
        await using (var connection = await client.StartExecAsync(exec, tty: true, cancellationToken))
        {
            using var terminal = HostTerminal.Take();
            using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, signal => { _ = ResizeAsync(); });
            // Not waited for: keys must work also if the engine is silent.
            _ = ResizeAsync();
            (var left, refusal) = await ConverseAsync(connection, over, cancellationToken);
            if (left)
                return (null, null);
        }

        var exitCode = await ContainerProgram.ExitCodeAsync(client, exec, cancellationToken);
        if (exitCode is not (126 or 127))
            _ = Write(ref refusal);
        return (exitCode, refusal?.Trim());

        // A program that ends meanwhile has no size any more, and a wrong size is no reason to end one.
        async Task ResizeAsync()
        {
            try
            {
                if (HostTerminal.Size() is { } size)
                    await client.ResizeExecAsync(exec, size.Rows, size.Columns, over.Token);
            }
            catch (Exception e) when (e is EngineException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<bool> RunsAsync(
        EngineClient client, Container container, string[] command, CancellationToken cancellationToken)
    {
        try
        {
            var exec = await client.CreateExecAsync(container.Id, new ExecCreateRequest { Command = command }, cancellationToken);
            await using var connection = await client.StartExecAsync(exec, tty: false, cancellationToken);
            var buffer = new byte[1024];
            while ((await connection.ReadAsync(buffer, cancellationToken)).Count > 0)
            {
                // What an engine says of a program that is not there.
            }

            return (await client.InspectExecAsync(exec, cancellationToken)).ExitCode == 0;
        }
        catch (EngineException e) when (e.Failure is EngineFailure.BadRequest or EngineFailure.NotFound)
        {
            // Newer engines refuse to start what is not there. A container that is gone is an error of the next request.
            return false;
        }
    }

    /// <param name="connection">To the program.</param>
    /// <param name="over">Is cancelled at the end, however it comes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the user left, and the words of an engine that could not start the program.</returns>
    private static async Task<(bool Left, string? Refusal)> ConverseAsync(
        HijackedConnection connection, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        // The keys are read also while the engine takes none, so that Ctrl+P Ctrl+Q is seen.
        var keys = Channel.CreateUnbounded<byte[]>();
        var reading = Task.Factory.StartNew(
            () => ReadKeys(keys.Writer, over), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var sending = SendKeysAsync(connection, keys.Reader, over.Token);
        string? refusal = null;
        try
        {
            var buffer = new byte[32 * 1024];
            for (var first = true; await connection.ReadAsync(buffer, over.Token) is { Count: > 0 and var count }; first = false)
            {
                if (first && Encoding.UTF8.GetString(buffer, 0, count) is var text && ContainerProgram.IsRefusal(text))
                {
                    refusal = text;
                    continue;
                }

                if (!Write(ref refusal) || !HostTerminal.Write(buffer, count))
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (true, null);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(reading, sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return (false, refusal);
    }

    /// <summary>Writes what a program says, though it has the words of an engine that could not start it.</summary>
    private static bool Write(ref string? words)
    {
        var bytes = Encoding.UTF8.GetBytes(words ?? "");
        words = null;
        return HostTerminal.Write(bytes, bytes.Length);
    }

    /// <summary>Reads keys until the session is over, and ends it if the user leaves.</summary>
    private static void ReadKeys(ChannelWriter<byte[]> keys, CancellationTokenSource over)
    {
        var detach = new DetachKeys();
        var buffer = new byte[4096];
        while (HostTerminal.Read(buffer, over.Token) is > 0 and var count)
        {
            keys.TryWrite(detach.Pass(buffer.AsSpan(0, count), out var leaves));
            if (leaves)
                over.Cancel();
        }

        keys.Complete();
    }

    private static async Task SendKeysAsync(HijackedConnection connection, ChannelReader<byte[]> keys, CancellationToken cancellationToken)
    {
        await foreach (var some in keys.ReadAllAsync(cancellationToken))
            await connection.WriteAsync(some, cancellationToken);
        // The terminal is gone, so the program's should be too.
        if (!cancellationToken.IsCancellationRequested)
            await connection.CloseInputAsync();
    }
}
