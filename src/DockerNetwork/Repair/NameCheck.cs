using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Repair;

/// <summary>Refuses a fix after which a name that is in use could lead to another container.</summary>
/// <param name="fix">The fix.</param>
/// <param name="source">Where the probe starts that it is to repair.</param>
/// <param name="target">What that probe is aimed at.</param>
internal sealed class NameCheck(IReadOnlyList<FixCommand> fix, ProbeEnd source, ProbeEnd target)
{
    /// <summary>The ids of the containers whose aliases must be known, so those that must be inspected.</summary>
    public IEnumerable<string> Involved(EngineSnapshot snapshot) =>
        MovedNames.Involved(snapshot, fix).Union(MovedNames.Involved(snapshot, Meeting(snapshot) ?? []), StringComparer.Ordinal);

    /// <summary>Why the fix is not run; null if each name stays with its container.</summary>
    /// <param name="snapshot">The engine. The containers that are <see cref="Involved"/> must have been inspected.</param>
    /// <returns>FixMovesNames.</returns>
    public CommandException? Refusal(EngineSnapshot snapshot)
    {
        if (MovedNames.Of(snapshot, fix) is not { Count: > 0 } moved)
            return null;
        var text = FixCommand.Write(FixCommand.On(fix, snapshot.CommandHost))!;
        return Meeting(snapshot) is { } meeting && MovedNames.Of(snapshot, meeting).Count == 0
            ? CommandErrors.FixMovesNames(text, moved, FixCommand.Write(meeting)!, Owner(snapshot, target)!.Name)
            : CommandErrors.FixMovesNames(text, moved);
    }

    /// <summary>A network for the two alone, where nobody else has a name; null if one of them cannot join a network.</summary>
    private IReadOnlyList<FixCommand>? Meeting(EngineSnapshot snapshot) =>
        Owner(snapshot, source) is { } from && Owner(snapshot, target) is { } to && from.Id != to.Id
            ? Fixes.NewNetwork(snapshot, from, to)
            : null;

    private static Container? Owner(EngineSnapshot snapshot, ProbeEnd end) =>
        (end.Id is { } id ? snapshot.Container(id) : snapshot.ContainerNamed(end.Name)) is { } container
            ? snapshot.NamespaceOwner(container)
            : null;
}
