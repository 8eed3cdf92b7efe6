using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>What comes of a name in the source.</summary>
internal abstract record NameAnswer
{
    private NameAnswer()
    {
    }

    /// <summary>The verdict on the name alone.</summary>
    public abstract Verdict Verdict { get; }

    /// <summary>It stands for addresses.</summary>
    /// <param name="Addresses">
    /// All addresses of the answer, that of the container that is meant first. The engine gives them in any order, and the asking program
    /// takes the first.
    /// </param>
    /// <param name="Network">The network whose DNS answers; null for the hosts file.</param>
    /// <param name="Reason">Who answers; null for an address, which needs no lookup.</param>
    public sealed record Resolved(IReadOnlyList<IPAddress> Addresses, string? Network, Reason? Reason) : NameAnswer
    {
        /// <summary>All addresses, of both families, that the asking program may take.</summary>
        public IReadOnlyList<IPAddress> Candidates { get; init; } = Addresses;

        public override Verdict Verdict => new(ReachabilityState.Reachable, Addresses[0], Network, Reason is null ? [] : [Reason]);
    }

    /// <summary>It does not resolve, or a container that would have to run for that does not.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="State">Unresolved or NotRunning.</param>
    public sealed record NotResolved(Reason Reason, ReachabilityState State = ReachabilityState.Unresolved) : NameAnswer
    {
        public override Verdict Verdict => new(State, null, null, [Reason]);
    }

    /// <summary>The engine's state does not decide it.</summary>
    /// <param name="Reasons">Why.</param>
    public sealed record Undecidable(params IReadOnlyList<Reason> Reasons) : NameAnswer
    {
        public override Verdict Verdict => new(ReachabilityState.Unknown, null, null, Reasons);
    }
}
