namespace DockerNetwork.Probe;

/// <summary>A rule of a legacy table.</summary>
/// <param name="Chain">Its chain.</param>
/// <param name="Position">Its number in the chain, from 1; 0 for the policy.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="Packets">Its counter.</param>
/// <param name="Jump">Where it goes to; -1 if it does not.</param>
/// <param name="Passes">It only counts: it has no target.</param>
internal sealed record LegacyRule(
    LegacyChain Chain, int Position, int Offset, int Length, ulong Packets, int Jump, bool Passes);
