using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>The one way of a request to the engine.</summary>
public sealed partial class EngineClient
{
    // Only the path matters: the transport decides where the bytes go.
    private const string BaseAddress = "http://docker";

    /// <summary>Reads a document.</summary>
    private delegate T? DocumentReader<out T>(ReadOnlySpan<byte> document);

    private async Task<T> GetAsync<T>(RequestPath path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await SendAsync(Question(path), cancellationToken), HttpMethod.Get, path, type);

    private async Task<T> GetAsync<T>(RequestPath path, DocumentReader<T> read, CancellationToken cancellationToken) =>
        Read(await SendAsync(Question(path), cancellationToken), HttpMethod.Get, path, read);

    /// <summary>A GET whose answer is read whole.</summary>
    private Call Question(RequestPath path) => new(HttpMethod.Get, path, _limits.Request) { Silence = _limits.Silence };

    private async Task<TResponse> PostAsync<TRequest, TResponse>(
        RequestPath path,
        TRequest body,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Post, path, _limits.Request) { Body = Payload.Json(body, requestType) };
        return Read(await SendAsync(call, cancellationToken), HttpMethod.Post, path, responseType);
    }

    private Task PostAsync<TRequest>(RequestPath path, TRequest body, JsonTypeInfo<TRequest> type, CancellationToken cancellationToken) =>
        SendAsync(new Call(HttpMethod.Post, path, _limits.Request) { Body = Payload.Json(body, type) }, cancellationToken);

    internal Task PostAsync(RequestPath path, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(new Call(HttpMethod.Post, path, timeout), cancellationToken);

    private Task DeleteAsync(RequestPath path, CancellationToken cancellationToken) =>
        SendAsync(new Call(HttpMethod.Delete, path, _limits.Request), cancellationToken);

    /// <summary>Sends a request in the negotiated version and reads the answer whole.</summary>
    private Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        var repeat = call.Method == HttpMethod.Get ? Repeat.Always : call.Body is null ? Repeat.IfRefused : Repeat.Never;
        return InVersionAsync(repeat, version => SendUnversionedAsync(call.In(version), cancellationToken), cancellationToken);
    }

    private Task<Answer> SendUnversionedAsync(Call call, CancellationToken cancellationToken) =>
        ExchangeAsync(_http, call, ReadWholeAsync, cancellationToken, _slots);

    /// <summary>
    /// Each request goes through here: it is watched, its time is limited, a refusal becomes an error in the engine's words, and so does
    /// whatever the transport throws.
    /// </summary>
    /// <param name="http">Whose connections are used.</param>
    /// <param name="call">What is asked, with the API version in its path.</param>
    /// <param name="take">
    /// Takes the answer, and from then on owns it; it is called only for a success. What it is given ends it, also after a silence.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="turns">How many may be under way at once; null for a connection of its own.</param>
    private async Task<T> ExchangeAsync<T>(
        HttpMessageInvoker http,
        Call call,
        Func<Call, HttpResponseMessage, CancellationTokenSource, Task<T>> take,
        CancellationToken cancellationToken,
        SemaphoreSlim? turns = null)
    {
        // The time limit is for the engine: waiting for a turn does not count.
        if (turns is not null)
            await turns.WaitAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(call.Timeout);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        silence.CancelAfter(call.Silence);
        var watched = EngineWatch.Follow(call.Method, call.Path);
        HttpResponseMessage? response = null;
        HttpStatusCode? status = null;
        try
        {
            using var request = call.CreateRequest();
            response = await http.SendAsync(request, silence.Token);
            status = response.StatusCode;
            Note(response.Headers);
            return call.Takes(response.StatusCode)
                ? await take(call, response, silence)
                : throw await RefusalAsync(response, call, silence.Token);
        }
        catch (Exception e)
        {
            response?.Dispose();
            var limit = deadline.IsCancellationRequested ? call.Timeout : call.Silence;
            throw Translate(e, call.Method, call.Path, limit, cancellationToken);
        }
        finally
        {
            turns?.Release();
            watched.Ended(status);
        }
    }

    private async Task<Answer> ReadWholeAsync(Call call, HttpResponseMessage response, CancellationTokenSource silence)
    {
        using (response)
        {
            var limit = call.Limit ?? (call.Path.IsOfOneItem ? _limits.Document : _limits.Body);
            if (response.Content.Headers.ContentLength is { } promised && promised > limit)
                throw TooLarge();
            var (bytes, complete) = await BoundedBody.ReadAsync(
                response.Content, limit, silence.Token, () => silence.CancelAfter(call.Silence));
            return complete ? new Answer(response.StatusCode, response.Headers, bytes) : throw TooLarge();

            EngineException TooLarge() => new(
                EngineFailure.Protocol,
                $"The answer of {DockerHost} to {call} is larger than {Size(limit)}, which is more than an engine sends. " +
                "Is something else listening there?")
            {
                StatusCode = response.StatusCode,
                Request = call.ToString(),
            };
        }
    }

    private T Read<T>(Answer answer, HttpMethod method, RequestPath path, JsonTypeInfo<T> type) =>
        Read(answer, method, path, document => JsonSerializer.Deserialize(document, type));

    private T Read<T>(Answer answer, HttpMethod method, RequestPath path, DocumentReader<T> read)
    {
        try
        {
            var (document, cut) = ItemLimits.Count(() => read(answer.Body.Span));
            if (cut > 0)
            {
                var request = $"{method} {path.Shown}";
                var lists = cut == 1 ? "list" : "lists";
                EngineWatch.Trace($"Cut {cut} {lists} in the answer to {request} after {ItemLimits.OfItem} items. The rest was left out.");
            }

            return document ?? throw new JsonException("The document is null.");
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException
            or ArgumentException or InvalidOperationException)
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"The answer of {DockerHost} to {method} {path.Shown} is not the JSON of the Engine API: {e.Message} " +
                "Is something else listening there?",
                e)
            {
                StatusCode = answer.Status,
                Request = $"{method} {path.Shown}",
            };
        }
    }

    /// <summary>Each attached stream or pull has its own handler, so that it takes no connection from the requests.</summary>
    /// <param name="end">Gives up connections that are being opened.</param>
    /// <param name="onConnected">Takes each connection; null for no interest.</param>
    private SocketsHttpHandler CreateHandler(CancellationToken end, Action<Stream>? onConnected = null) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = _limits.Connections,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = async (_, cancellationToken) =>
        {
            using var opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
            var stream = await _connect(opening.Token);
            onConnected?.Invoke(stream);
            return stream;
        },
    };

    /// <summary>"256 MiB", "64 KiB".</summary>
    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";

    /// <summary>A request.</summary>
    /// <param name="Method">GET, POST or DELETE.</param>
    /// <param name="Path">The path and query.</param>
    /// <param name="Timeout">How long it may take until its answer is read, or until the stream that it opens begins.</param>
    private sealed record Call(HttpMethod Method, RequestPath Path, TimeSpan Timeout)
    {
        /// <summary>What is sent along; null for nothing.</summary>
        public Payload? Body { get; init; }

        /// <summary>How long nothing may come of the answer, its first byte included.</summary>
        public TimeSpan Silence { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

        /// <summary>How many bytes the answer may have; null for what its kind may have.</summary>
        public int? Limit { get; init; }

        /// <summary>Asks for the connection as a stream of bytes in both directions.</summary>
        public bool Upgrade { get; init; }

        /// <summary>The same in an API version.</summary>
        public Call In(ApiVersion version) => this with { Path = Path.Versioned(version) };

        /// <summary>Whether a status is the success that was asked for.</summary>
        public bool Takes(HttpStatusCode status) =>
            Upgrade ? status == HttpStatusCode.SwitchingProtocols : (int)status is >= 200 and < 300 || status == HttpStatusCode.NotModified;

        public HttpRequestMessage CreateRequest()
        {
            var uri = new Uri(BaseAddress + Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            var request = new HttpRequestMessage(Method, uri);
            // An empty body instead of none: without a body, the handler repeats a request up to three times if the connection breaks.
            if (Body is not null)
                request.Content = new ReadOnlyMemoryContent(Body.Bytes) { Headers = { { "Content-Type", Body.Type } } };
            else if (Method != HttpMethod.Get)
                request.Content = new ByteArrayContent([]);
            if (Upgrade)
            {
                request.Headers.Connection.Add("Upgrade");
                request.Headers.Upgrade.Add(new("tcp"));
            }

            return request;
        }

        /// <summary>"GET /v1.41/containers/json?all=1", for eyes.</summary>
        public override string ToString() => $"{Method} {Path.Shown}";
    }

    /// <summary>What the engine answered, read whole.</summary>
    /// <param name="Status">200 to 299, or 304.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Body">Its body, at most <see cref="EngineLimits.Body"/>.</param>
    private sealed record Answer(HttpStatusCode Status, System.Net.Http.Headers.HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body);

    /// <summary>The body of a request. Not an HttpContent, which can be sent only once.</summary>
    private sealed record Payload(ReadOnlyMemory<byte> Bytes, string Type)
    {
        public static Payload Json<T>(T body, JsonTypeInfo<T> type) =>
            new(JsonSerializer.SerializeToUtf8Bytes(body, type), "application/json");
    }
}
