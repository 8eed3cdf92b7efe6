using System.Globalization;

namespace DockerNetwork.Model.Results;

/// <summary>What is asked of a target: a protocol, and the port of those that have one.</summary>
/// <param name="Protocol">What is sent.</param>
/// <param name="Port">1 to 65535; null for ICMP and for a name lookup.</param>
public readonly record struct Service(ProbeProtocol Protocol, int? Port)
{
    /// <summary>An ICMP echo request, as ping sends it.</summary>
    public static Service Echo { get; } = new(ProbeProtocol.Icmp, null);

    /// <summary>A name lookup alone.</summary>
    public static Service Lookup { get; } = new(ProbeProtocol.Dns, null);

    /// <summary>"tcp": the protocol's name.</summary>
    public string ProtocolName => Protocol switch
    {
        ProbeProtocol.Icmp => "icmp",
        ProbeProtocol.Tcp => "tcp",
        ProbeProtocol.Udp => "udp",
        ProbeProtocol.Dns => "dns",
        ProbeProtocol.Http => "http",
        _ => Protocol.ToString().ToLowerInvariant(),
    };

    /// <summary>"80", "53/udp", "icmp": as short as it is clear, as the docker CLI writes ports.</summary>
    public string ShortText => (Protocol, Port) switch
    {
        (ProbeProtocol.Tcp, { } port) => port.ToString(CultureInfo.InvariantCulture),
        (_, { } port) => string.Create(CultureInfo.InvariantCulture, $"{port}/{ProtocolName}"),
        _ => ProtocolName,
    };

    /// <summary>"tcp/80", "icmp".</summary>
    public override string ToString() =>
        Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{ProtocolName}/{port}") : ProtocolName;
}
