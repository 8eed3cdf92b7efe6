using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>What of a command line matters for completing one argument.</summary>
/// <param name="Parameter">The parameter that is completed.</param>
/// <param name="Word">What is typed of the argument.</param>
internal sealed record TypedLine(string Parameter, TypedWord Word)
{
    /// <summary>
    /// The other parameters' values as texts, as far as they can be known before the command runs. Networks and containers by id.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Bound { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Items that stand before the word in the same list: <c>-Network a, b, </c>.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>The engine of an object on the line; null for none.</summary>
    public DockerHost? ItemHost { get; init; }

    /// <summary>A snapshot that is asked instead of an engine; null for none.</summary>
    public SavedSnapshot? Snapshot { get; init; }

    /// <summary>The values of the first of these parameters that stands on the line; none where none does.</summary>
    public IReadOnlyList<string> Values(params ReadOnlySpan<string> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter != Parameter && Bound.TryGetValue(parameter, out var values))
                return values;
        }

        return [];
    }

    /// <summary>The value of a parameter; null where it is not on the line.</summary>
    public string? Value(string parameter) => Values(parameter) is [var first, ..] ? first : null;
}
