using System.Net.Sockets;

namespace DockerNetwork.Model.Probing;

/// <summary>How to send it.</summary>
/// <param name="Count">Packets or connections a probe, 1 or more.</param>
/// <param name="Timeout">How long to wait for an answer, and as long for a name to resolve. Exec takes whole seconds only.</param>
public sealed record ProbeOptions(int Count, TimeSpan Timeout)
{
    /// <summary>Between two packets of a probe.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most data that a packet of IPv4 has room for, in bytes.</summary>
    public const int MaxSize = Protocol.JobMessage.MaxSize;

    /// <summary>Leave the kernel's table of neighbors as the probes leave it, because a trace looks into it.</summary>
    internal bool KeepNeighbours { get; init; }

    /// <summary>
    /// Data of an echo request or a datagram, in bytes, 0 to <see cref="MaxSize"/>; null for as much as is usual. TCP and HTTP have none.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>Nobody on the way may cut echo requests and datagrams into fragments, the source included.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Only addresses of this family; null for IPv4 before IPv6.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>
    /// Where <see cref="Results.PlannedProbe.Proxied"/> probes can meet the engine's port proxy; null if the host's addresses are not
    /// known.
    /// </summary>
    internal IReadOnlyList<string>? HostAddresses { get; init; }
}
