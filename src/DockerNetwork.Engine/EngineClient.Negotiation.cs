using System.Diagnostics;
using System.Net;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    private volatile Negotiated? _negotiated;
    private volatile EngineException? _refusal;

    /// <summary>When a request may be sent a second time.</summary>
    private enum Repeat
    {
        /// <summary>
        /// Never: the request was written for one API version, and another version may read it differently or ignore fields.
        /// </summary>
        Never,

        /// <summary>If the engine refused the version, and so did not act on the request.</summary>
        IfRefused,

        /// <summary>Also if the connection broke: the request only reads.</summary>
        Always,
    }

    /// <summary>
    /// The API version that requests are sent in: the older of the engine's newest and <see cref="ApiVersion.Newest"/>, or
    /// <c>DOCKER_API_VERSION</c>. It is asked for once, from the header of <c>GET /_ping</c>, which every engine answers in any version,
    /// and again after the engine was away or refused the version, because it may have been upgraded meanwhile.
    /// </summary>
    public async Task<ApiVersion> GetApiVersionAsync(CancellationToken cancellationToken = default) =>
        (await NegotiatedAsync(cancellationToken)).Version;

    /// <summary>Refuses a feature that the engine is too old for, before anything is sent.</summary>
    /// <param name="feature">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the version request.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.UnsupportedVersion"/>.</exception>
    public async Task RequireAsync(EngineFeature feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var before = _negotiated;
        var asked = await NegotiatedAsync(cancellationToken);
        if (asked.Version < feature.Since && ReferenceEquals(asked, before))
        {
            // Known from an earlier request: the engine may have been upgraded since.
            Forget(asked);
            asked = await NegotiatedAsync(cancellationToken);
        }

        // Podman's API version says little about what it offers; PodmanGaps knows.
        if (asked.Version >= feature.Since || await GetProductAsync(cancellationToken) is { Kind: EngineKind.Podman })
            return;
        throw new EngineException(
            EngineFailure.UnsupportedVersion,
            $"{feature.Name} needs API {feature.Since} or newer; this session uses API {asked.Version} with the engine at {DockerHost}" +
            (Pin is null
                ? ". Omit it, or upgrade the engine."
                : ", because DOCKER_API_VERSION pins it. Omit it, or unset DOCKER_API_VERSION.") +
            " Nothing was changed.");
    }

    /// <summary>Refuses what Podman lacks, if the engine is Podman, before anything is sent.</summary>
    /// <param name="gaps">What is asked for and Podman lacks (<see cref="PodmanGaps"/>).</param>
    /// <param name="cancellationToken">Cancels the question which engine it is.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.NotOffered"/>.</exception>
    public async Task RequireAsync(IEnumerable<PodmanGap> gaps, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        foreach (var gap in gaps)
        {
            if (await GetProductAsync(cancellationToken) is var engine && gap.Concerns(engine))
            {
                throw new EngineException(
                    EngineFailure.NotOffered,
                    $"{engine} at {DockerHost} has no {gap.What}. {gap.Advice}{(gap.OnlyRead ? "" : " Nothing was changed.")}");
            }
        }
    }

    /// <summary>Checks whether the engine answers: <c>GET /_ping</c>, which costs the engine nothing.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How long it took, with the connection, if a new one was made.</returns>
    public async Task<TimeSpan> PingAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var since = Stopwatch.GetTimestamp();
        await SendUnversionedAsync(new Call(HttpMethod.Get, RequestPath.Of("_ping"), limit), cancellationToken);
        return Stopwatch.GetElapsedTime(since);
    }

    private string? Pin => _environment.Variable("DOCKER_API_VERSION");

    /// <summary>
    /// Sends a request in the negotiated version. After a refusal of the version (an engine was upgraded from 20.10 to 29, or taken back)
    /// and after a broken connection the version is negotiated again. The request is then sent once more, if it may be.
    /// </summary>
    private async Task<T> InVersionAsync<T>(Repeat repeat, Func<ApiVersion, Task<T>> send, CancellationToken cancellationToken)
    {
        var asked = await NegotiatedAsync(cancellationToken);
        EngineException failure;
        try
        {
            return await send(asked.Version);
        }
        catch (EngineException e) when (e.Failure is EngineFailure.Unreachable or EngineFailure.ConnectionLost || RefusesVersion(e))
        {
            failure = e;
        }

        Forget(asked);
        if (!RefusesVersion(failure))
        {
            if (repeat != Repeat.Always || failure.Failure == EngineFailure.Unreachable)
                throw failure;
            return await send(await GetApiVersionAsync(cancellationToken));
        }

        var now = await GetApiVersionAsync(cancellationToken);
        if (now == asked.Version)
            throw NoCommonVersion(failure, now);
        if (repeat == Repeat.Never)
        {
            throw Again(
                failure,
                $"{failure.Message.TrimEnd('.')}. The engine at {DockerHost} was replaced by another version; " +
                $"API {now} is used from here on. " +
                "Nothing was changed: run the command again.");
        }

        return await send(now);
    }

    /// <summary>The engine checks the version before anything else; the wording has been the same since 1.13.</summary>
    private static bool RefusesVersion(EngineException e) =>
        e.StatusCode == HttpStatusCode.BadRequest
        && e.Message.Contains("client version", StringComparison.OrdinalIgnoreCase)
        && (e.Message.Contains("too old", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("too new", StringComparison.OrdinalIgnoreCase));

    /// <summary>Negotiating again changed nothing.</summary>
    private EngineException NoCommonVersion(EngineException failure, ApiVersion version)
    {
        if (Pin is not null)
        {
            return Again(
                failure,
                $"{failure.Message.TrimEnd('.')}. DOCKER_API_VERSION pins API {version}: " +
                "unset it, or set it to a version that the engine speaks.");
        }

        if (version < ApiVersion.Newest)
            return failure;
        return Again(
            failure,
            $"The engine at {DockerHost} no longer speaks API {version}, the newest version that this module knows: " +
            $"{failure.Message.TrimEnd('.')}. Update the module.",
            EngineFailure.TooNew);
    }

    private static EngineException Again(EngineException failure, string message, EngineFailure? cause = null) =>
        new(cause ?? failure.Failure, message, failure) { StatusCode = failure.StatusCode, Request = failure.Request };

    /// <summary>Only if it is still the current one: others may have negotiated again meanwhile.</summary>
    private void Forget(Negotiated known) => Interlocked.CompareExchange(ref _negotiated, null, known);

    private async Task<Negotiated> NegotiatedAsync(CancellationToken cancellationToken)
    {
        if (_negotiated is { } known)
            return known;

        var before = _refusal;
        await _negotiation.WaitAsync(cancellationToken);
        try
        {
            // Who waited for a try that failed does not try again: a command sends several requests at once, and a login may take long.
            if (_negotiated is null && _refusal is { } refusal && refusal != before)
                throw refusal;
            return _negotiated ??= new Negotiated(Pinned() ?? Common(
                await SendUnversionedAsync(new Call(HttpMethod.Get, RequestPath.Of("_ping"), _limits.Request), cancellationToken)));
        }
        catch (EngineException e)
        {
            _refusal = e;
            throw;
        }
        finally
        {
            _negotiation.Release();
        }
    }

    /// <summary>What DOCKER_API_VERSION says; null if it is not set.</summary>
    private ApiVersion? Pinned() => Pin is not { } pinned ? null
        : ApiVersion.TryParse(pinned, out var version) ? version
        : throw new EngineException(
            EngineFailure.InvalidConfiguration,
            $"DOCKER_API_VERSION is '{pinned}', which is not an API version. Use one such as 1.41, or unset it.");

    /// <summary>The newest version that both speak, by the engine's answer to /_ping.</summary>
    private ApiVersion Common(Answer answer)
    {
        var newest = answer.Headers.TryGetValues("Api-Version", out var values) ? values.FirstOrDefault() : null;
        if (!ApiVersion.TryParse(newest, out var engine))
        {
            throw new EngineException(
                EngineFailure.Protocol,
                $"The server at {DockerHost} (from {DockerHost.Origin}) is not a Docker engine: " +
                "its answer to /_ping has no Api-Version header.")
            { Request = "GET /_ping" };
        }

        if (engine < ApiVersion.Oldest)
        {
            throw new EngineException(
                EngineFailure.UnsupportedVersion,
                $"The engine at {DockerHost} speaks API {engine} at most; this client needs {ApiVersion.Oldest} (Docker 1.13) or newer. " +
                "Upgrade the engine.");
        }

        return engine < ApiVersion.Newest ? engine : ApiVersion.Newest;
    }

    /// <summary>What an engine and this client agreed on. An object, so that it is read and replaced atomically.</summary>
    private sealed record Negotiated(ApiVersion Version);
}
