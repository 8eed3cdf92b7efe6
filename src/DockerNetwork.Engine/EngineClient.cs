using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

/// <summary>
/// A client of one engine: one pool of connections, one negotiated API version. Safe for concurrent use; made to live as long as the session.
/// Every failure is an <see cref="EngineException"/>, every wait takes a token.
/// </summary>
public sealed partial class EngineClient : IDisposable
{
    /// <summary>How long a request that only asks or changes metadata may take. Generous: an engine under load needs a minute to remove a container.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    // Only the path matters: the transport decides where the bytes go.
    private const string BaseAddress = "http://docker";

    private static readonly ConcurrentDictionary<EngineEndpoint, EngineClient> Clients = new();

    private readonly HttpMessageInvoker _http;
    private readonly HostEnvironment _environment;
    private readonly SemaphoreSlim _negotiation = new(1, 1);
    private ApiVersion? _version;

    /// <summary>Creates a client. No connection is made before the first request.</summary>
    /// <param name="endpoint">Where the engine listens.</param>
    /// <param name="environment">The machine; the real one when null.</param>
    public EngineClient(EngineEndpoint endpoint, HostEnvironment? environment = null)
    {
        Endpoint = endpoint;
        _environment = environment ?? HostEnvironment.Current;
        _http = new HttpMessageInvoker(CreateHandler(onConnected: null));
    }

    /// <summary>The session's client of an engine: all who ask for the same endpoint share its connections. Never disposed.</summary>
    public static EngineClient Shared(EngineEndpoint endpoint) => Clients.GetOrAdd(endpoint, static e => new EngineClient(e));

    /// <summary>Where the engine listens.</summary>
    public EngineEndpoint Endpoint { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _negotiation.Dispose();
    }

    /// <summary>
    /// The API version that requests are sent in: the older of the engine's newest and <see cref="ApiVersion.Newest"/>, or <c>DOCKER_API_VERSION</c>.
    /// Asked once, from the header of <c>GET /_ping</c>, which every engine answers in any version.
    /// </summary>
    public async Task<ApiVersion> GetApiVersionAsync(CancellationToken cancellationToken = default)
    {
        if (_version is { } known)
            return known;

        await _negotiation.WaitAsync(cancellationToken);
        try
        {
            return _version ??= await NegotiateAsync(cancellationToken);
        }
        finally
        {
            _negotiation.Release();
        }
    }

    /// <summary>Refuses what the engine is too old for, before anything is sent.</summary>
    /// <param name="minimum">The API version that brought the feature.</param>
    /// <param name="feature">What the user asked for, as the subject of the message.</param>
    /// <param name="cancellationToken">Cancels the version request.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.UnsupportedVersion"/>.</exception>
    public async Task RequireAsync(ApiVersion minimum, string feature, CancellationToken cancellationToken = default)
    {
        var version = await GetApiVersionAsync(cancellationToken);
        if (version < minimum)
        {
            throw new EngineException(
                EngineFailure.UnsupportedVersion,
                $"{feature} needs API {minimum} or newer; the engine at {Endpoint} is used with API {version}. Leave it out, or upgrade the engine. Nothing was changed.");
        }
    }

    internal async Task<T> GetAsync<T>(RequestPath path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, RequestTimeout, cancellationToken);
        return await ReadAsync(response, HttpMethod.Get, path, type, cancellationToken);
    }

    internal async Task<TResponse> PostAsync<TRequest, TResponse>(
        RequestPath path, TRequest body, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Body(body, requestType), RequestTimeout, cancellationToken);
        return await ReadAsync(response, HttpMethod.Post, path, responseType, cancellationToken);
    }

    internal async Task PostAsync<TRequest>(RequestPath path, TRequest body, JsonTypeInfo<TRequest> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Body(body, type), RequestTimeout, cancellationToken);
    }

    internal async Task PostAsync(RequestPath path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, null, timeout, cancellationToken);
    }

    internal async Task DeleteAsync(RequestPath path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, RequestTimeout, cancellationToken);
    }

    private SocketsHttpHandler CreateHandler(Action<Stream>? onConnected) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var stream = await Transport.ConnectAsync(Endpoint, cancellationToken);
            onConnected?.Invoke(stream);
            return stream;
        },
    };

    private async Task<ApiVersion> NegotiateAsync(CancellationToken cancellationToken)
    {
        if (_environment.Variable("DOCKER_API_VERSION") is { } pinned)
        {
            return ApiVersion.TryParse(pinned, out var version)
                ? version
                : throw new EngineException(EngineFailure.InvalidConfiguration, $"DOCKER_API_VERSION is '{pinned}', which is no API version. Use one such as 1.41, or unset it.");
        }

        var ping = RequestPath.Of("_ping");
        using var response = await SendUnversionedAsync(HttpMethod.Get, ping, null, RequestTimeout, cancellationToken);
        var newest = response.Headers.TryGetValues("Api-Version", out var values) ? values.FirstOrDefault() : null;
        if (!ApiVersion.TryParse(newest, out var engine))
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"What listens at {Endpoint} (from {Endpoint.Origin}) is no Docker engine: its answer to /_ping has no Api-Version header.")
            { Request = "GET /_ping" };
        }

        if (engine < ApiVersion.Oldest)
        {
            throw new EngineException(
                EngineFailure.UnsupportedVersion,
                $"The engine at {Endpoint} speaks API {engine} at most; this client needs {ApiVersion.Oldest} (Docker 1.13) or newer. Upgrade the engine.");
        }

        return engine < ApiVersion.Newest ? engine : ApiVersion.Newest;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, RequestPath path, HttpContent? content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var version = await GetApiVersionAsync(cancellationToken);
        return await SendUnversionedAsync(method, path.Versioned(version), content, timeout, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendUnversionedAsync(
        HttpMethod method, RequestPath path, HttpContent? content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        HttpResponseMessage? response = null;
        var watched = EngineWatch.Follow(method, path);
        try
        {
            using var request = CreateRequest(method, path, content);
            response = await _http.SendAsync(request, deadline.Token);
            // The body is read (and kept by the content) here, so that the time limit and the error mapping cover it.
            await response.Content.ReadAsByteArrayAsync(deadline.Token);
        }
        catch (Exception e)
        {
            response?.Dispose();
            watched.Ended(null);
            throw Translate(e, method, path, timeout, cancellationToken);
        }

        watched.Ended(response.StatusCode);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return response;

        using (response)
            throw await RefusalAsync(response, method, path, cancellationToken);
    }

    private static HttpRequestMessage CreateRequest(HttpMethod method, RequestPath path, HttpContent? content) =>
        new(method, new Uri(BaseAddress + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            // An empty body where there is none: without one the handler sends a request again, up to three times, when the connection breaks.
            Content = content ?? (method == HttpMethod.Get ? null : new ByteArrayContent([])),
        };

    private static ByteArrayContent Body<T>(T body, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { { "Content-Type", "application/json" } } };

    private async Task<T> ReadAsync<T>(
        HttpResponseMessage response, HttpMethod method, RequestPath path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var document = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(document, type) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException e)
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"The answer of {Endpoint} to {method} {path} is not the JSON of the Engine API: {e.Message} Is something else listening there?",
                e)
            { Request = $"{method} {path}" };
        }
    }
}
