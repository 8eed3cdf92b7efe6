namespace DockerNetwork.Model.Text;

/// <summary>What may have been meant by a name that is not there.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>So many names are compared, and so many characters of each: an engine can have any number of them, of any length.</summary>
    private const int MostNames = 10_000;

    private const int MostCharacters = 128;

    /// <summary>
    /// At most three names, the likeliest first: those that differ from the text by a letter or two (a missing, additional or other letter,
    /// or two in the other order), then those that contain it or are contained in it. Case does not matter.
    /// </summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names)
    {
        text = text.Trim();
        if (text.Length is < 2 or > MostCharacters)
            return [];
        return
        [
            .. names.Take(MostNames)
                .Where(name => name.Length is > 1 and <= MostCharacters)
                .Select(name => (Name: name, Rank: Rank(text, name)))
                .Where(near => near.Rank < int.MaxValue)
                .OrderBy(near => near.Rank)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Select(near => near.Name)
                .Distinct(StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    /// <summary>
    /// The names that a text is but for a slip: one letter, or two in a name of eight or more, is missing, additional, another or in the
    /// wrong place. The first letter is right, as in nearly all slips, and the name has at least four: -iname is not a slip of Name, and
    /// -not none of Net. The nearest first.
    /// </summary>
    public static IReadOnlyList<string> Misspelled(string text, IEnumerable<string> names) => text.Length is < 3 or > MostCharacters
        ? []
        :
        [
            .. names.Where(name => name.Length is >= 4 and <= MostCharacters && Same(text[0], name[0]))
                .Select(name => (Name: name, Most: name.Length < 8 ? 1 : 2))
                .Select(near => (near.Name, near.Most, Distance: Distance(text, near.Name, near.Most)))
                .Where(near => near.Distance <= near.Most)
                .OrderBy(near => near.Distance)
                .Select(near => near.Name),
        ];

    private static int Rank(string text, string name)
    {
        var allowed = Math.Min(text.Length, name.Length) switch { < 3 => 0, < 5 => 1, _ => 2 };
        if (Math.Abs(text.Length - name.Length) <= allowed && Distance(text, name, allowed) is var distance && distance <= allowed)
            return distance;
        var (part, whole) = text.Length < name.Length ? (text, name) : (name, text);
        return whole.StartsWith(part, StringComparison.OrdinalIgnoreCase) ? 3
            : part.Length > 2 && whole.Contains(part, StringComparison.OrdinalIgnoreCase) ? 4
            : int.MaxValue;
    }

    /// <summary>
    /// The Damerau-Levenshtein distance (optimal string alignment). More than <paramref name="most"/> may be any number above it: the rest
    /// of two names that differ so much is not compared.
    /// </summary>
    private static int Distance(string left, string right, int most)
    {
        Span<int> before = stackalloc int[MostCharacters + 1];
        Span<int> last = stackalloc int[MostCharacters + 1];
        Span<int> row = stackalloc int[MostCharacters + 1];
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = Same(left[i - 1], right[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > most)
                return least;
            var free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
