using System.Text.Json;

namespace DockerNetwork.Engine.Wire;

/// <summary>Answer of a create request.</summary>
/// <param name="Id">The id of what was made.</param>
/// <param name="Warning">One warning (networks).</param>
/// <param name="Warnings">Several warnings (containers).</param>
public sealed record CreateResponse(string Id, string? Warning, List<string>? Warnings)
{
    /// <summary>The id of what was made; never empty.</summary>
    public string Id { get; } = Id is { Length: > 0 }
        ? Id
        : throw new JsonException("It has no id, so it is not known whether anything was created. Check before you try again.");
}
