namespace DockerNetwork.Model.Text;

/// <summary>
/// Addresses of engines in tables: the path of a socket may be long, and would take the room of all other columns. Its end tells more.
/// </summary>
internal static class ShortHost
{
    /// <summary>The most characters.</summary>
    public const int Most = 32;

    private const string Left = "…";

    /// <summary>
    /// The text; of a socket with a longer path, its last folders: "…/build01/docker.sock". Other addresses begin with what tells them
    /// apart, and stay whole.
    /// </summary>
    public static string Of(string host)
    {
        if (host.Length <= Most || !host.StartsWith("unix://", StringComparison.Ordinal))
            return host;
        var end = host[(host.Length - Most + Left.Length)..];
        return Left + (end.IndexOf('/', StringComparison.Ordinal) is >= 0 and var folder ? end[folder..] : end);
    }

    /// <summary>What is shown of each of these: whole, where others would look the same.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> hosts) => hosts
        .Distinct(StringComparer.Ordinal)
        .GroupBy(Of, StringComparer.Ordinal)
        .SelectMany(alike => alike.Select(host => (host, Shown: alike.Count() == 1 ? alike.Key : host)))
        .ToDictionary(pair => pair.host, pair => pair.Shown, StringComparer.Ordinal);
}
