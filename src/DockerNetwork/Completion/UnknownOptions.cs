using DockerNetwork.Engine;

namespace DockerNetwork.Completion;

/// <summary>
/// Options of a new network that its driver does not know. Docker's drivers ignore them without a word (libnetwork/drivers; none has a
/// default case), so a typing error shows much later. Podman refuses them itself.
/// </summary>
internal static class UnknownOptions
{
    private const string Mtu = "com.docker.network.driver.mtu";

    /// <summary>A sentence for each.</summary>
    /// <param name="driver">The driver of the network.</param>
    /// <param name="names">The options.</param>
    public static IEnumerable<string> Of(string driver, IEnumerable<string> names) =>
        from name in names
        let drivers = DriverOptions.DriversOf(driver, name)
        where drivers is not null && !drivers.Contains(driver)
        select $"The driver {driver} does not know the option '{VisibleText.Of(name)}' and ignores it.{Advice(driver, name, drivers)}";

    private static string Advice(string driver, string name, IReadOnlyList<string> others)
    {
        if (others.Count > 0)
        {
            return $" It is an option of {string.Join(" and ", others)} networks."
                + (name == Mtu && driver is "macvlan" or "ipvlan" ? $" A {driver} network has the MTU of its parent interface." : "");
        }

        return Nearest(driver, name) is { } meant ? $" Did you mean '{meant}'?" : "";
    }

    /// <summary>The one option that can be meant: of the same last word, or with few characters changed; null if there is none.</summary>
    private static string? Nearest(string driver, string name)
    {
        var known = DriverOptions.NamesOf(driver)
            .Select(option => (Name: option, Changes: Changes(LastWord(option), LastWord(name))))
            .ToList();
        var least = known.Min(option => option.Changes);
        return least <= Math.Min(2, LastWord(name).Length / 3) && known.Where(option => option.Changes == least).ToList() is [var only]
            ? only.Name
            : null;
    }

    private static string LastWord(string name)
    {
        var word = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant().Replace('-', '_');
        return word.Length <= 40 ? word : word[..40];
    }

    /// <summary>How many characters to insert, remove or replace to get from one word to the other (Levenshtein).</summary>
    private static int Changes(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
