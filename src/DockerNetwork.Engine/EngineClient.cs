using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

/// <summary>
/// A client of one engine: one pool of connections, one negotiated API version. Safe for concurrent use; made to live as long as the session.
/// Every failure is an <see cref="EngineException"/>, every wait takes a token, and whatever the engine sends is read up to a limit.
/// </summary>
public sealed partial class EngineClient : IDisposable
{
    private static readonly ConcurrentDictionary<DockerHost, EngineClient> Clients = new();

    private readonly EngineLimits _limits;
    private readonly HttpMessageInvoker _http;
    private readonly ThisMachine _environment;
    private readonly SemaphoreSlim _negotiation = new(1, 1);
    private readonly SemaphoreSlim _slots;

    /// <summary>Creates a client. No connection is made before the first request.</summary>
    /// <param name="endpoint">Where the engine listens.</param>
    /// <param name="environment">The machine; the real one when null.</param>
    public EngineClient(DockerHost endpoint, ThisMachine? environment = null)
        : this(endpoint, environment, EngineLimits.Default)
    {
    }

    internal EngineClient(DockerHost endpoint, ThisMachine? environment, EngineLimits limits)
    {
        DockerHost = endpoint;
        _environment = environment ?? ThisMachine.Current;
        _limits = limits;
        _slots = new SemaphoreSlim(limits.Connections);
        _http = new HttpMessageInvoker(CreateHandler(onConnected: null));
    }

    /// <summary>The session's client of an engine: all who ask for the same endpoint share its connections. Never disposed.</summary>
    public static EngineClient Shared(DockerHost endpoint) => Clients.GetOrAdd(endpoint, static e => new EngineClient(e));

    /// <summary>Where the engine listens.</summary>
    public DockerHost DockerHost { get; }

    /// <summary>How many requests are sent at once; more wait for their turn. A caller with thousands of requests need not start more than this.</summary>
    public int RequestsAtOnce => _limits.Connections;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _negotiation.Dispose();
        _slots.Dispose();
    }

    internal async Task<T> GetAsync<T>(RequestPath path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, path, null, _limits.Request, cancellationToken);
        return Read(answer, HttpMethod.Get, path, type);
    }

    internal async Task<TResponse> PostAsync<TRequest, TResponse>(
        RequestPath path, TRequest body, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Post, path, Payload.Json(body, requestType), _limits.Request, cancellationToken);
        return Read(answer, HttpMethod.Post, path, responseType);
    }

    internal Task PostAsync<TRequest>(RequestPath path, TRequest body, JsonTypeInfo<TRequest> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, Payload.Json(body, type), _limits.Request, cancellationToken);

    internal Task PostAsync(RequestPath path, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, null, timeout, cancellationToken);

    internal Task DeleteAsync(RequestPath path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, _limits.Request, cancellationToken);

    private T Read<T>(Answer answer, HttpMethod method, RequestPath path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw new JsonException("The document is null.");
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"The answer of {DockerHost} to {method} {path} is not the JSON of the Engine API: {e.Message} Is something else listening there?",
                e)
            { Request = $"{method} {path}" };
        }
    }

    /// <summary>What the engine answered, read whole.</summary>
    /// <param name="Status">200 to 299, or 304.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Body">Its body, at most <see cref="EngineLimits.Body"/>.</param>
    private readonly record struct Answer(HttpStatusCode Status, System.Net.Http.Headers.HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body);

    /// <summary>The body of a request. Not an HttpContent, which can be sent only once.</summary>
    private sealed record Payload(ReadOnlyMemory<byte> Bytes, string Type)
    {
        public static Payload Json<T>(T body, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(body, type), "application/json");
    }
}
