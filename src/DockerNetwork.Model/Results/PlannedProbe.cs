using System.Net;
using System.Runtime.CompilerServices;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Model.Results;

/// <summary>
/// One probe of a plan: from a container to a name or address, with one protocol. It can be predicted and sent, but does not depend on
/// either.
/// </summary>
/// <param name="Source">The container that it starts from.</param>
/// <param name="Target">The name of the target container, or the target as the user typed it.</param>
/// <param name="Name">The name or address to use in the source.</param>
/// <param name="Service">What is sent.</param>
public sealed record PlannedProbe(Container Source, string Target, TargetName Name, Service Service)
{
    private const int MaxName = 4096;

    /// <summary>What a result that was read back is made from.</summary>
    internal static PlannedProbe None { get; } =
        new(new Container { Name = "", Id = "", DockerHost = null! }, "", new TargetName("", null), Service.Echo);

    /// <summary>The target container; null for an address or host name.</summary>
    public Container? Container { get; init; }

    /// <summary>
    /// The addresses of the container that is meant, if others have the name too: a name server may give theirs first, and the question is
    /// whether this one is reached.
    /// </summary>
    public IReadOnlyList<IPAddress> Preferred { get; init; } = [];

    /// <summary>Path and query of an HTTP request.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The address is the host's: the engine's port proxy may accept and drop a connection although nothing listens.</summary>
    public bool Proxied { get; init; }

    /// <summary>
    /// There is nothing to send it to: @gateway for a source that has no gateway, or @host and @outside if the host's interfaces are not
    /// known.
    /// </summary>
    public bool NoAddress { get; init; }

    /// <summary>
    /// The name is far longer than a name of DNS can be (255 bytes; RFC 1035, 2.3.4), and is not sent: the probe of a source reads its
    /// jobs from one line, which a name must not fill.
    /// </summary>
    internal bool TooLong => Literal.Length > MaxName;

    /// <summary>
    /// The text of <see cref="Name"/>. For an echo request, an IPv4 address that is written as IPv6 (::ffff:192.0.2.1) is in IPv4: the
    /// kernel has no echo requests for the other form.
    /// </summary>
    public string Literal => Protocol == ProbeProtocol.Icmp && Name.Address is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString()
        : Name.Text;

    /// <summary>The protocol of <see cref="Service"/>.</summary>
    public ProbeProtocol Protocol => Service.Protocol;

    /// <summary>The port of <see cref="Service"/>.</summary>
    public int? Port => Service.Port;

    /// <summary>Two probes are never equal, even if they look the same, for example if a target was given twice.</summary>
    public bool Equals(PlannedProbe? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>"web -> db tcp/80".</summary>
    public override string ToString() => $"{Source} -> {Name} {Service}";
}
