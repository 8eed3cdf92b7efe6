using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// A server in this process that is as polite or as rude as a test wants it. The bytes are its own: no HTTP library stands between a test
/// and the wire.
/// <c>GET /_ping</c> is answered here; everything else is the test's handler's.
/// </summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly TempFolder? _folder;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Func<Stream, Task> _serve;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Task _accepting;
    private int _accepted;
    private long _sent;

    private FakeEngine(
        Socket listener,
        string host,
        TempFolder? folder,
        SslServerAuthenticationOptions? tls,
        Func<FakeEngine, Func<Stream, Task>> serve,
        int backlog = int.MaxValue,
        Task? awake = null)
    {
        _listener = listener;
        _folder = folder;
        _tls = tls;
        _serve = serve(this);
        Host = host;
        listener.Listen(backlog);
        _accepting = AcceptAsync(awake ?? Task.CompletedTask);
    }

    /// <summary>Answers to _ping; null leaves the ping to the handler.</summary>
    public string? ApiVersion { get; set; } = "1.51";

    /// <summary>What answers to _ping say of the engine; no other answer does, unless its handler says it.</summary>
    public string Server { get; set; } = "Docker/28.5.2 (linux)";

    /// <summary>As it is typed after -DockerHost.</summary>
    public string Host { get; }

    /// <summary>"GET /v1.51/networks", in the order they came; pings are among them.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>How many bytes handlers wrote.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many connections were opened.</summary>
    public int Connections => _accepted;

    /// <summary>On a Unix socket.</summary>
    /// <param name="handler">Answers.</param>
    /// <param name="path">Where; in a folder of its own when null.</param>
    /// <param name="backlog">How many connections wait until they are accepted.</param>
    /// <param name="awake">Until it is done, none is accepted.</param>
    public static FakeEngine OnSocket(Func<FakeExchange, Task> handler, string? path = null, int backlog = int.MaxValue, Task? awake = null)
    {
        var folder = path is null ? new TempFolder() : null;
        path ??= folder!.File("engine.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        return new FakeEngine(
            listener,
            "unix://" + path,
            folder,
            null,
            engine => stream => engine.ServeHttpAsync(stream, handler),
            backlog,
            awake);
    }

    /// <summary>Gets the bare stream of each connection, nothing read from it.</summary>
    public static FakeEngine OnSocketRaw(Func<Stream, Task> serve)
    {
        var folder = new TempFolder();
        var path = folder.File("engine.sock");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        return new FakeEngine(listener, "unix://" + path, folder, null, _ => serve);
    }

    public static FakeEngine OnTcp(
        Func<FakeExchange, Task> handler,
        SslServerAuthenticationOptions? tls = null,
        string host = "localhost") =>
        OnTcp(engine => stream => engine.ServeHttpAsync(stream, handler), tls, host);

    public static FakeEngine OnTcpRaw(Func<Stream, Task> serve) => OnTcp(_ => serve, null, "localhost");

    public DockerHost Endpoint(TlsMaterial? tls = null) => DockerHost.Parse(Host, tls);

    public EngineClient Client(TlsMaterial? tls = null, ThisMachine? environment = null, EngineLimits? limits = null) =>
        new(Endpoint(tls), environment ?? new FakeEnvironment(), limits ?? EngineLimits.Default);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _connections.Keys)
            socket.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
        _folder?.Dispose();
        if (_failures.TryPeek(out var failure))
            throw new InvalidOperationException("The handler of the fake engine failed: " + failure.Message, failure);
    }

    private static FakeEngine OnTcp(Func<FakeEngine, Func<Stream, Task>> serve, SslServerAuthenticationOptions? tls, string host)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new FakeEngine(listener, $"tcp://{host}:{((IPEndPoint)listener.LocalEndPoint!).Port}", null, tls, serve);
    }

    private async Task AcceptAsync(Task awake)
    {
        try
        {
            await awake.WaitAsync(_stop.Token);
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _connections[socket] = ServeAsync(socket, start.Task);
                start.SetResult();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket, Task registered)
    {
        await registered;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (_tls is null)
            {
                await _serve(stream);
                return;
            }

            await using var ssl = new SslStream(stream);
            await ssl.AuthenticateAsServerAsync(_tls, _stop.Token);
            await _serve(ssl);
        }
        catch (Exception e) when (e is IOException
            or SocketException
            or ObjectDisposedException
            or OperationCanceledException
            or AuthenticationException)
        {
            // The client has gone, or this engine was disposed: what tests provoke.
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
        }
    }

    private async Task ServeHttpAsync(Stream stream, Func<FakeExchange, Task> handler)
    {
        while (await FakeExchange.ReadAsync(stream, _stop.Token, count => Interlocked.Add(ref _sent, count)) is { } exchange)
        {
            _requests.Enqueue($"{exchange.Method} {exchange.Path}");
            if (exchange.Path == "/_ping" && ApiVersion is { } version)
                await exchange.RawAsync($"HTTP/1.1 200 OK\r\nApi-Version: {version}\r\nServer: {Server}\r\nContent-Length: 2\r\n\r\nOK");
            else
                await handler(exchange);
            if (exchange.Ended)
                return;
        }
    }
}
