using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Ports;

/// <summary>A port of a container.</summary>
/// <param name="ContainerPort">The port in the container, 1 to 65535.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="HostAddress">
/// The address on which the host listens; null if the port is only exposed. In the gateway mode routed, the host does not listen, and the
/// address only shows that the port is published.
/// </param>
/// <param name="HostPort">The host's port; null if the port is only exposed, and in the gateway mode routed, which needs none.</param>
public sealed record PublishedPort(int ContainerPort, string Protocol, IPAddress? HostAddress, int? HostPort) : PublishedPortText
{
    internal new IPAddress? HostAddress { get; init; } = HostAddress;

    /// <summary>Whether the host listens for it at one of its addresses: 0.0.0.0 is all of IPv4, :: all of IPv6.</summary>
    internal bool IsAt(IPAddress address) => IsAt(HostAddress, address);

    /// <inheritdoc cref="IsAt(IPAddress)"/>
    internal static bool IsAt(IPAddress? listening, IPAddress address) =>
        listening is null
        || listening.Equals(address)
        || listening.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);

    /// <summary>As the docker CLI prints it: "0.0.0.0:8080->80/tcp", "80/tcp".</summary>
    public override string ToString() => HostPort is null
        ? $"{ContainerPort}/{Protocol}"
        : $"{new IPEndPoint(HostAddress ?? IPAddress.Any, HostPort.Value)}->{ContainerPort}/{Protocol}";
}

/// <summary>The address of a <see cref="PublishedPort"/> as text, for ConvertTo-Json.</summary>
public abstract record PublishedPortText : ModuleObject
{
    private protected PublishedPortText()
    {
    }

    /// <summary>The address on which the host listens; null if the port is only exposed.</summary>
    public string? HostAddress => Typed.HostAddress?.ToString();

    private PublishedPort Typed => (PublishedPort)this;
}
