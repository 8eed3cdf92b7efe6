using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Numerics;

namespace DockerNetwork.Model.Addressing;

/// <summary>Which networks a machine is on: a Docker network with the same addresses would hide them from it.</summary>
/// <param name="Interfaces">Names of its interfaces, the loopback left out.</param>
/// <param name="Ranges">The subnets of its interfaces and, on Linux, the destinations of its routes except the default route.</param>
public sealed record HostNetworks(IReadOnlyList<string> Interfaces, IReadOnlyList<IPNetwork> Ranges)
{
    /// <summary>Of a machine that cannot be looked at.</summary>
    public static HostNetworks Unknown { get; } = new([], []);

    /// <summary>Of this machine. What cannot be read is left out.</summary>
    public static HostNetworks Local()
    {
        try
        {
            var interfaces = NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .ToArray();
            var subnets = interfaces
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Where(a => !a.Address.IsIPv6LinkLocal)
                .Select(a => Addresses.ParseSubnet(string.Create(CultureInfo.InvariantCulture, $"{Plain(a.Address)}/{a.PrefixLength}")))
                .OfType<IPNetwork>();
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
    internal static IEnumerable<IPNetwork> ParseRoutes(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var fields = line.Split('\t', StringSplitOptions.TrimEntries);
            if (fields.Length < 8 || !Number(fields[1], out var destination) || !Number(fields[7], out var mask) || mask == 0)
                continue;
            var address = new IPAddress(BitConverter.GetBytes(destination & mask));
            yield return new IPNetwork(address, BitOperations.PopCount(mask));
        }

        static bool Number(string text, out uint number) =>
            uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);
    }

    private static IEnumerable<IPNetwork> LinuxRoutes() =>
        OperatingSystem.IsLinux() && File.Exists("/proc/net/route") ? ParseRoutes(File.ReadAllLines("/proc/net/route")) : [];

    private static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
}
