using System.Globalization;
using DockerNetwork.Errors;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Identities;

/// <summary>
/// What a text is that is not found: a container in the place of a network, an address, a port. The error then says so, and where that
/// belongs.
/// </summary>
internal static class MistakenSelection
{
    /// <summary>The error for a text that is not a network; null if it is nothing else either.</summary>
    public static CommandException? AsNetwork(EngineSnapshot snapshot, string text)
    {
        var name = Wildcards.Literal(text);
        return snapshot.Networks.FirstOrDefault(n => n.Bridge == name) is { } network
            ? CommandErrors.InterfaceAsNetwork(name, network.Name)
            : snapshot.Containers.FirstOrDefault(c => IsSame(c.Name, name.TrimStart('/'))) is { } container
                ? CommandErrors.ContainerAsNetwork(container.Name)
                : null;
    }

    /// <summary>The error for a text that is not a container; null if it is nothing else either.</summary>
    public static CommandException? AsContainer(EngineSnapshot snapshot, string text)
    {
        var name = Wildcards.Literal(text);
        if (snapshot.Networks.FirstOrDefault(n => IsSame(n.Name, name)) is { } network)
            return CommandErrors.NetworkAsContainer(network.Name);
        if (Addresses.ParsePlain(text) is { } address
            && Names(e => address.Equals(e.IPAddress) || address.Equals(e.IPv6Address)) is [_, ..] holders)
        {
            return CommandErrors.AddressAsContainer(text, holders);
        }

        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && Publishing(port) is [_, ..] publishers)
            return CommandErrors.PortAsContainer(text, publishers);
        // The engine names the end of a pair on the host so (libnetwork, veth and seven digits).
        return text.Length == 11 && text.StartsWith("veth", StringComparison.Ordinal) && text.Skip(4).All(char.IsAsciiHexDigitLower)
            ? CommandErrors.InterfaceAsContainer(text)
            : null;

        List<string> Names(Predicate<NetworkEndpoint> has) =>
            [.. snapshot.Containers.Where(c => c.Endpoints.Any(e => has(e))).Select(c => c.Name)];

        List<string> Publishing(int held) =>
            [.. snapshot.Containers.Where(c => c.Ports.Any(p => p.HostPort == held)).Select(c => c.Name)];
    }

    private static bool IsSame(string name, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
}
