using System.Runtime.InteropServices;
using System.Runtime.Versioning;
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
    /// <returns>Its exit code; null if it runs on.</returns>
    [UnsupportedOSPlatform("windows")]
    public static async Task<long?> RunAsync(
        EngineClient client, Container container, ExecCreateRequest request, CancellationToken cancellationToken)
    {
        var exec = await client.CreateExecAsync(container.Id, request, cancellationToken);
        await using (var connection = await client.StartExecAsync(exec, tty: true, cancellationToken))
        {
            using var terminal = HostTerminal.Take();
            await ResizeAsync(client, exec, cancellationToken);
            using var resized = PosixSignalRegistration.Create(
                PosixSignal.SIGWINCH, signal => { _ = ResizeAsync(client, exec, cancellationToken); });
            await ConverseAsync(connection, cancellationToken);
        }

        return (await client.InspectExecAsync(exec, cancellationToken)) is { Running: false, ExitCode: var code } ? code : null;
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

    private static async Task ConverseAsync(HijackedConnection connection, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keys = Task.Factory.StartNew(
            () => SendKeysAsync(connection, ended.Token), ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            var buffer = new byte[32 * 1024];
            while (await connection.ReadAsync(buffer, cancellationToken) is { Count: > 0 and var count })
            {
                if (!HostTerminal.Write(buffer, count))
                    return;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await keys.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendKeysAsync(HijackedConnection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (HostTerminal.Read(buffer, cancellationToken) is > 0 and var count)
            await connection.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        // The terminal is gone, so the program's should be too.
        if (!cancellationToken.IsCancellationRequested)
            await connection.CloseInputAsync();
    }

    /// <summary>A program that ends meanwhile has no size any more, and a wrong size is no reason to end one.</summary>
    private static async Task ResizeAsync(EngineClient client, string exec, CancellationToken cancellationToken)
    {
        try
        {
            if (HostTerminal.Size() is { } size)
                await client.ResizeExecAsync(exec, size.Rows, size.Columns, cancellationToken);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return;
        }
    }
}
