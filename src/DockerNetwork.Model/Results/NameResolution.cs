using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>Who knows a name.</summary>
public enum NameSource : long
{
    /// <summary>No source, or none was asked.</summary>
    None,

    /// <summary>The container's hosts file.</summary>
    Hosts,

    /// <summary>The engine's DNS: a container's name or alias.</summary>
    Engine,

    /// <summary>A name server outside, asked directly or through the engine's DNS.</summary>
    Upstream,
}

/// <summary>What a name resolves to inside a container, and why.</summary>
public sealed record NameResolution : ResolutionProperties
{
    internal new IReadOnlyList<IPAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<IPAddress>([]);

    internal new IPAddress? Server { get; init; }

    internal new TimeSpan? Latency { get; init; }

    internal new IReadOnlyList<Reason> Reasons { get; init => field = Listing.Of(value); } = Listing.Of<Reason>([]);

    /// <summary>"db in web: 172.18.0.3".</summary>
    public override string ToString() =>
        $"{Name} in {Container}: {(Addresses.Count > 0 ? string.Join(", ", Addresses) : State.ToString())}";

    /// <summary>From the row of a DNS probe.</summary>
    public static NameResolution From(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new NameResolution
        {
            Container = result.Source,
            Name = result.TargetName,
            State = Resolved(result.Observed ?? result.Effective),
            Addresses = [.. result.Addresses.Distinct()],
            Source = result switch
            {
                { Addresses.Count: 0 } => NameSource.None,
                { ResolvedBy: "hosts" } => NameSource.Hosts,
                _ when result.Reasons.Any(r => r.Code == ReasonCode.ResolvedByEngine) => NameSource.Engine,
                _ => NameSource.Upstream,
            },
            Server = Addressing.Addresses.ParseAddress(result.ResolvedBy),
            Latency = result.Latency,
            Predicted = result.Predicted is { } predicted ? Resolved(predicted) : null,
            Reasons = result.Reasons,
            Method = result.Method,
            DockerHost = result.DockerHost,
        };
    }

    /// <summary>A name that leads to somebody else resolves too.</summary>
    private static ReachabilityState Resolved(ReachabilityState state) =>
        state == ReachabilityState.Misdirected ? ReachabilityState.Reachable : state;
}

/// <summary>
/// The properties of <see cref="NameResolution"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ResolutionProperties : ModuleObject
{
    private protected ResolutionProperties()
    {
    }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Reachable if the name resolves, Unresolved if a server or the hosts file says that it does not exist, NotRunning if the container is
    /// not running, and Unknown if no server answered.
    /// </summary>
    public ReachabilityState State { get; init; }

    /// <summary>All addresses, IPv4 and IPv6.</summary>
    public IReadOnlyList<string> Addresses => Listing.Texts(Typed.Addresses);

    /// <summary>Who knows the name.</summary>
    public NameSource Source { get; init; }

    /// <summary>The name server that answered; null for the hosts file.</summary>
    public string? Server => Typed.Server?.ToString();

    /// <summary>How long the lookup took.</summary>
    public string? Latency => Typed.Latency?.ToString();

    /// <summary>The prediction from the engine's state.</summary>
    public ReachabilityState? Predicted { get; init; }

    /// <summary>The reasons for the state.</summary>
    public IReadOnlyCollection<Reason> Reasons => ListedReason.Of(Typed.Reasons);

    /// <summary>The method of the observation.</summary>
    public ProbeMethod Method { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    private NameResolution Typed => (NameResolution)this;
}
