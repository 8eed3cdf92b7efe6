using System.Globalization;
using System.Net;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Identities;

/// <summary>What a target of Test-ContainerReachability means: containers, an address, a host name, any of them with a port.</summary>
internal static class TargetSelection
{
    private const int ShortestId = 4;

    /// <summary>
    /// A container's name wins over a host name; what is neither container nor address is a host name, to be resolved in the source.
    /// </summary>
    /// <exception cref="CommandException">InvalidTarget, AmbiguousContainer.</exception>
    public static IReadOnlyList<ReachabilityTarget> Select(EngineSnapshot snapshot, ContainerIdentity identity)
    {
        if (identity.Id is not null)
            return [.. Selection.Containers(snapshot, identity).Select(c => new ReachabilityTarget(c.Name, c))];

        var text = identity.Text;
        switch (text.ToLowerInvariant())
        {
            case "@host":
                return [new ReachabilityTarget(text, null) { Special = SpecialTarget.Host }];
            case "@gateway":
                return [new ReachabilityTarget(text, null) { Special = SpecialTarget.Gateway }];
            case "@outside":
                return [new ReachabilityTarget(text, null) { Special = SpecialTarget.Outside }];
        }

        if (text.Contains("://", StringComparison.Ordinal))
            return Url(snapshot, text);
        // "[fd00::2]:80" would be read as an address, its port forgotten; and so would the digits of an id.
        if (!text.StartsWith('[') && text.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(text, out _))
            return [new ReachabilityTarget(text, null)];
        if (IsContainer(snapshot, text))
            return [.. Selection.Containers(snapshot, text).Select(c => new ReachabilityTarget(c.Name, c))];

        var (host, port) = SplitPort(text);
        if (port is not null && !IPAddress.TryParse(host, out _) && IsContainer(snapshot, host))
            return [.. Selection.Containers(snapshot, host).Select(c => new ReachabilityTarget(c.Name, c, port))];

        // The tools would take a leading dash for an option, and blanks cannot be in a name.
        if (host.Length == 0 || host[0] == '-' || host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw CommandErrors.InvalidTarget(text);
        }

        return [new ReachabilityTarget(host, null, port)];
    }

    /// <summary>http://host:port/path is fetched; of https only the connection is tried, because the probe speaks no TLS.</summary>
    private static IReadOnlyList<ReachabilityTarget> Url(EngineSnapshot snapshot, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            throw CommandErrors.InvalidTargetUrl(text);

        var host = url.Host.Trim('[', ']');
        return [.. Select(snapshot, new ContainerIdentity(host)).Select(target => target with
        {
            Port = url.Port,
            Protocol = url.Scheme == "http" ? ProbeProtocol.Http : ProbeProtocol.Tcp,
            Path = url.PathAndQuery,
        })];
    }

    /// <summary>The alias "db" is also the beginning of every 256th id.</summary>
    private static bool IsContainer(EngineSnapshot snapshot, string text) =>
        Selection.IsContainer(snapshot, new ContainerIdentity(text))
        && (text.Length >= ShortestId
            || Wildcards.IsPattern(text)
            || snapshot.Containers.Any(c => string.Equals(c.Name, text, StringComparison.OrdinalIgnoreCase)));

    /// <summary>"host:port" and "[address]:port"; a text without a port is all host.</summary>
    private static (string Host, int? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return (text, null);
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            throw CommandErrors.InvalidTargetPort(text);
        }

        return (text[..colon].Trim('[', ']'), port);
    }
}
