using System.Globalization;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Ports;

/// <summary>Which ports a container exposes and publishes when it starts, as it was created.</summary>
/// <param name="Ports">The exposed ports, in the order of their numbers. The engine publishes no others, whatever the bindings say.</param>
internal sealed record PortConfiguration(IReadOnlyList<ConfiguredPort> Ports)
{
    /// <summary>All ports of tcp, udp and sctp; a key of a few bytes may name 65,536 of them.</summary>
    private const int Most = 3 * 65536;

    public static PortConfiguration From(ContainerDetails details)
    {
        var host = details.HostConfig;
        return new(
        [
            .. (details.Config?.ExposedPorts ?? new Dictionary<string, EmptyObject?>()).Keys
                .SelectMany(key => Parse(key).Select(port =>
                    new ConfiguredPort(port.ContainerPort, port.Protocol.ToLowerInvariant(), Bindings(host, key))))
                .Take(Most)
                .OrderBy(port => port.ContainerPort).ThenBy(port => port.Protocol, StringComparer.Ordinal),
        ]);
    }

    private static IReadOnlyList<ExposedPort> Parse(string key)
    {
        try
        {
            return ExposedPort.Parse(key);
        }
        catch (FormatException)
        {
            // An engine that lets such a key through does nothing with it.
            return [];
        }
    }

    private static ConfiguredBinding[] Bindings(HostConfig? host, string key) =>
        host?.PortBindings?.GetValueOrDefault(key) is { Count: > 0 } bindings
            ? [.. bindings.Select(ToBinding).Distinct()]
            : host?.PublishAllPorts == true ? [new ConfiguredBinding(null, null, null)] : [];

    /// <summary>A binding is never hidden because its port cannot be read: the choice counts as the engine's.</summary>
    private static ConfiguredBinding ToBinding(PortBinding wire)
    {
        var address = Addresses.ParseAddress(wire.HostIp);
        var ends = (wire.HostPort ?? "").Split('-').Select(Port).ToArray();
        return ends switch
        {
            [{ } port] => new(address, port, null),
            [{ } first, { } last] when first <= last => new(address, first, first == last ? null : last),
            _ => new(address, null, null),
        };

        static int? Port(string text) =>
            ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
    }
}
