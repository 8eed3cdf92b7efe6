using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Text;

namespace DockerNetwork.Engine.Connection;

/// <summary>Opens byte streams to an engine through the user's own ssh.</summary>
internal static class SshTransport
{
    /// <summary>How many logins at one host begin at once: from the tenth on, sshd drops some (MaxStartups of sshd_config).</summary>
    private const int LoginsAtOnce = 4;

    /// <summary>How often a login is tried that sshd drops all the same: others log in, too.</summary>
    private const int Attempts = 4;

    private const int LongestGreeting = 16 * 1024;

    /// <summary>EMFILE and ENFILE, the same number on all systems.</summary>
    private static readonly int[] NoDescriptor = [24, 23];

    /// <summary>How long a login may take, the start of the remote docker CLI included.</summary>
    private static readonly TimeSpan LoginTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long ssh waits for the host, so that its words say why a login takes too long.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new();

    private static readonly byte[] Greeting = "HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"u8.ToArray();

    /// <summary>
    /// Starts ssh and waits for a sign of the engine: a first request, whose answer has no body. So what fails before the engine is reached
    /// fails here, before the caller's request is sent.
    /// </summary>
    /// <exception cref="EngineException">The engine is not reached; the failure and the message say why.</exception>
    public static async Task<Stream> ConnectAsync(DockerHost host, ThisMachine machine, CancellationToken cancellationToken)
    {
        var address = SshAddress.Of(host);
        var turn = Turns.GetOrAdd($"{address.Host}:{address.Port}", _ => new SemaphoreSlim(LoginsAtOnce));
        await turn.WaitAsync(cancellationToken);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(LoginTimeout);
            return await LogInAsync(host, address, machine, deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFailure.Timeout,
                $"Neither ssh nor the engine answered at {host} (from {host.Origin}) within {LoginTimeout.TotalSeconds:0} s. " +
                $"Check that '{address.Login} docker version' works in a terminal.",
                e);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<SshStream> LogInAsync(
        DockerHost host, SshAddress address, ThisMachine machine, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ssh = Start(host, address, machine);
            // At once: who cancels may wait for the end of ssh.
            await using var giveUp = cancellationToken.UnsafeRegister(_ => End(ssh), null);
            try
            {
                await GreetAsync(host, ssh, cancellationToken);
                return ssh;
            }
            catch (Exception e)
            {
                End(ssh);
                cancellationToken.ThrowIfCancellationRequested();
                if (attempt == Attempts || e is not EngineException failure || !SshFailure.IsDropped(failure))
                    throw;
            }

            await Task.Delay(Random.Shared.Next(200, 800), cancellationToken);
        }
    }

    private static void End(SshStream ssh)
    {
        ssh.Kill();
        ssh.Dispose();
    }

    private static async Task GreetAsync(DockerHost host, SshStream ssh, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestGreeting];
        var length = 0;
        try
        {
            await ssh.SendAsync(Greeting, cancellationToken);
            int count;
            do
            {
                count = await ssh.ReceiveAsync(answer.AsMemory(length), cancellationToken);
                length += count;
            }
            while (count > 0 && length < answer.Length && IsPartOfHead(answer.AsSpan(0, length)));
        }
        catch (IOException)
        {
            // ssh has ended, and says why.
        }

        if (IsHead(answer.AsSpan(0, length)))
            return;
        if (length > 0)
            throw SshFailure.OfGreeting(host, Encoding.UTF8.GetString(answer, 0, length));
        var (exitCode, words) = await ssh.EndedAsync();
        throw SshFailure.Of(host, exitCode, words);
    }

    /// <summary>Whether it begins as the answer of an engine begins, and more has to come.</summary>
    private static bool IsPartOfHead(ReadOnlySpan<byte> answer)
    {
        var beginning = "HTTP/1."u8;
        var compared = Math.Min(answer.Length, beginning.Length);
        return answer[..compared].SequenceEqual(beginning[..compared]) && answer.IndexOf("\r\n\r\n"u8) < 0;
    }

    /// <summary>Whether it is one head and nothing more, so that the next byte is that of the next answer.</summary>
    private static bool IsHead(ReadOnlySpan<byte> answer) =>
        answer.StartsWith("HTTP/1."u8) && answer.IndexOf("\r\n\r\n"u8) == answer.Length - 4;

    /// <summary>
    /// A session of its own (setsid, on Linux) has no terminal that an ssh of a ProxyJump could ask at, and Ctrl+C in the user's terminal
    /// does not end it: connections outlive the command, and clean-up needs them. The docker CLI does the same.
    /// </summary>
    private static SshStream Start(DockerHost host, SshAddress address, ThisMachine machine)
    {
        if (ProgramOnPath.Find("ssh", machine) is not { } ssh)
            throw SshFailure.NotFound(host, "it is not on the PATH");

        string[] program = !machine.IsWindows && ProgramOnPath.Find("setsid", machine) is { } setsid ? [setsid, ssh] : [ssh];
        EngineWatch.Trace($"Starting {ssh} for {host}: {address.RemoteCommand}");
        try
        {
            return SshStream.Start(program, address.Arguments(ConnectTimeout), leads: program.Length > 1);
        }
        catch (Win32Exception e) when (NoDescriptor.Contains(e.NativeErrorCode))
        {
            throw Transport.Failure(host, new SocketException((int)SocketError.TooManyOpenSockets));
        }
        catch (Win32Exception e)
        {
            throw SshFailure.NotFound(host, $"{ssh} cannot be started: {e.Message}");
        }
    }
}
