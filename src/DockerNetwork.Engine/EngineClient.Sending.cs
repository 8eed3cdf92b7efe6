using System.Net;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    // Only the path matters: the transport decides where the bytes go.
    private const string BaseAddress = "http://docker";

    /// <summary>Each attached stream or pull has its own handler, so that it takes no connection from the requests.</summary>
    private SocketsHttpHandler CreateHandler(Action<Stream>? onConnected) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = _limits.Connections,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var stream = await Transport.ConnectAsync(DockerHost, cancellationToken);
            onConnected?.Invoke(stream);
            return stream;
        },
    };

    private Task<Answer> SendAsync(HttpMethod method, RequestPath path, Payload? body, TimeSpan timeout, CancellationToken cancellationToken) => InVersionAsync(
        method == HttpMethod.Get ? Repeat.Always : body is null ? Repeat.IfRefused : Repeat.Never,
        version => SendUnversionedAsync(method, path.Versioned(version), body, timeout, cancellationToken),
        cancellationToken);

    private async Task<Answer> SendUnversionedAsync(HttpMethod method, RequestPath path, Payload? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The time limit is for the engine: waiting for a turn does not count.
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await SendNowAsync(method, path, body, timeout, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Answer> SendNowAsync(HttpMethod method, RequestPath path, Payload? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        HttpStatusCode? status = null;
        var watched = EngineWatch.Follow(method, path);
        try
        {
            using var request = CreateRequest(method, path, body);
            using var response = await _http.SendAsync(request, deadline.Token);
            status = response.StatusCode;
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotModified)
                throw await RefusalAsync(response, method, path, deadline.Token);

            var limit = path.IsOfOneItem ? _limits.Document : _limits.Body;
            var (bytes, complete) = await BoundedBody.ReadAsync(response.Content, limit, deadline.Token);
            return complete
                ? new Answer(response.StatusCode, response.Headers, bytes)
                : throw new EngineException(
                    EngineFailure.Protocol,
                    $"The answer of {DockerHost} to {method} {path} is larger than {Size(limit)}, which is more than an engine sends. Is something else listening there?")
                { Request = $"{method} {path}" };
        }
        catch (Exception e)
        {
            throw Translate(e, method, path, timeout, cancellationToken);
        }
        finally
        {
            watched.Ended(status);
        }
    }

    private static HttpRequestMessage CreateRequest(HttpMethod method, RequestPath path, Payload? body) =>
        new(method, new Uri(BaseAddress + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            // An empty body instead of none: without a body, the handler repeats a request up to three times if the connection breaks.
            Content = body is not null ? new ReadOnlyMemoryContent(body.Bytes) { Headers = { { "Content-Type", body.Type } } } :
                method == HttpMethod.Get ? null : new ByteArrayContent([]),
        };

    /// <summary>"256 MiB", "64 KiB".</summary>
    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
