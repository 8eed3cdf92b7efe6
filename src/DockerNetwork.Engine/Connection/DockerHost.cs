using System.Buffers;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// The address of an engine. Equal addresses mean the same engine, and share one pool of connections. It is a URI for ConvertTo-Json,
/// which writes the text of a URI, and the properties of other objects.
/// </summary>
public sealed class DockerHost : Uri, IEquatable<DockerHost>, ISpanFormattable
{
    private static readonly SearchValues<char> SchemeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    private DockerHost(string uri, TlsMaterial? tls, string origin)
        // Not canonical: "." names the machine in the path of a pipe.
        : base(uri, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
    {
        Tls = tls;
        Origin = origin;
    }

    /// <summary>unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host:port/path.</summary>
    public Uri Uri => this;

    /// <summary>The TLS files, or null for a connection without TLS. Set only for tcp.</summary>
    public TlsMaterial? Tls { get; }

    /// <summary>Where this address comes from, for messages: "-DockerHost" of a cmdlet, "DOCKER_HOST", "context 'prod'" …</summary>
    public string Origin { get; }

    /// <summary>The name of the context that the user typed or piped; null if the address does not come from one.</summary>
    internal string? ContextName =>
        Origin.StartsWith("context '", StringComparison.Ordinal) ? Origin["context '".Length..].TrimEnd('\'') : null;

    /// <summary>The same address with another origin.</summary>
    /// <param name="origin">What named it, for messages.</param>
    public DockerHost From(string origin) => new(OriginalString, Tls, origin);

    /// <summary>
    /// What is equal for addresses that certainly lead to one engine: the socket's path without symbolic links (unix), or the address.
    /// </summary>
    internal object Destination => Scheme == "unix" ? RealPath.Of(LocalPath) : this;

    /// <summary>The socket's path (unix), or the pipe's (npipe).</summary>
    internal new string LocalPath => UnescapeDataString(AbsolutePath);

    /// <summary>
    /// Reads a Docker host as the docker CLI does: <c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> (port 2375, with TLS 2376),
    /// <c>https://</c> (tcp with TLS) and <c>ssh://</c>. A bare absolute path is a Unix socket.
    /// </summary>
    /// <param name="host">The text.</param>
    /// <param name="tls">TLS files for tcp; ignored for the other schemes, which have no use for them.</param>
    /// <param name="origin">What named the host, for messages.</param>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.InvalidConfiguration"/>, with what is wrong and the forms that work.
    /// </exception>
    public static DockerHost Parse(string host, TlsMaterial? tls = null, string origin = "the caller")
    {
        ArgumentNullException.ThrowIfNull(host);
        var text = host.Trim();
        if (text.StartsWith('/'))
            text = "unix://" + text;

        var split = text.IndexOf("://", StringComparison.Ordinal);
        if (split <= 0)
            throw Invalid("the scheme is missing");

        var scheme = text[..split].ToLowerInvariant();
        var rest = text[(split + 3)..];
        if (scheme is "tcp" or "http" or "https")
            tls?.CheckComplete(origin);
        return scheme switch
        {
            "unix" => new(Local("unix", rest.Split('/').Where((part, at) => at == 0 || part is not ("" or "."))), null, origin),
            "npipe" => new(Local("npipe", rest.Replace('\\', '/').Split('/')), null, origin),
            "tcp" or "http" => new(Tcp(rest, tls is null ? PlainPort : TlsPort), tls, origin),
            "https" => new(Tcp(rest, TlsPort), tls ?? new TlsMaterial(null, null, null), origin),
            SshAddress.Scheme => new(Remote(rest), null, origin),
            _ => throw Invalid(IsScheme(scheme) ? $"'{scheme}' is not a valid scheme" : "the scheme is not valid"),
        };

        string Local(string localScheme, IEnumerable<string> path)
        {
            string[] parts = [.. path];
            if (parts[0].Length > 0 || Array.TrueForAll(parts, part => part.Length == 0))
                throw Invalid("the path of the socket must be absolute");

            return $"{localScheme}://{string.Join('/', parts.Select(EscapeDataString))}";
        }

        string Tcp(string authority, int defaultPort)
        {
            if (authority.Contains('@', StringComparison.Ordinal))
                throw Invalid("a user name or password is not supported; an engine knows its clients by TLS certificates");
            if (!TryCreate($"tcp://{authority}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
                throw Invalid("the host name is missing");
            if (uri.PathAndQuery.Trim('/').Length > 0)
                throw Invalid("a path after the port is not supported");
            return (uri.Port > 0 ? uri : new UriBuilder(uri) { Port = defaultPort }.Uri).AbsoluteUri.TrimEnd('/');
        }

        string Remote(string address)
        {
            try
            {
                var url = SshAddress.Parse(address).Url;
                return TryCreate(url, UriKind.Absolute, out _) ? url : throw Invalid("the host name is not valid");
            }
            catch (FormatException e)
            {
                throw Invalid(e.Message);
            }
        }

        EngineException Invalid(string why) => new(
            EngineFailure.InvalidConfiguration,
            $"'{WithoutPassword(host)}' (from {origin}) is not a valid Docker host: {why}. " +
            "Use unix:///path/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376 or ssh://user@host.");
    }

    private static bool IsScheme(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(SchemeLetters) < 0;

    /// <summary>
    /// For messages: what stands before the last @ may be a password, but for the scheme, and for the user name of an address of ssh.
    /// </summary>
    private static string WithoutPassword(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0)
            return text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var user = scheme > 0 && IsScheme(text.AsSpan(0, scheme)) ? scheme + 3 : 0;
        if (user > 0 && text.StartsWith("ssh:", StringComparison.OrdinalIgnoreCase))
        {
            var name = text[user..at].Replace("%3A", ":", StringComparison.OrdinalIgnoreCase);
            var end = name.IndexOf(':', StringComparison.Ordinal);
            return end < 0 ? text : $"{text[..user]}{name[..end]}:***{text[at..]}";
        }

        return at == user ? text : $"{text[..user]}***{text[at..]}";
    }

    /// <summary>
    /// The same address (including the user and, with ssh, the letters of the host, which <see cref="System.Uri"/> leaves out) and the same
    /// TLS files. The origin does not matter.
    /// </summary>
    public bool Equals(DockerHost? other) => other is not null && OriginalString == other.OriginalString && Tls == other.Tls;

    /// <inheritdoc/>
    public override bool Equals(object? comparand) => Equals(comparand as DockerHost);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OriginalString, Tls);

    /// <summary>Whether they are equal. The operator of a URI knows nothing of TLS files.</summary>
    public static bool operator ==(DockerHost? left, DockerHost? right) => Equals(left, right);

    /// <summary>Whether they are not equal.</summary>
    public static bool operator !=(DockerHost? left, DockerHost? right) => !Equals(left, right);

    /// <summary>The host as it can be typed after -DockerHost.</summary>
    public override string ToString() => Scheme switch
    {
        "unix" or "npipe" => $"{Scheme}://{LocalPath}",
        SshAddress.Scheme => OriginalString,
        _ => base.ToString().TrimEnd('/'),
    };

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }
}
