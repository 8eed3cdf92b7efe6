using System.Collections.Concurrent;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

/// <summary>
/// A client of one engine: one pool of connections, one negotiated API version. It is safe for concurrent use and made to live as long as
/// the session. Every failure is an <see cref="EngineException"/>, every wait takes a token, and whatever the engine sends is read up to a
/// limit.
/// </summary>
public sealed partial class EngineClient : IDisposable
{
    private static readonly ConcurrentDictionary<DockerHost, EngineClient> Clients = new();

    private readonly EngineLimits _limits;
    private readonly Func<CancellationToken, ValueTask<Stream>> _connect;
    private readonly ThisMachine _environment;
    private readonly SemaphoreSlim _negotiation = new(1, 1);
    private readonly SemaphoreSlim _slots;
    private CancellationTokenSource _opening = new();
    private HttpMessageInvoker _http;

    /// <summary>Creates a client. No connection is made before the first request.</summary>
    /// <param name="host">Where the engine listens.</param>
    /// <param name="environment">The machine; the real one if null.</param>
    /// <param name="connect">Opens a connection; if null, the transport that <paramref name="host"/> names does.</param>
    public EngineClient(
        DockerHost host, ThisMachine? environment = null, Func<CancellationToken, ValueTask<Stream>>? connect = null)
        : this(host, environment, EngineLimits.Of(host), connect)
    {
    }

    internal EngineClient(
        DockerHost host, ThisMachine? environment, EngineLimits limits, Func<CancellationToken, ValueTask<Stream>>? connect = null)
    {
        DockerHost = host;
        _environment = environment ?? ThisMachine.Current;
        _connect = connect ?? (cancellationToken => Transport.ConnectAsync(host, _environment, cancellationToken));
        _limits = limits;
        _slots = new SemaphoreSlim(limits.Connections);
        _http = new HttpMessageInvoker(CreateHandler(_opening.Token));
    }

    /// <summary>The session's client of an engine: all who ask for the same host share its connections. It is never disposed.</summary>
    public static EngineClient Shared(DockerHost host) => Clients.GetOrAdd(host, static h => new EngineClient(h));

    /// <summary>
    /// Closes the connections of all shared clients that no request uses, also those that are being opened; the others are closed after
    /// their request. Waits until each ssh that this ends has ended. The clients open new ones if they are asked again.
    /// </summary>
    public static async Task CloseIdleAsync()
    {
        foreach (var client in Clients.Values)
        {
            var opening = Interlocked.Exchange(ref client._opening, new());
            Interlocked.Exchange(ref client._http, new HttpMessageInvoker(client.CreateHandler(client._opening.Token))).Dispose();
            if (client._slots.CurrentCount == client._limits.Connections)
                await opening.CancelAsync();
        }

        await SshStream.WhenEndedAsync();
    }

    /// <summary>Where the engine listens.</summary>
    public DockerHost DockerHost { get; }

    /// <summary>
    /// How many requests are sent at once; more wait for their turn. A caller with thousands of requests need not start more than this.
    /// </summary>
    public int RequestsAtOnce => _limits.Connections;

    /// <inheritdoc/>
    public void Dispose()
    {
        _opening.Cancel();
        _http.Dispose();
        _opening.Dispose();
        _negotiation.Dispose();
        _slots.Dispose();
    }
}
