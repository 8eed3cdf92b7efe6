using System.Diagnostics.CodeAnalysis;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>
/// The result of a probe. It has three parts: the <see cref="PlannedProbe"/>, the <see cref="Verdict"/> of the rules and the <see
/// cref="Observation"/>. The properties show these parts. They can also be set, so that an exported result can be read back.
/// </summary>
public sealed record ReachabilityResult : ResultProperties
{
    /// <summary>A result to be filled from its properties.</summary>
    public ReachabilityResult()
    {
    }

    /// <summary>A result of a run.</summary>
    /// <param name="planned">The probe.</param>
    /// <param name="verdict">The prediction of the rules.</param>
    /// <param name="observation">What happened; null if nothing was sent.</param>
    [SetsRequiredMembers]
#pragma warning disable CS8618 // The required properties are views of the planned probe.
    internal ReachabilityResult(PlannedProbe planned, Verdict verdict, Observation? observation = null)
#pragma warning restore CS8618
    {
        (Planned, Verdict, Observation) = (planned, verdict, observation ?? Observation.None);
        (Predicted, Observed) = (verdict.State, observation?.State);
    }

    internal new IPAddress? Address
    {
        get => Observation.Address ?? (Observed is ReachabilityState.Unresolved ? null : Verdict.Address);
        init => Observation = Observation with { Address = value };
    }

    internal new TimeSpan? Latency => Avg;

    internal new TimeSpan? Min
    {
        get => Observation.Min;
        init => Observation = Observation with { Min = value };
    }

    internal new TimeSpan? Avg
    {
        get => Observation.Avg;
        init => Observation = Observation with { Avg = value };
    }

    internal new TimeSpan? Max
    {
        get => Observation.Max;
        init => Observation = Observation with { Max = value };
    }

    internal new IReadOnlyList<IPAddress> Addresses
    {
        get => Observation.Addresses;
        init => Observation = Observation with { Addresses = value };
    }

    internal new IReadOnlyList<Reason> Reasons
    {
        get => field ??= Listing.Of(Verdict.AllReasons());
        init => field = Listing.Of(value);
    }

    /// <summary>"web -> db:5432/tcp: Reachable".</summary>
    public override string ToString() => Port is { } port
        ? $"{Source} -> {Bracketed(TargetName)}:{port}/{Planned.Service.ProtocolName}: {Effective}"
        : $"{Source} -> {TargetName}: {Effective}";

    /// <summary>"[fd00::2]", as it is written before a port; anything else as it is.</summary>
    internal static string Bracketed(string target) =>
        target.Contains(':', StringComparison.Ordinal) && !target.StartsWith('[') ? $"[{target}]" : target;
}

/// <summary>
/// The properties of <see cref="ReachabilityResult"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ResultProperties : ModuleObject
{
    private static readonly Verdict NotPredicted = new(ReachabilityState.Unknown, null, null, []);

    private protected ResultProperties()
    {
    }

    /// <summary>The probe.</summary>
    internal PlannedProbe Planned { get; init; } = PlannedProbe.None;

    /// <summary>The prediction. Its reasons are those of the result until other reasons are set.</summary>
    internal Verdict Verdict { get; init; } = NotPredicted;

    /// <summary>What was measured.</summary>
    internal Observation Observation { get; init; } = Observation.None;

    /// <summary>The container that the probe starts from.</summary>
    public required string Source
    {
        get => Planned.Source.Name;
        init => Planned = Planned with { Source = Planned.Source with { Name = value } };
    }

    /// <summary>The target container, or the target as the user typed it.</summary>
    public required string Target
    {
        get => Planned.Target;
        init => Planned = Planned with { Target = value, Container = null };
    }

    /// <summary>The name, alias or address that was tried, as you would type it in the source.</summary>
    public required string TargetName
    {
        get => Planned.Name.Text;
        init => Planned = Planned with { Name = Results.TargetName.Of(value) };
    }

    /// <summary>
    /// The address that <see cref="TargetName"/> resolves to in the source: observed if it is known, otherwise predicted. Null if the name
    /// does not resolve.
    /// </summary>
    public string? Address => Typed.Address?.ToString();

    /// <summary>
    /// Who has <see cref="Address"/>, if something answers there: the name of a container, <c>@host</c> for the engine's host,
    /// <c>@gateway</c> for the router of a macvlan or ipvlan network, the name of a swarm service for its virtual address, or the name of a
    /// container on another swarm node. Null if nothing answers, or if nothing that the engine knows has the address.
    /// </summary>
    public string? Answered
    {
        get => field
            ?? (Observed is null || (Observed == ReachabilityState.Unknown && Effective != Observed) ? Verdict.Answered : null);
        init;
    }

    /// <summary>The network that carries the packets, if that is predicted.</summary>
    public string? Network
    {
        get => Verdict.Network;
        init => Verdict = Verdict with { Network = value };
    }

    /// <summary>What was sent.</summary>
    public ProbeProtocol Protocol
    {
        get => Planned.Service.Protocol;
        init => Planned = Planned with { Service = Planned.Service with { Protocol = value } };
    }

    /// <summary>1 to 65535; null for ICMP and DNS.</summary>
    public int? Port
    {
        get => Planned.Service.Port;
        init => Planned = Planned with { Service = Planned.Service with { Port = value } };
    }

    /// <summary>Whether the target was reached; without an observation, whether it is predicted to be reached.</summary>
    public bool Reachable => Effective == ReachabilityState.Reachable;

    /// <summary>
    /// The state that the engine's state implies; null if nothing was predicted. For a port, it says whether the network lets the
    /// connection through, not whether anything listens.
    /// </summary>
    public ReachabilityState? Predicted { get; init; }

    /// <summary>What happened; null if nothing was sent.</summary>
    public ReachabilityState? Observed { get; init; }

    /// <summary>
    /// Whether the two agree; null if one is missing or unknown. A refused port agrees with a network that lets it through. Blocked may
    /// show as NoRoute. If the route ends at the engine's host (HostNotOnNetwork), the host's own routes decide which of the two. If
    /// containers are kept apart (InterContainerCommunicationOff), IPv6 neighbor discovery fails too, and the source's kernel gives up
    /// after three seconds. A paused container that has the name of the target (TargetPaused) completes handshakes until its queue is full,
    /// so Misdirected may show as Blocked. Predictions are for packets of the usual size, so Blocked because of the size (PathMtu) shows
    /// nothing about them: null. A name that led to another address than predicted (AnotherAddress) never agrees.
    /// </summary>
    public bool? Agrees => (Predicted, Observed) switch
    {
        (null or ReachabilityState.Unknown, _) or (_, null or ReachabilityState.Unknown) => null,
        _ when AddressDiffers => false,
        (ReachabilityState.Reachable, ReachabilityState.Blocked) when Typed.Reasons.Any(r => r.Code == ReasonCode.PathMtu) => null,
        (ReachabilityState.Reachable, ReachabilityState.Refused) => true,
        (ReachabilityState.Blocked, ReachabilityState.NoRoute)
            when Typed.Reasons.Any(r => ReasonCode.EndsOnTheWire(r.Code)) => true,
        (ReachabilityState.Misdirected, ReachabilityState.Blocked)
            when Typed.Reasons.Any(r => r.Code == ReasonCode.TargetPaused) => true,
        var (predicted, observed) => predicted == observed,
    };

    /// <summary>Average round-trip time; null if no answer arrived or the tool did not report it.</summary>
    public string? Latency => Typed.Latency?.ToString();

    /// <summary>Packets or connections sent.</summary>
    public int Sent
    {
        get => Observation.Sent;
        init => Observation = Observation with { Sent = value };
    }

    /// <summary>Answers received.</summary>
    public int Received
    {
        get => Observation.Received;
        init => Observation = Observation with { Received = value };
    }

    /// <summary>Shortest round-trip time.</summary>
    public string? Min => Typed.Min?.ToString();

    /// <summary>Average round-trip time.</summary>
    public string? Avg => Typed.Avg?.ToString();

    /// <summary>Longest round-trip time.</summary>
    public string? Max => Typed.Max?.ToString();

    /// <summary>All addresses that <see cref="TargetName"/> resolved to in the source, if they are known.</summary>
    public IReadOnlyList<string> Addresses => Listing.Texts(Typed.Addresses);

    /// <summary>Who resolved the name: "hosts", or the address of the name server that answered; null if that is not known.</summary>
    public string? ResolvedBy
    {
        get => Observation.ResolvedBy;
        init => Observation = Observation with { ResolvedBy = value };
    }

    /// <summary>Status of the HTTP answer; null for other protocols.</summary>
    public int? StatusCode
    {
        get => Observation.StatusCode;
        init => Observation = Observation with { StatusCode = value };
    }

    /// <summary>The reasons for the state, the deciding one first.</summary>
    public IReadOnlyCollection<Reason> Reasons => ListedReason.Of(Typed.Reasons);

    /// <summary>The way of its packets; null if it was not traced.</summary>
    public PacketTrace? Trace { get; init; }

    /// <summary>The method of the observation.</summary>
    public ProbeMethod Method { get; init; }

    /// <summary>When the probe ended.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The engine of the source. The target is on it too, unless <see cref="TargetDockerHost"/> says otherwise.</summary>
    public required DockerHost DockerHost
    {
        get => Planned.Source.DockerHost;
        init => Planned = Planned with { Source = Planned.Source with { DockerHost = value } };
    }

    /// <summary>
    /// The full id of <see cref="Source"/>; null for @host, and if the result was exported before results had ids. Two results are about
    /// the same container only if both their <see cref="DockerHost"/> and this id are the same.
    /// </summary>
    public string? SourceId
    {
        get => Planned.Source is { IsHost: false, Id: { Length: > 0 } id } ? id : null;
        init => Planned = Planned with { Source = Planned.Source with { Id = value ?? "" } };
    }

    /// <summary>The full id of <see cref="Target"/>; null if that is not a container, or as for <see cref="SourceId"/>.</summary>
    public string? TargetId { get => field ?? Planned.Container?.Id; init; }

    /// <summary>The engine of <see cref="Target"/>, if the target is on a different engine than the source; null otherwise.</summary>
    public DockerHost? TargetDockerHost
    {
        get => field ?? (Planned.Container?.DockerHost is { } host && !host.Equals(DockerHost) ? host : null);
        init;
    }

    /// <summary>
    /// <see cref="Observed"/> if it is known, otherwise <see cref="Predicted"/>. If a probe was sent and showed nothing, and the target is
    /// predicted to be reached, the state is Unknown, because only an answer shows that the target is reached.
    /// </summary>
    public ReachabilityState Effective => EffectiveOf(Predicted, Observed);

    /// <summary>The name led to an address that was not predicted.</summary>
    internal bool AddressDiffers => Observed is not null && Typed.Reasons.Any(r => r.Code == ReasonCode.AnotherAddress);

    /// <summary>Which container it starts from.</summary>
    internal ProbeEnd SourceEnd => ProbeEnd.Source(DockerHost?.ToString(), SourceId, Source);

    /// <summary>Which container, or what else, it is aimed at.</summary>
    internal ProbeEnd TargetEnd => ProbeEnd.Target((TargetDockerHost ?? DockerHost)?.ToString(), TargetId, Target);

    internal static ReachabilityState EffectiveOf(ReachabilityState? predicted, ReachabilityState? observed) => observed switch
    {
        null => predicted ?? ReachabilityState.Unknown,
        ReachabilityState.Unknown => predicted is null or ReachabilityState.Reachable ? ReachabilityState.Unknown : predicted.Value,
        _ => observed.Value,
    };

    private ReachabilityResult Typed => (ReachabilityResult)this;
}
