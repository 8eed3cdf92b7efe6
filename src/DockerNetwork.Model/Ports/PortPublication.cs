using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Ports;

/// <summary>
/// A port that a new container is to publish, as <c>docker run --publish</c> accepts it. The port that the engine then publishes is a <see
/// cref="PublishedPort"/>. The text forms are those of CLI 28.2, including its leniency.
/// </summary>
public sealed record PortPublication
{
    /// <summary>A port to publish.</summary>
    /// <param name="containerPort">0 to 65535.</param>
    /// <param name="protocol">tcp, udp or sctp, in any case.</param>
    /// <param name="hostAddress">The host's address; null for all.</param>
    /// <param name="hostPort">0 to 65535; null or 0 if the engine chooses.</param>
    /// <param name="hostPortEnd">If the engine chooses from a range, its last port, inclusive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port does not exist, or the range ends before it begins.</exception>
    /// <exception cref="ArgumentException">The protocol is not valid, the address has a zone, or the range has no first port.</exception>
    public PortPublication(
        int containerPort,
        string protocol = "tcp",
        IPAddress? hostAddress = null,
        int? hostPort = null,
        int? hostPortEnd = null)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        InRange(containerPort, nameof(containerPort));
        if (hostPort is { } first)
            InRange(first, nameof(hostPort));
        if (hostPortEnd is { } last)
        {
            InRange(last, nameof(hostPortEnd));
            if (hostPort is null)
                throw new ArgumentException("A range of host ports needs a first port.", nameof(hostPort));
            ArgumentOutOfRangeException.ThrowIfLessThan(last, hostPort.Value, nameof(hostPortEnd));
        }

        if (hostAddress is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 })
            throw new ArgumentException($"The engine does not accept an address with a zone ({hostAddress}).", nameof(hostAddress));
        ContainerPort = containerPort;
        Protocol = ProtocolOrNull(protocol)
            ?? throw new ArgumentException($"'{protocol}' is not a valid protocol. Use tcp, udp or sctp.", nameof(protocol));
        HostAddress = hostAddress;
        HostPort = hostPort;
        HostPortEnd = hostPortEnd == hostPort ? null : hostPortEnd;
    }

    /// <summary>The port in the container, 0 to 65535.</summary>
    public int ContainerPort { get; }

    /// <summary>tcp, udp or sctp.</summary>
    public string Protocol { get; }

    /// <summary>The address on which the host listens; null for all its addresses.</summary>
    public IPAddress? HostAddress { get; }

    /// <summary>The host's port, or the first of those that the engine chooses from; null or 0 if it chooses from all.</summary>
    public int? HostPort { get; }

    /// <summary>
    /// The last of the host ports that the engine chooses from, inclusive; null if <see cref="HostPort"/> is a single port.
    /// </summary>
    public int? HostPortEnd { get; }

    /// <summary>The host's port as the API takes it: "", "8080" or "8000-9000".</summary>
    internal string HostPorts => HostPortEnd is null ? $"{HostPort}" : $"{HostPort}-{HostPortEnd}";

    /// <summary>Reads the ports that a text publishes: one for "8080:80", eleven for "8000-8010:80-90".</summary>
    /// <param name="text">
    /// As --publish takes it: <c>[[address:][port]:]container-port[/protocol]</c>, with ranges of equal length or one container port for a
    /// range of the host, an IPv6 address in brackets or not; or <c>target=80,published=8080,protocol=tcp</c>.
    /// </param>
    /// <exception cref="FormatException">What is wrong with it, and how it is written.</exception>
    public static IReadOnlyList<PortPublication> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = (text.Contains('=', StringComparison.Ordinal) ? ShortForm(text) : text).Split(':');
        var (containerText, protocolText) = PortSyntax.SplitProtocol(parts[^1]);
        var hostText = parts.Length > 1 ? parts[^2] : "";
        var addressText = string.Join(':', parts.SkipLast(2));

        if (containerText.Length == 0)
            throw Refused(text, "the container port is missing", "8080:80");
        var container = PortSyntax.Range(containerText, problem => Refused(text, problem, "8080:80"));
        var protocol = ProtocolOrNull(protocolText)
            ?? throw Refused(text, $"'{protocolText}' is not a valid protocol (tcp, udp, sctp)", "8080:80/udp");
        if (!TryAddress(addressText, out var address))
        {
            throw HostRefused(
                $"'{addressText}' is not a valid IP address, and names are not resolved",
                "127.0.0.1:8080:80 or [::1]:8080:80");
        }


        var count = container.Last - container.First + 1;
        if (hostText.Length == 0)
            return Enumerable.Range(container.First, count).Select(port => new PortPublication(port, protocol, address)).ToArray();
        var host = PortSyntax.Range(hostText, problem => HostRefused(problem, "8080:80"));
        if (count == 1)
            return [new PortPublication(container.First, protocol, address, host.First, host.Last)];
        if (count != host.Last - host.First + 1)
            throw Refused(text, $"the ranges {hostText} and {containerText} have different lengths", "8000-8010:80-90");
        return Enumerable.Range(0, count)
            .Select(i => new PortPublication(container.First + i, protocol, address, host.First + i))
            .ToArray();

        // An address followed by one port only ("127.0.0.1:80", "[::1]:80") is the likeliest slip.
        FormatException HostRefused(string problem, string right) =>
            TryAddress(string.Join(':', parts.SkipLast(1)), out var alone) && alone is not null
                ? Refused(
                    text,
                    $"the host port after the address {alone} is missing; it may be empty",
                    $"{Bracketed(alone)}::{parts[^1]}")
                : Refused(text, problem, right);
    }

    /// <summary>"127.0.0.1:8080:80/tcp", "[::1]::80/udp", "80/tcp": shortest with the protocol. <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        var address = HostAddress is null ? "" : Bracketed(HostAddress) + ":";
        var host = HostAddress is null && HostPort is null ? "" : HostPorts + ":";
        return $"{address}{host}{ContainerPort}/{Protocol}";
    }

    /// <summary>
    /// "target=80,published=8080" as "8080:80/tcp", put together and then read as the CLI does, so that published may hold an address.
    /// </summary>
    private static string ShortForm(string text)
    {
        var (target, published, protocol) = ("", "", "tcp");
        foreach (var option in text.Split(','))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw Refused(text, $"'{option}' is not name=value", "target=80,published=8080");
            var value = option[(equals + 1)..];
            switch (option[..equals])
            {
                case "target": target = value; break;
                case "published": published = value; break;
                case "protocol": protocol = value; break;
                // Means something for services only.
                case "mode": break;
                // The CLI drops these in silence: with host_ip=127.0.0.1 it publishes to the whole world.
                default: throw Refused(
                    text,
                    $"'{option[..equals]}' is not a valid option; the options are target, published, protocol and mode",
                    "target=80,published=8080,protocol=tcp, or 127.0.0.1:8080:80 with an address");
            }
        }

        return $"{published}:{target}/{protocol}";
    }

    /// <summary>Empty, also in brackets, is all addresses.</summary>
    private static bool TryAddress(string text, out IPAddress? address)
    {
        var plain = text is ['[', .. var inside, ']'] ? inside : text;
        address = Addresses.ParsePlain(plain);
        return address is not null || plain.Length == 0;
    }

    private static string Bracketed(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private static string? ProtocolOrNull(string text) =>
        text.ToLowerInvariant() is ("tcp" or "udp" or "sctp") and var known ? known : null;

    private static void InRange(int port, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue, parameter);
    }

    private static FormatException Refused(string text, string problem, string right) =>
        new($"'{text}' is not a valid port to publish: {problem}. Write {right}.");
}
