using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Creation;

/// <summary>Who has a host port that a container could not get.</summary>
internal static partial class PortHolders
{
    private const int MostNamed = 5;

    /// <summary>
    /// A sentence that names the containers which hold the port that the engine could not bind; or that no container of this engine does.
    /// </summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="wanted">As sent to the engine.</param>
    /// <param name="containerId">Who asks.</param>
    /// <param name="words">The engine's, which name the port of several that it failed at.</param>
    public static string Describe(
        EngineSnapshot snapshot, IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? wanted, string containerId, string words)
    {
        int? failed = Failed().Match(words) is { Success: true } match
            && int.TryParse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
        var asked = (wanted ?? new Dictionary<string, IReadOnlyList<PortBinding>?>())
            .SelectMany(port => (port.Value ?? [])
                .Where(b => !string.IsNullOrEmpty(b.HostPort))
                .Select(b => new Asked(PortSyntax.SplitProtocol(port.Key).Protocol, b)))
            .ToList();
        var others = snapshot.Containers.Where(c => c.Id != containerId).ToList();
        var held = others
            .Select(c => (Container: c, Ports: c.Ports.Where(IsHeld).ToList()))
            .Where(holder => holder.Ports.Count > 0)
            .Select(holder => $"{holder.Container} ({string.Join(", ", holder.Ports)})")
            .ToList();
        return held.Count switch
        {
            0 => NobodyPublishes([.. others.Where(c => c is { HostNetwork: true, Up: true }).Select(c => c.Name)]),
            1 => $"{held[0]} holds the port. Stop that container, or publish on another port.",
            _ => $"{string.Join(", ", held)} hold the port. Stop these containers, or publish on another port.",
        };

        bool IsHeld(PublishedPort port) => (failed is null || port.HostPort == failed) && asked.Exists(a => a.IsHeldBy(port));
    }

    /// <summary>The ports of a container in the host's network are not in any list of the engine.</summary>
    private static string NobodyPublishes(string[] onHost)
    {
        if (onHost.Length == 0)
            return "No container of this engine holds the port, so a program on the engine's host must. Publish on another port.";
        var names = string.Join(", ", onHost.Order(StringComparer.Ordinal).Take(MostNamed))
            + (onHost.Length > MostNamed ? $" and {onHost.Length - MostNamed} more" : "");
        return "No container of this engine publishes the port. Its holder is a program on the engine's host, or one in a container that "
            + $"uses the host's network: {names}. Publish on another port.";
    }

    // "Bind for 0.0.0.0:80 failed", "listen tcp4 0.0.0.0:80: bind", "failed to bind host port for [::]:80:[fd00::2]:80/tcp".
    [GeneratedRegex(
        @"(Bind for|listen [a-z]+[46]?|bind host port( for)?) (\[[0-9a-f:]*\]|[0-9.]*|[0-9a-f:]*):(?<port>[0-9]{1,5})(?![0-9])",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Failed();

    /// <summary>A host port, or a range of which one would do.</summary>
    private readonly struct Asked(string protocol, PortBinding binding)
    {
        private readonly (int First, int Last) _ports = PortSyntax.Range(
            binding.HostPort!, problem => new ArgumentException(problem, nameof(binding)));
        private readonly IPAddress? _address = Addresses.ParseAddress(binding.HostIp);

        public bool IsHeldBy(PublishedPort port) =>
            port.Protocol == protocol && port.HostPort >= _ports.First && port.HostPort <= _ports.Last && Meets(_address, port.HostAddress);

        /// <summary>No address is all of both families, an unspecified one all of its own.</summary>
        private static bool Meets(IPAddress? one, IPAddress? other) =>
            one is null || other is null || (one.AddressFamily == other.AddressFamily && (IsAny(one) || IsAny(other) || one.Equals(other)));

        private static bool IsAny(IPAddress address) =>
            address.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
    }
}
