using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Identities;

/// <summary>What -PublishedPort and -HostPort accept: a port of the host, such as 8080 for any protocol or "53/udp" for one.</summary>
public sealed class PortIdentity
{
    private readonly int _port;
    private readonly string? _protocol;

    /// <summary>A port, of any protocol.</summary>
    /// <param name="port">1 to 65535.</param>
    public PortIdentity(int port)
        : this(port.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>A port, or a port and its protocol.</summary>
    /// <param name="text">"8080", "8080/tcp", "53/udp", "9899/sctp".</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public PortIdentity(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.ToLowerInvariant().Split('/');
        if (parts.Length > 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _port) || _port is < 1 or > 65535
            || parts.Length == 2 && parts[1] is not ("tcp" or "udp" or "sctp"))
        {
            throw new ArgumentException(
                $"'{text}' is not a valid port. Write a number from 1 to 65535, alone or with its protocol: 8080, 53/udp.", nameof(text));
        }

        _protocol = parts.Length == 2 ? parts[1] : null;
    }

    /// <summary>The container holds this port of the host.</summary>
    public bool Matches(PublishedPort port) => port?.HostPort == _port && (_protocol is null || port.Protocol == _protocol);

    /// <summary>The mapping is to this port of the host, or to a range that has it.</summary>
    public bool Matches(PortMapping mapping) =>
        mapping?.HostPort <= _port
        && _port <= (mapping.HostPortEnd ?? mapping.HostPort)
        && (_protocol is null || mapping.Protocol == _protocol);

    /// <summary>As it is written: "8080", "53/udp".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_port}{(_protocol is null ? "" : "/")}{_protocol}");
}
