using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Creation;

/// <summary>Who has a host port that a container could not get.</summary>
internal static class PortHolders
{
    /// <summary>
    /// A sentence that names the containers which hold ports that are asked for; or that no container of this engine does.
    /// </summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="wanted">As sent to the engine.</param>
    /// <param name="containerId">Who asks.</param>
    public static string Describe(
        EngineSnapshot snapshot, IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? wanted, string containerId)
    {
        var asked = (wanted ?? new Dictionary<string, IReadOnlyList<PortBinding>?>())
            .SelectMany(port => (port.Value ?? [])
                .Where(b => !string.IsNullOrEmpty(b.HostPort))
                .Select(b => new Asked(PortSyntax.SplitProtocol(port.Key).Protocol, b)))
            .ToList();
        var held = snapshot.Containers
            .Where(c => c.Id != containerId)
            .Select(c => (Container: c, Ports: c.Ports.Where(p => asked.Exists(a => a.IsHeldBy(p))).ToList()))
            .Where(holder => holder.Ports.Count > 0)
            .Select(holder => $"{holder.Container} ({string.Join(", ", holder.Ports)})")
            .ToList();
        return held.Count switch
        {
            0 => "No container of this engine holds the port, so a program on the engine's host must. Publish on another port.",
            1 => $"{held[0]} holds the port. Stop that container, or publish on another port.",
            _ => $"{string.Join(", ", held)} hold the port. Stop these containers, or publish on another port.",
        };
    }

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
