using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Numerics;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Model.Addressing;

/// <summary>Which networks a machine is on: a Docker network with the same addresses would hide them from it.</summary>
/// <param name="Interfaces">Names of its interfaces, the loopback left out.</param>
/// <param name="Links">
/// The subnets of its interfaces and, on Linux, the destinations of its routes except the default route, each with its interface.
/// </param>
public sealed record HostNetworks(IReadOnlyList<string> Interfaces, IReadOnlyList<(string Interface, IPNetwork Range)> Links)
{
    /// <summary>The subnets and destinations alone.</summary>
    public IReadOnlyList<IPNetwork> Ranges => [.. Links.Select(link => link.Range).Distinct()];


    /// <summary>Of a machine that cannot be looked at.</summary>
    public static HostNetworks Unknown { get; } = new([], []);

    /// <summary>Of an engine's host: this machine if the engine is reached by a socket or a pipe, else unknown.</summary>
    public static HostNetworks Of(DockerHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Scheme is "unix" or "npipe" ? Local() : Unknown;
    }

    /// <summary>Of this machine. What cannot be read is left out.</summary>
    public static HostNetworks Local()
    {
        try
        {
            var interfaces = NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .ToArray();
            var subnets = interfaces
                .SelectMany(i => i.GetIPProperties().UnicastAddresses.Select(a => (i.Name, Own: a)))
                .Where(link => !link.Own.Address.IsIPv6LinkLocal)
                .Select(link => (link.Name, Range: Subnet(link.Own)))
                .Where(link => link.Range is not null)
                .Select(link => (link.Name, link.Range!.Value));
            return new HostNetworks(
                interfaces.Select(i => i.Name).Order(StringComparer.Ordinal).ToArray(),
                subnets.Concat(LinuxRoutes()).Distinct().ToArray());
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException
            or IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <summary>
    /// Reads <c>/proc/net/route</c>: destination and mask stand there as hexadecimal numbers in the byte order of the machine.
    /// </summary>
    internal static IEnumerable<(string Interface, IPNetwork Range)> ParseRoutes(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var fields = line.Split('\t', StringSplitOptions.TrimEntries);
            if (fields.Length < 8 || !Number(fields[1], out var destination) || !Number(fields[7], out var mask) || mask == 0)
                continue;
            var address = new IPAddress(BitConverter.GetBytes(destination & mask));
            yield return (fields[0], new IPNetwork(address, BitOperations.PopCount(mask)));
        }

        static bool Number(string text, out uint number) =>
            uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);
    }

    private static IEnumerable<(string Interface, IPNetwork Range)> LinuxRoutes() =>
        OperatingSystem.IsLinux() && File.Exists("/proc/net/route") ? ParseRoutes(File.ReadAllLines("/proc/net/route")) : [];

    private static IPNetwork? Subnet(UnicastIPAddressInformation own) =>
        Addresses.ParseSubnet(string.Create(CultureInfo.InvariantCulture, $"{Plain(own.Address)}/{own.PrefixLength}"));

    private static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
}
