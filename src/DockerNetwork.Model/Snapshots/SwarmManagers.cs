using System.Net;

namespace DockerNetwork.Model.Snapshots;

/// <summary>The managers of a swarm, in sentences for users of a worker.</summary>
internal static class SwarmManagers
{
    private const int Most = 5;

    /// <summary>"a manager: 198.51.100.1", or "a manager" if none is known.</summary>
    /// <param name="addresses">Where managers listen for the other nodes. The port is not that of the engine's API.</param>
    public static string Text(IEnumerable<string?> addresses)
    {
        var known = string.Join(", ", addresses
            .Select(address => IPEndPoint.TryParse(address ?? "", out var listens) ? listens.Address.ToString() : "")
            .Where(address => address.Length > 0)
            .Take(Most));
        return known.Length == 0 ? "a manager" : $"a manager: {known}";
    }
}
