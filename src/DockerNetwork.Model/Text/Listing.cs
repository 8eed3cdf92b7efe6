using System.Collections.ObjectModel;

namespace DockerNetwork.Model.Text;

/// <summary>A list whose text is its items, "a, b": Export-Csv and string interpolation would write the name of an array's type.</summary>
/// <typeparam name="T">What is in it.</typeparam>
public sealed class Listing<T> : ReadOnlyCollection<T>
{
    internal Listing(IList<T> items)
        : base(items)
    {
    }

    internal static new Listing<T> Empty { get; } = new([]);

    /// <summary>"a, b".</summary>
    public override string ToString() => string.Join(", ", Items);
}

/// <summary>Names with values whose text is "name=value, other=value", for the same reason.</summary>
/// <typeparam name="T">What the values are.</typeparam>
public sealed class PairListing<T> : ReadOnlyDictionary<string, T>
{
    internal PairListing(IDictionary<string, T> pairs)
        : base(pairs)
    {
    }

    /// <summary>"name=value, other=value".</summary>
    public override string ToString() => string.Join(", ", this.Select(pair => $"{pair.Key}={pair.Value}"));
}

/// <summary>Makes both.</summary>
internal static class Listing
{
    public static Listing<T> Of<T>(IEnumerable<T> items) => items switch
    {
        Listing<T> listing => listing,
        T[] { Length: 0 } => Listing<T>.Empty,
        T[] array => new Listing<T>(array),
        _ => new Listing<T>(items.ToArray()),
    };

    public static Listing<T>? OrNull<T>(IEnumerable<T>? items) => items is null ? null : Of(items);

    public static PairListing<T> Of<T>(IReadOnlyDictionary<string, T> pairs) =>
        pairs as PairListing<T>
            ?? new PairListing<T>(pairs as Dictionary<string, T> ?? pairs.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));

    public static Listing<string> Texts<T>(IReadOnlyList<T>? items) => Of((items ?? []).Select(item => item!.ToString()!));

    public static PairListing<string> Texts<T>(IReadOnlyDictionary<string, T>? pairs) =>
        new((pairs ?? new Dictionary<string, T>()).ToDictionary(p => p.Key, p => p.Value!.ToString()!, StringComparer.Ordinal));
}
