using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Where a name leads in the source.</summary>
/// <param name="Address">The address; null where it does not resolve.</param>
/// <param name="Network">The network whose DNS answers.</param>
/// <param name="Reason">Who answers, or why nobody does.</param>
internal sealed record NameAnswer(IPAddress? Address, string? Network, Reason Reason)
{
    /// <summary>All addresses of the answer where several containers have the name; the engine gives them in any order, and whoever asks takes the first.</summary>
    public IReadOnlyList<IPAddress> Candidates { get; init; } = Address is null ? [] : [Address];

    /// <summary>It cannot be told from the engine's state.</summary>
    public bool Unsure { get; init; }
}
