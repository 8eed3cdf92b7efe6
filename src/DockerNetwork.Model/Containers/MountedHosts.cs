using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Containers;

/// <summary>
/// A hosts file that the user mounted into a container. The engine does not write to it, so all that resolvers find there is what the
/// engine's archive of the container shows.
/// </summary>
internal static class MountedHosts
{
    /// <summary>The file as it is called in a container.</summary>
    public const string Path = "/etc/hosts";

    /// <summary>
    /// Names and addresses of the lines (hosts(5)): an address, then names, which end with the line or with <c>#</c>. Lines without a valid
    /// address say nothing.
    /// </summary>
    public static IReadOnlyList<(string Name, IPAddress Address)> Parse(string text)
    {
        var found = new List<(string Name, IPAddress Address)>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && Addresses.ParseAddress(words[0]) is { } address)
                found.AddRange(words[1..].Select(name => (name, Addresses.Unmapped(address))));
        }

        return found;
    }
}
