using System.Net;
using DockerNetwork.Model.Prediction;

namespace DockerNetwork.Model.Results;

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
