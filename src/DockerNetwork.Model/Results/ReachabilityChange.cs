using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>What Compare-ContainerReachability found about a source, a target and a service.</summary>
public sealed record ReachabilityChange : ChangeProperties
{
    internal new IReadOnlyList<Reason> BeforeReasons { get; init => field = Listing.Of(value); } = Listing.Of<Reason>([]);

    internal new IReadOnlyList<Reason> AfterReasons { get; init => field = Listing.Of(value); } = Listing.Of<Reason>([]);

    /// <summary>"web -> db tcp/5432: Lost (Reachable, Blocked)".</summary>
    public override string ToString() =>
        $"{Source} -> {TargetName} {new Service(Protocol, Port)}: {Change} ({Before?.ToString() ?? "none"}, {After?.ToString() ?? "none"})";
}

/// <summary>
/// The properties of <see cref="ReachabilityChange"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ChangeProperties : ModuleObject
{
    private protected ChangeProperties()
    {
    }

    /// <summary>How the two sides differ.</summary>
    public required ReachabilityChangeKind Change { get; init; }

    /// <summary>The container that the probes start from.</summary>
    public required string Source { get; init; }

    /// <summary>The target container, or the target as the user typed it.</summary>
    public required string Target { get; init; }

    /// <summary>The name or address that was tried; if the address has changed, the one of the second side.</summary>
    public required string TargetName { get; init; }

    /// <summary>What was sent.</summary>
    public ProbeProtocol Protocol { get; init; }

    /// <summary>1 to 65535; null for ICMP and DNS.</summary>
    public int? Port { get; init; }

    /// <summary>The network that carries the packets on the second side, or did on the first; null if it is not known.</summary>
    public string? Network { get; init; }

    /// <summary>The state on the first side; null if it has no result.</summary>
    public ReachabilityState? Before { get; init; }

    /// <summary>The state on the second side; null if it has no result.</summary>
    public ReachabilityState? After { get; init; }

    /// <summary>The reasons of the first side, the deciding one first; empty if they are not known, as those of a CSV file.</summary>
    public IReadOnlyCollection<Reason> BeforeReasons => ListedReason.Of(Typed.BeforeReasons);

    /// <summary>The reasons of the second side, the deciding one first; empty if they are not known, as those of a CSV file.</summary>
    public IReadOnlyCollection<Reason> AfterReasons => ListedReason.Of(Typed.AfterReasons);

    /// <summary>The engine of the second side, or of the first; null if it is not known.</summary>
    public string? DockerHost { get; init; }

    /// <summary>The engine of <see cref="Target"/>, if the target is on a different engine than the source; null otherwise.</summary>
    public string? TargetDockerHost { get; init; }

    private ReachabilityChange Typed => (ReachabilityChange)this;
}
