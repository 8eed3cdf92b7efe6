using System.Globalization;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>Prepares a command in a running container; <see cref="StartExecAsync"/> runs it.</summary>
    public async Task<string> CreateExecAsync(string containerId, ExecCreateRequest request, CancellationToken cancellationToken = default)
    {
        if (request.WorkingDir is not null)
            await RequireAsync(EngineFeature.WorkingDirectory, cancellationToken);

        var created = await PostAsync(
            RequestPath.Of("containers", containerId, "exec"),
            request,
            EngineJson.Default.ExecCreateRequest,
            EngineJson.Default.CreateResponse,
            cancellationToken);
        return created.Id;
    }

    /// <summary>Runs a prepared command and attaches to it.</summary>
    /// <param name="execId">From <see cref="CreateExecAsync"/>.</param>
    /// <param name="tty">It was prepared with a terminal: its output is not framed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<HijackedConnection> StartExecAsync(string execId, bool tty = false, CancellationToken cancellationToken = default) =>
        HijackAsync(
            RequestPath.Of("exec", execId, "start"),
            Payload.Json(new ExecStartRequest(Detach: false, tty), EngineJson.Default.ExecStartRequest),
            framed: !tty,
            cancellationToken);

    /// <summary>Tells the terminal of a running command how large it is.</summary>
    public Task ResizeExecAsync(string execId, int rows, int columns, CancellationToken cancellationToken = default) =>
        PostAsync(
            RequestPath.Of("exec", execId, "resize")
                .With("h", rows.ToString(CultureInfo.InvariantCulture))
                .With("w", columns.ToString(CultureInfo.InvariantCulture)),
            _limits.Request,
            cancellationToken);

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
    private async IAsyncEnumerable<string> ReadLinesAsync(
        HttpMethod method, RequestPath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A connection of its own: a pooled one would be unavailable for as long.
        using var http = new HttpMessageInvoker(CreateHandler(cancellationToken));
        var call = new Call(method, path, Timeout.InfiniteTimeSpan);
        using var response = await InVersionAsync(
            Repeat.IfRefused,
            version => ExchangeAsync(http, call.In(version), (_, answer, _) => Task.FromResult(answer), cancellationToken),
            cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        var lines = new LineBuffer(OutputLines.LongestLine);
        while (await ReadAsync() is > 0 and var count)
        {
            foreach (var line in lines.Append(buffer.AsSpan(0, count)))
                yield return line;
            lines.ThrowIfTooLong();
        }

        if (lines.Rest() is { } rest)
            yield return rest;

        async Task<int> ReadAsync()
        {
            try
            {
                return await stream.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception e)
            {
                throw Translate(e, method, path, Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Turns a request's connection into a byte stream in both directions. The connection is its own, outside the pool: only so is the
    /// socket known, and only the socket can say "no more input" while output still comes.
    /// </summary>
    private async Task<HijackedConnection> HijackAsync(
        RequestPath path, Payload? body, bool framed, CancellationToken cancellationToken)
    {
        Stream? transport = null;
        var http = new HttpMessageInvoker(CreateHandler(cancellationToken, stream => transport = stream));
        var call = new Call(HttpMethod.Post, path, _limits.Request) { Body = body, Upgrade = true };
        try
        {
            // These bodies mean the same in every version.
            return await InVersionAsync(
                Repeat.IfRefused, version => ExchangeAsync(http, call.In(version), OpenAsync, cancellationToken), cancellationToken);
        }
        catch
        {
            http.Dispose();
            throw;
        }

        async Task<HijackedConnection> OpenAsync(Call _, HttpResponseMessage response, CancellationTokenSource end) =>
            new(http, response, transport!, await response.Content.ReadAsStreamAsync(end.Token), framed);
    }
}
