using System.Net;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Prediction;

/// <summary>Can this container reach that, by this name or address?</summary>
/// <param name="Snapshot">The engine.</param>
/// <param name="Source">Where the probe starts.</param>
/// <param name="Target">The container that is meant; null for an address or host name that belongs to none.</param>
/// <param name="Literal">The name or address, as typed in the source.</param>
public sealed record Question(EngineSnapshot Snapshot, Container Source, Container? Target, string Literal)
{
    /// <summary>The port that is tried; null where the question is about the address alone.</summary>
    public int? Port { get; init; }

    /// <summary>tcp or udp; of <see cref="Port"/>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The literal as an address; null where it is a name.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Literal, out var address) ? TextualAddress.Of(address) : null;

    /// <summary>The container whose network namespace the source uses; null where that one is gone.</summary>
    public Container? SourceOwner { get; } = Snapshot.NamespaceOwner(Source);

    /// <summary>The container whose network namespace the target uses.</summary>
    public Container? TargetOwner { get; } = Target is null ? null : Snapshot.NamespaceOwner(Target);

    /// <summary>Where the source stands.</summary>
    public IReadOnlyList<NetworkEndpoint> SourceEndpoints => SourceOwner?.Endpoints ?? [];

    /// <summary>By which networks its packets leave.</summary>
    internal IReadOnlyList<Way> Ways => SourceOwner is null ? [] : Snapshot.WaysOf(SourceOwner);

    /// <summary>The network of an endpoint; null where the picture does not hold it.</summary>
    public Network? NetworkOf(NetworkEndpoint endpoint) => Snapshot.Network(endpoint.NetworkId);
}

/// <summary>An answer to a <see cref="Question"/>.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Address">What the literal stands for in the source.</param>
/// <param name="Network">The network that carries it.</param>
/// <param name="Reasons">Why.</param>
public sealed record Verdict(ReachabilityState State, IPAddress? Address, string? Network, IReadOnlyList<Reason> Reasons)
{
    private readonly Lazy<IReadOnlyList<Reason>>? _all;

    /// <summary>Why: what decides first, then what would stand in the way besides.</summary>
    public IReadOnlyList<Reason> Reasons
    {
        get => _all?.Value ?? field;
        init => (field, _all) = (value, null);
    }
        = Reasons;

    /// <summary>Only a probe tells.</summary>
    internal static Verdict Unknown(IPAddress? address, string message) =>
        new(ReachabilityState.Unknown, address, null, [new Reason(ReasonCode.NotPredicted, "prediction", message)]);

    /// <summary>The same, with further reasons, which are looked for when somebody reads them: of a million verdicts nobody does.</summary>
    internal Verdict With(Func<IEnumerable<Reason>> further)
    {
        var first = Reasons;
        return new Verdict(this, new(() => [.. first, .. further().Where(reason => !first.Contains(reason))]));
    }

    private Verdict(Verdict verdict, Lazy<IReadOnlyList<Reason>> all)
        : this(verdict.State, verdict.Address, verdict.Network, []) => _all = all;
}
