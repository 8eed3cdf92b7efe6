using System.Net;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>Prepares a command in a running container; <see cref="StartExecAsync(string, bool, CancellationToken)"/> runs it.</summary>
    public async Task<string> CreateExecAsync(string containerId, ExecCreateRequest request, CancellationToken cancellationToken = default)
    {
        if (request.WorkingDir is not null)
            await RequireAsync(new(1, 35), "-WorkingDirectory", cancellationToken);

        var created = await PostAsync(
            RequestPath.Of("containers", containerId, "exec"),
            request,
            EngineJson.Default.ExecCreateRequest,
            EngineJson.Default.CreateResponse,
            cancellationToken);
        return created.Id;
    }

    /// <summary>Runs a prepared command without a terminal and attaches to it.</summary>
    public Task<HijackedConnection> StartExecAsync(string execId, CancellationToken cancellationToken = default) =>
        StartExecAsync(execId, tty: false, cancellationToken);

    /// <summary>Runs a prepared command and attaches to it.</summary>
    /// <param name="execId">From <see cref="CreateExecAsync"/>.</param>
    /// <param name="tty">It was prepared with a terminal: what it writes is not framed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<HijackedConnection> StartExecAsync(string execId, bool tty, CancellationToken cancellationToken = default) =>
        HijackAsync(
            RequestPath.Of("exec", execId, "start"), Payload.Json(new ExecStartRequest(Detach: false, tty), EngineJson.Default.ExecStartRequest), framed: !tty, cancellationToken);

    /// <summary>Whether a command still runs, and its exit code.</summary>
    public Task<ExecDetails> InspectExecAsync(string execId, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("exec", execId, "json"), EngineJson.Default.ExecDetails, cancellationToken);

    /// <summary>Attaches to a container's standard streams, both directions.</summary>
    public Task<HijackedConnection> AttachContainerAsync(string id, CancellationToken cancellationToken = default) =>
        HijackAsync(
            RequestPath.Of("containers", id, "attach").With("stream", "1").With("stdin", "1").With("stdout", "1").With("stderr", "1"),
            body: null,
            framed: true,
            cancellationToken);

    /// <summary>The lines of an answer that comes bit by bit, for as long as it takes.</summary>
    private async IAsyncEnumerable<string> ReadLinesAsync(HttpMethod method, RequestPath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A connection of its own: a pooled one would be unavailable for as long.
        using var http = new HttpMessageInvoker(CreateHandler(onConnected: null));
        using var response = await InVersionAsync(Repeat.IfRefused, version => OpenAsync(path.Versioned(version)), cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        var lines = new LineBuffer(OutputLines.LongestLine);
        while (await TranslatedAsync(path, () => stream.ReadAsync(buffer, cancellationToken).AsTask()) is > 0 and var count)
        {
            foreach (var line in lines.Append(buffer.AsSpan(0, count)))
                yield return line;
            lines.ThrowIfTooLong();
        }

        if (lines.Rest() is { } rest)
            yield return rest;

        async Task<HttpResponseMessage> OpenAsync(RequestPath versioned)
        {
            var watched = EngineWatch.Follow(method, versioned);
            HttpResponseMessage? answer = null;
            try
            {
                using var request = CreateRequest(method, versioned, null);
                answer = await TranslatedAsync(versioned, () => http.SendAsync(request, cancellationToken));
            }
            finally
            {
                watched.Ended(answer?.StatusCode);
            }

            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await TranslatedAsync(versioned, () => RefusalAsync(answer, method, versioned, cancellationToken));
        }

        async Task<T> TranslatedAsync<T>(RequestPath asked, Func<Task<T>> work)
        {
            try
            {
                return await work();
            }
            catch (Exception e)
            {
                throw Translate(e, method, asked, Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Turns a request's connection into a byte stream in both directions. The connection is its own, outside the pool: only so is the socket known,
    /// and only the socket can say "no more input" while output still comes.
    /// </summary>
    private Task<HijackedConnection> HijackAsync(RequestPath path, Payload? body, bool framed, CancellationToken cancellationToken) =>
        // These bodies mean the same in every version.
        InVersionAsync(Repeat.IfRefused, version => HijackNowAsync(path.Versioned(version), body, framed, cancellationToken), cancellationToken);

    private async Task<HijackedConnection> HijackNowAsync(RequestPath path, Payload? body, bool framed, CancellationToken cancellationToken)
    {
        Stream? transport = null;
        var http = new HttpMessageInvoker(CreateHandler(stream => transport = stream));
        HttpResponseMessage? response = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_limits.Request);
        var watched = EngineWatch.Follow(HttpMethod.Post, path);
        try
        {
            using var request = CreateRequest(HttpMethod.Post, path, body);
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new("tcp"));
            response = await http.SendAsync(request, deadline.Token);
            watched.Ended(response.StatusCode);
            if (response.StatusCode is HttpStatusCode.SwitchingProtocols)
                return new HijackedConnection(http, response, transport!, await response.Content.ReadAsStreamAsync(deadline.Token), framed);

            throw response.IsSuccessStatusCode
                ? new EngineException(EngineFailure.Protocol, $"{DockerHost} answered {(int)response.StatusCode} to {path} and did not open a stream. A proxy between that drops 'Upgrade' does this.")
                : await RefusalAsync(response, HttpMethod.Post, path, deadline.Token);
        }
        catch (Exception e)
        {
            if (response is null)
                watched.Ended(null);
            response?.Dispose();
            http.Dispose();
            throw Translate(e, HttpMethod.Post, path, _limits.Request, cancellationToken);
        }
    }
}
