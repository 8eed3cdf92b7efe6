using System.Net;

namespace DockerNetwork.Model.Results;

/// <summary>A prediction.</summary>
/// <param name="State">The predicted state.</param>
/// <param name="Address">The address that the name resolves to in the source; null if it does not resolve.</param>
/// <param name="Network">The network that carries the packets; null if none does.</param>
/// <param name="Reasons">The reasons, the deciding one first.</param>
public sealed record Verdict(ReachabilityState State, IPAddress? Address, string? Network, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Who has <see cref="Address"/> and would answer; see <see cref="ResultProperties.Answered"/>.</summary>
    public string? Answered { get; init; }

    /// <summary>All addresses that the name may lead to; empty if that is not known, or if it is an address itself.</summary>
    internal IReadOnlyList<IPAddress> Candidates { get; init; } = [];

    /// <summary>
    /// A completed TCP handshake does not show that a process serves the port: the kernel also completes it for a paused process, and for a
    /// socket that is only there to hold the port.
    /// </summary>
    internal bool HandshakeShowsNothing { get; init; }

    /// <summary>
    /// Further obstacles. They are computed only when they are read, because most of a million verdicts are never asked for them.
    /// </summary>
    internal Func<IEnumerable<Reason>>? Further { get; init; }

    /// <summary>The deciding reason, then further obstacles. The list is new each time.</summary>
    public IReadOnlyList<Reason> AllReasons() => Further is null ? Reasons : [.. Reasons.Concat(Further()).Distinct()];

    /// <summary>Only a probe can decide.</summary>
    internal static Verdict Unknown(IPAddress? address, Reason reason) => new(ReachabilityState.Unknown, address, null, [reason]);
}
