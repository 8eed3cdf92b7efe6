using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Model.Results;

/// <summary>A probe, and the way of its packets. What it says of the probe is what Test-ContainerReachability says of it.</summary>
public sealed record ReachabilityTrace : TraceProperties
{
    internal new IPAddress? Address => Result.Address;

    internal new TimeSpan? Latency => Result.Latency;

    internal new IReadOnlyList<Reason> Reasons => Result.Reasons;

    /// <summary>"web -> db:5432/tcp: Blocked".</summary>
    public override string ToString() => Result.ToString();
}

/// <summary>
/// The properties of <see cref="ReachabilityTrace"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record TraceProperties : ModuleObject
{
    private protected TraceProperties()
    {
    }

    /// <summary>The result of the probe; its <see cref="ResultProperties.Trace"/> is null if it was not traced.</summary>
    public required ReachabilityResult Result { get; init; }

    /// <inheritdoc cref="ResultProperties.Source"/>
    public string Source => Result.Source;

    /// <inheritdoc cref="ResultProperties.Target"/>
    public string Target => Result.Target;

    /// <inheritdoc cref="ResultProperties.TargetName"/>
    public string TargetName => Result.TargetName;

    /// <inheritdoc cref="ReachabilityResult.Address"/>
    public string? Address => Typed.Address?.ToString();

    /// <inheritdoc cref="ResultProperties.Answered"/>
    public string? Answered => Result.Answered;

    /// <inheritdoc cref="ResultProperties.Network"/>
    public string? Network => Result.Network;

    /// <inheritdoc cref="ResultProperties.Protocol"/>
    public ProbeProtocol Protocol => Result.Protocol;

    /// <inheritdoc cref="ResultProperties.Port"/>
    public int? Port => Result.Port;

    /// <inheritdoc cref="ResultProperties.Reachable"/>
    public bool Reachable => Result.Reachable;

    /// <inheritdoc cref="ResultProperties.Predicted"/>
    public ReachabilityState? Predicted => Result.Predicted;

    /// <inheritdoc cref="ResultProperties.Observed"/>
    public ReachabilityState? Observed => Result.Observed;

    /// <inheritdoc cref="ResultProperties.Effective"/>
    public ReachabilityState Effective => Result.Effective;

    /// <inheritdoc cref="ResultProperties.Agrees"/>
    public bool? Agrees => Result.Agrees;

    /// <inheritdoc cref="ReachabilityResult.Latency"/>
    public string? Latency => Typed.Latency?.ToString();

    /// <inheritdoc cref="ReachabilityResult.Reasons"/>
    public IReadOnlyCollection<Reason> Reasons => ListedReason.Of(Typed.Reasons);

    /// <inheritdoc cref="PacketTrace.Hops"/>
    public IReadOnlyList<TraceHop> Hops => Path.Hops;

    /// <inheritdoc cref="PacketTrace.Lost"/>
    public TraceHop? Lost => Path.Lost;

    /// <inheritdoc cref="PacketTrace.Rules"/>
    public IReadOnlyList<FirewallRule> Rules => Path.Rules;

    /// <inheritdoc cref="PacketTrace.PathMtu"/>
    public int? PathMtu => Path.PathMtu;

    /// <inheritdoc cref="ResultProperties.Method"/>
    public ProbeMethod Method => Result.Method;

    /// <inheritdoc cref="ResultProperties.Time"/>
    public DateTimeOffset Time => Result.Time;

    /// <inheritdoc cref="ResultProperties.DockerHost"/>
    public DockerHost DockerHost => Result.DockerHost;

    /// <inheritdoc cref="ResultProperties.SourceId"/>
    public string? SourceId => Result.SourceId;

    /// <inheritdoc cref="ResultProperties.TargetId"/>
    public string? TargetId => Result.TargetId;

    private PacketTrace Path => Result.Trace ?? new PacketTrace();

    private ReachabilityTrace Typed => (ReachabilityTrace)this;
}
