using System.Net;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Model.Results;

/// <summary>A probe, and the way of its packets. What it says of the probe is what Test-ContainerReachability says of it.</summary>
public sealed record ReachabilityTrace : TraceText
{
    /// <summary>The result of the probe; its <see cref="ReachabilityResult.Trace"/> is null if it was not traced.</summary>
    public required ReachabilityResult Result { get; init; }

    /// <inheritdoc cref="ReachabilityResult.Source"/>
    public string Source => Result.Source;

    /// <inheritdoc cref="ReachabilityResult.Target"/>
    public string Target => Result.Target;

    /// <inheritdoc cref="ReachabilityResult.TargetName"/>
    public string TargetName => Result.TargetName;

    /// <inheritdoc cref="ReachabilityResult.Address"/>
    internal new IPAddress? Address => Result.Address;

    /// <inheritdoc cref="ReachabilityResult.Answered"/>
    public string? Answered => Result.Answered;

    /// <inheritdoc cref="ReachabilityResult.Network"/>
    public string? Network => Result.Network;

    /// <inheritdoc cref="ReachabilityResult.Protocol"/>
    public ProbeProtocol Protocol => Result.Protocol;

    /// <inheritdoc cref="ReachabilityResult.Port"/>
    public int? Port => Result.Port;

    /// <inheritdoc cref="ReachabilityResult.Reachable"/>
    public bool Reachable => Result.Reachable;

    /// <inheritdoc cref="ReachabilityResult.Predicted"/>
    public ReachabilityState? Predicted => Result.Predicted;

    /// <inheritdoc cref="ReachabilityResult.Observed"/>
    public ReachabilityState? Observed => Result.Observed;

    /// <inheritdoc cref="ReachabilityResult.Effective"/>
    public ReachabilityState Effective => Result.Effective;

    /// <inheritdoc cref="ReachabilityResult.Agrees"/>
    public bool? Agrees => Result.Agrees;

    /// <inheritdoc cref="ReachabilityResult.Latency"/>
    internal new TimeSpan? Latency => Result.Latency;

    /// <inheritdoc cref="ReachabilityResult.Reasons"/>
    public IReadOnlyList<Reason> Reasons => Result.Reasons;

    /// <inheritdoc cref="PacketTrace.Hops"/>
    public IReadOnlyList<TraceHop> Hops => Path.Hops;

    /// <inheritdoc cref="PacketTrace.Lost"/>
    public TraceHop? Lost => Path.Lost;

    /// <inheritdoc cref="PacketTrace.Rules"/>
    public IReadOnlyList<FirewallRule> Rules => Path.Rules;

    /// <inheritdoc cref="PacketTrace.PathMtu"/>
    public int? PathMtu => Path.PathMtu;

    /// <inheritdoc cref="ReachabilityResult.Method"/>
    public ProbeMethod Method => Result.Method;

    /// <inheritdoc cref="ReachabilityResult.Time"/>
    public DateTimeOffset Time => Result.Time;

    /// <inheritdoc cref="ReachabilityResult.DockerHost"/>
    public DockerHost DockerHost => Result.DockerHost;

    /// <inheritdoc cref="ReachabilityResult.SourceId"/>
    public string? SourceId => Result.SourceId;

    /// <inheritdoc cref="ReachabilityResult.TargetId"/>
    public string? TargetId => Result.TargetId;

    private PacketTrace Path => Result.Trace ?? new PacketTrace();

    /// <summary>"web -> db:5432/tcp: Blocked".</summary>
    public override string ToString() => Result.ToString();
}

/// <summary>The address and time of a <see cref="ReachabilityTrace"/> as text, for ConvertTo-Json.</summary>
public abstract record TraceText
{
    private protected TraceText()
    {
    }

    /// <inheritdoc cref="ReachabilityTrace.Address"/>
    public string? Address => Typed.Address?.ToString();

    /// <inheritdoc cref="ReachabilityTrace.Latency"/>
    public string? Latency => Typed.Latency?.ToString();

    private ReachabilityTrace Typed => (ReachabilityTrace)this;
}
