using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>29.0, which brought the choice of a firewall backend, and tells it.</summary>
    private static readonly EngineVersion FirewallBackends = new(29, 0);

    /// <summary>29.5, which tells whether the port proxy is on.</summary>
    private static readonly EngineVersion UserlandProxyTold = new(29, 5);

    private volatile Seen? _seen;
    private volatile Known? _known;

    /// <summary>
    /// What the engine is, as its answers say in their headers, so that it costs no request. If a proxy leaves them out,
    /// <c>GET /version</c> is asked once. A Docker engine from 29.0 on is asked once for its firewall backend. An engine that was replaced
    /// since shows by other headers.
    /// </summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public Task<EngineProduct> GetProductAsync(CancellationToken cancellationToken = default) =>
        KnownAsync(whole: false, cancellationToken);

    /// <summary>The same, and whose users run it (<see cref="EngineProduct.Mode"/>): every Docker engine is asked once.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public Task<EngineProduct> GetWholeProductAsync(CancellationToken cancellationToken = default) =>
        KnownAsync(whole: true, cancellationToken);

    private async Task<EngineProduct> KnownAsync(bool whole, CancellationToken cancellationToken)
    {
        if (_seen is null)
            await NegotiatedAsync(cancellationToken);
        if (_seen is null)
            await TryAsync(RequestPath.Of("version"), EngineJson.Default.VersionDocument, cancellationToken);
        var seen = _seen ?? Seen.Nothing;
        if (_known is { } known && known.From == seen && (known.Whole || !whole))
            return known.Product;
        var product = await ProductAsync(seen, whole, cancellationToken) with { Experimental = seen.Experimental == "true" };
        _known = new Known(seen, product, whole || product.Version >= FirewallBackends);
        return product;
    }

    private async Task<EngineProduct> ProductAsync(Seen seen, bool whole, CancellationToken cancellationToken)
    {
        var product = EngineProduct.Parse(seen.Server);
        if (product is null
            && await TryAsync(RequestPath.Of("version"), EngineJson.Default.VersionDocument, cancellationToken) is { } version)
        {
            product = EngineProduct.Of(version);
            if (product is null && ApiVersion.TryParse(version.ApiVersion, out var newest))
                product = EngineProduct.Speaking(newest);
        }

        if (product is null)
        {
            return EngineProduct.Speaking(
                ApiVersion.TryParse(seen.Newest, out var spoken) ? spoken : await GetApiVersionAsync(cancellationToken));
        }

        if (product.Kind != EngineKind.Docker || !(whole || product.Version >= FirewallBackends))
            return product;
        var information = await TryAsync(RequestPath.Of("info"), EngineJson.Default.SystemInformation, cancellationToken);
        return product with
        {
            FirewallBackend = information?.FirewallBackend?.Driver,
            UserlandProxy = product.Version >= UserlandProxyTold ? information?.FirewallBackend?.EnableUserlandProxy : null,
            Rootless = information?.Has("rootless") == true,
            RemapsUsers = information?.Has("userns") == true,
        };
    }

    /// <summary>What Podman's own API says of its networks, and its <c>GET /networks</c> leaves out. Null if it does not answer.</summary>
    /// <param name="podman">Which Podman it is: its own API has the version of the program.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<List<PodmanNetwork>?> ListPodmanNetworksAsync(EngineProduct podman, CancellationToken cancellationToken = default) =>
        TryAsync(
            RequestPath.Of(VersionOf(podman), "libpod", "networks", "json"),
            EngineJson.Default.ListPodmanNetwork,
            cancellationToken);

    /// <summary>
    /// What Podman's own API says of its containers, and its <c>GET /containers/json</c> leaves out. Null if it does not answer.
    /// </summary>
    /// <inheritdoc cref="ListPodmanNetworksAsync"/>
    public Task<List<PodmanContainer>?> ListPodmanContainersAsync(EngineProduct podman, CancellationToken cancellationToken = default) =>
        TryAsync(
            RequestPath.Of(VersionOf(podman), "libpod", "containers", "json").With("all", "true"),
            EngineJson.Default.ListPodmanContainer,
            cancellationToken);

    /// <summary>As the paths of Podman's own API begin: "v4.3.1".</summary>
    private static string VersionOf(EngineProduct podman) =>
        string.Create(CultureInfo.InvariantCulture, $"v{podman.Version.Major}.{podman.Version.Minor}.{podman.Version.Patch}");

    /// <summary>
    /// Asks in no version, which is the engine's newest: in an old one it leaves out what is newer. Null if it does not answer; what is
    /// asked here decides how much can be predicted, and no more.
    /// </summary>
    private async Task<T?> TryAsync<T>(RequestPath request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var answer = await SendUnversionedAsync(Question(request), cancellationToken);
            return Read(answer, HttpMethod.Get, request, type);
        }
        catch (EngineException e)
        {
            EngineWatch.Trace($"GET {request.Shown} is not answered, and less can be predicted: {e.Message}");
            return null;
        }
    }

    /// <summary>Notes who answered. The headers are the same each time, unless the engine was replaced.</summary>
    private void Note(HttpResponseHeaders headers)
    {
        var seen = new Seen(
            First(headers, "Server"),
            First(headers, "Api-Version"),
            First(headers, "Docker-Experimental") ?? _seen?.Experimental);
        if (seen != _seen && seen != Seen.Nothing)
            _seen = seen;
    }

    /// <summary>The value as it was sent: the header "Server" would be taken apart otherwise.</summary>
    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>What an answer says of the engine.</summary>
    /// <param name="Server">As "Docker/28.5.2 (linux)"; null if there is no such header.</param>
    /// <param name="Newest">The newest API version that it speaks.</param>
    /// <param name="Experimental">Whether it was started with --experimental: "true" or "false".</param>
    private sealed record Seen(string? Server, string? Newest, string? Experimental)
    {
        public static readonly Seen Nothing = new(null, null, null);
    }

    /// <summary>What the engine is, what that was learned from, and whether it was asked for all.</summary>
    private sealed record Known(Seen From, EngineProduct Product, bool Whole);
}
