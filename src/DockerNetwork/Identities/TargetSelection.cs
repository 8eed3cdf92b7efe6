using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Errors;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Identities;

/// <summary>What a target of Test-ContainerReachability means: containers, an address, a host name, any of them with a port.</summary>
internal static class TargetSelection
{
    private const int ShortestId = 4;

    /// <summary>
    /// A container's name wins over a host name; what is neither container nor address is a host name, to be resolved in the source. If it
    /// is the Compose service of one container, it is this container too.
    /// </summary>
    /// <exception cref="CommandException">InvalidTarget, AmbiguousContainer.</exception>
    public static IReadOnlyList<ReachabilityTarget> Select(EngineSnapshot snapshot, ContainerIdentity identity)
    {
        if (identity.Id is not null)
            return [.. Selection.Containers(snapshot, identity).Select(c => new ReachabilityTarget(c.Name, c))];

        var text = identity.Text;
        if (text.StartsWith('@'))
            return [Special(text)];
        if (text.Contains("://", StringComparison.Ordinal))
            return Url(snapshot, text);
        // Before wildcards are looked for: "[fd00::2]" is a pattern too. Not so the digits of an id, which .NET reads as an address.
        if (Bracketed(text) is { } bracketed)
            return [bracketed];
        if (text.AsSpan().IndexOfAny('.', ':') >= 0 && IsAddress(text))
            return [new ReachabilityTarget(text, null)];
        if (IsContainer(snapshot, text))
            return [.. Selection.Containers(snapshot, text).Select(c => new ReachabilityTarget(c.Name, c))];

        if (Addresses.ParseSubnet(text) is not null)
            throw CommandErrors.SubnetAsTarget(text);
        var (host, port) = SplitPort(text);
        if (port is not null && !IsAddress(host) && IsContainer(snapshot, host))
            return [.. Selection.Containers(snapshot, host).Select(c => new ReachabilityTarget(c.Name, c, port))];

        // An alias may have wildcards, which are escaped on the line.
        host = Wildcards.Literal(host);
        if (IPAddress.TryParse(host, out var address) && !IsAddress(host))
            throw CommandErrors.UnclearAddress(host, address);
        // The tools would take a leading dash for an option; blanks and slashes cannot be in a name.
        if (host.Length == 0 || host[0] == '-' || host.Any(c => c == '/' || char.IsWhiteSpace(c) || char.IsControl(c)))
            throw CommandErrors.InvalidTarget(text);

        // If several containers have the service, the source's own DNS tells which one it means.
        return ComposeServices.Of(snapshot, host) is [var only] && !IsAddress(host)
            ? [new ReachabilityTarget(host, only, port) { Service = true }]
            : [new ReachabilityTarget(host, null, port)];
    }

    /// <summary>"@host", "@gateway" or "@outside", each also with a port: no name begins with this sign.</summary>
    private static ReachabilityTarget Special(string text)
    {
        var (name, port) = SplitPort(text);
        return new ReachabilityTarget(name, null, port)
        {
            Special = name.ToLowerInvariant() switch
            {
                "@host" => SpecialTarget.Host,
                "@gateway" => SpecialTarget.Gateway,
                "@outside" => SpecialTarget.Outside,
                _ => throw CommandErrors.UnknownSpecialTarget(name),
            },
        };
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

    /// <summary>The alias "db" is also the beginning of every 256th id. A Compose service is no name of a container.</summary>
    private static bool IsContainer(EngineSnapshot snapshot, string text) =>
        Wildcards.IsPattern(text)
        || snapshot.Containers.Any(c => string.Equals(c.Name, Name(text), StringComparison.OrdinalIgnoreCase))
        || (Name(text).Length >= ShortestId
            && snapshot.Containers.Any(c => c.Id.StartsWith(Name(text), StringComparison.OrdinalIgnoreCase)));

    private static string Name(string text) => Wildcards.Literal(text.TrimStart('/'));

    /// <summary>"[fd00::2]" or "[fd00::2]:80"; null for anything else.</summary>
    /// <exception cref="CommandException">InvalidTarget: what follows the address is not a port.</exception>
    private static ReachabilityTarget? Bracketed(string text)
    {
        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (!text.StartsWith('[') || end < 0 || !text[1..end].Contains(':', StringComparison.Ordinal) || !IsAddress(text[1..end]))
            return null;
        if (end == text.Length - 1)
            return new ReachabilityTarget(text[1..end], null);
        return text[end + 1] == ':' ? new ReachabilityTarget(text[1..end], null, SplitPort(text).Port) : null;
    }

    /// <summary>IPv4 in decimal with four numbers; IPv6, which may have a zone. Not what only inet_aton reads.</summary>
    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);

    /// <summary>"host:port"; a text without a port is all host.</summary>
    private static (string Host, int? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return (text, null);
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            throw text.EndsWith("/tcp", StringComparison.OrdinalIgnoreCase) && ushort.TryParse(text.AsSpan()[(colon + 1)..^4], out _)
                ? CommandErrors.TargetWithProtocol(text, text[..^4])
                : CommandErrors.InvalidTargetPort(text);
        }

        return (text[..colon], port);
    }
}
