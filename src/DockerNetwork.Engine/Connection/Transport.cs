using System.Diagnostics;
using System.IO.Pipes;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// Opens one byte stream to an engine. All that differs between unix, npipe, tcp and TLS is in this file; ssh is
/// <see cref="SshTransport"/>.
/// </summary>
internal static class Transport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long to retry a socket whose connection queue is full.</summary>
    private static readonly TimeSpan QueuePatience = TimeSpan.FromSeconds(1);

    public static async ValueTask<Stream> ConnectAsync(DockerHost endpoint, ThisMachine machine, CancellationToken cancellationToken)
    {
        if (endpoint.Scheme == SshAddress.Scheme)
            return await SshTransport.ConnectAsync(endpoint, machine, cancellationToken);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ConnectTimeout);
        try
        {
            return endpoint.Scheme switch
            {
                "unix" => await ConnectUnixAsync(new UnixDomainSocketEndPoint(endpoint.LocalPath), deadline.Token),
                "npipe" => await ConnectPipeAsync(endpoint, deadline.Token),
                "tcp" => await ConnectTcpAsync(endpoint, deadline.Token),
                _ => throw new NotSupportedException(endpoint.Scheme),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFailure.Timeout,
                $"No connection to {endpoint} (from {endpoint.Origin}) within {ConnectTimeout.TotalSeconds:0} s. " +
                "Is the host up and the port open?");
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            or UnauthorizedAccessException or ArgumentException)
        {
            throw Failure(endpoint, e);
        }
    }

    /// <summary>Tells the other side that no more input comes, and keeps reading. False if the transport cannot.</summary>
    public static async ValueTask<bool> TryShutdownSendAsync(Stream stream)
    {
        switch (stream)
        {
            case SocketStream socketStream:
                socketStream.Socket.Shutdown(SocketShutdown.Send);
                return true;
            case SslStream ssl:
                // The engine reads close_notify as the end of input.
                await ssl.ShutdownAsync();
                return true;
            case SshStream ssh:
                ssh.CloseInput();
                return true;
            case PipeStream pipe:
                // The engine's message pipe takes an empty message as the end of input.
                await pipe.WriteAsync(ReadOnlyMemory<byte>.Empty);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// If the engine's queue is full, a Unix socket does not wait as TCP does (EAGAIN). The engine is there and accepts the next
    /// connections in a moment, so this tries again before it gives up.
    /// </summary>
    private static async Task<Stream> ConnectUnixAsync(UnixDomainSocketEndPoint address, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = 5; ; pause = Math.Min(2 * pause, 100))
        {
            try
            {
                return await ConnectSocketAsync(
                    new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
                    socket => socket.ConnectAsync(address, cancellationToken));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && Stopwatch.GetElapsedTime(since) < QueuePatience)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    private static async Task<Stream> ConnectSocketAsync(Socket socket, Func<Socket, ValueTask> connect)
    {
        try
        {
            await connect(socket);
            return new SocketStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> ConnectPipeAsync(DockerHost endpoint, CancellationToken cancellationToken)
    {
        // npipe:////./pipe/docker_engine
        var parts = endpoint.LocalPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var server, "pipe", .. var name] || name.Length == 0)
        {
            throw new EngineException(
                EngineFailure.InvalidConfiguration,
                $"'{endpoint}' is not a pipe. Use npipe:////./pipe/docker_engine.");
        }

        var pipeName = string.Join('\\', name);
        if (OperatingSystem.IsWindows() && server == "." && !File.Exists($@"\\.\pipe\{pipeName}"))
            throw new FileNotFoundException($"The pipe '{pipeName}' does not exist.");

        var pipe = new NamedPipeClientStream(server, pipeName, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(cancellationToken);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    private static async Task<Stream> ConnectTcpAsync(DockerHost endpoint, CancellationToken cancellationToken)
    {
        var host = endpoint.Uri.DnsSafeHost;
        var stream = await ConnectSocketAsync(TcpSocket(), socket => socket.ConnectAsync(host, endpoint.Uri.Port, cancellationToken));
        if (endpoint.Tls is null)
            return stream;

        var ssl = new SslStream(stream);
        try
        {
            await ssl.AuthenticateAsClientAsync(endpoint.Tls.CreateOptions(host), cancellationToken);
            return ssl;
        }
        catch (Exception e)
        {
            await ssl.DisposeAsync();
            // A server that speaks no TLS, or refuses our certificate, ends the handshake with an I/O error.
            throw e is IOException ? new AuthenticationException(e.Message, e) : e;
        }
    }

    /// <summary>
    /// Asks whether the other side is still there: attached streams and pulls wait without a limit, and if the engine lost its power, or a
    /// firewall forgot the connection, no byte ever comes. After a minute the connection counts as lost. The docker CLI does the same.
    /// </summary>
    private static Socket TcpSocket()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        return socket;
    }

    internal static EngineException Failure(DockerHost endpoint, Exception cause)
    {
        var where = $"{endpoint} (from {endpoint.Origin})";
        return cause switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException => new(
                EngineFailure.AccessDenied,
                $"Permission denied on {where}. Run as a member of the group that owns the socket (usually 'docker'), or as root.",
                cause),
            SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => new(
                EngineFailure.OutOfDescriptors,
                $"No file descriptor is left for a connection to {where}. Close files or connections in this session, " +
                "or raise the limit before you start the session (ulimit -n).",
                cause),
            SocketException { SocketErrorCode: SocketError.WouldBlock } => new(
                EngineFailure.Unreachable,
                $"The engine at {where} does not accept more connections, because its queue is full. It is overloaded or frozen. " +
                "Try again, or restart the engine.",
                cause),
            AuthenticationException => new(
                EngineFailure.Tls,
                $"The TLS handshake with {where} failed: {Innermost(cause).Message} Check that the engine serves TLS there, " +
                $"that its certificate names '{endpoint.Uri.Host}', and that ca.pem, cert.pem and key.pem belong to it.",
                cause),
            ArgumentException => new(
                EngineFailure.InvalidConfiguration,
                $"{where} cannot be used: {cause.Message}",
                cause),
            _ => new(
                EngineFailure.Unreachable,
                $"No Docker engine answers at {where}: {(IsMissing() ? "the socket does not exist" : Innermost(cause).Message)}.",
                cause),
        };

        bool IsMissing() => endpoint.Scheme == "unix" && !File.Exists(endpoint.LocalPath);
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }

    /// <summary>A network stream that gives its socket away, so that one direction can be closed.</summary>
    private sealed class SocketStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public new Socket Socket => base.Socket;
    }
}
