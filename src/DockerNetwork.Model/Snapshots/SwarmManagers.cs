namespace DockerNetwork.Model.Snapshots;

/// <summary>The managers of a swarm, in sentences for users of a worker.</summary>
internal static class SwarmManagers
{
    private const int Most = 5;

    /// <summary>"a manager: 198.51.100.1:2377", or "a manager" if none is known.</summary>
    /// <param name="addresses">Where managers listen for the other nodes.</param>
    public static string Text(IEnumerable<string?> addresses)
    {
        var known = string.Join(", ", addresses.Where(address => address is { Length: > 0 }).Take(Most));
        return known.Length == 0 ? "a manager" : $"a manager: {known}";
    }
}
