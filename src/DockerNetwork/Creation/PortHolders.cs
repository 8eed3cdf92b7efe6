using DockerNetwork.Engine.Wire;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Creation;

/// <summary>Who has a host port that a container could not get.</summary>
internal static class PortHolders
{
    /// <summary>The engine's words for a host port that it, or the system, has given away.</summary>
    public static bool IsPortTaken(string message) =>
        message.Contains("port is already allocated", StringComparison.OrdinalIgnoreCase) || message.Contains("bind: address already in use", StringComparison.OrdinalIgnoreCase);

    /// <summary>A sentence that names the containers which hold ports that are asked for; or that no container of this engine does.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="wanted">As sent to the engine.</param>
    /// <param name="containerId">Who asks.</param>
    public static string Describe(EngineSnapshot snapshot, IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? wanted, string containerId)
    {
        var asked = (wanted ?? new Dictionary<string, IReadOnlyList<PortBinding>?>())
            .SelectMany(port => (port.Value ?? []).Select(binding => (Protocol: port.Key[(port.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], HostPort: binding.HostPort ?? "")))
            .ToHashSet();
        var held = snapshot.Containers
            .Where(c => c.Id != containerId)
            .Select(c => (Container: c, Ports: c.Ports.Where(p => p.HostPort is { } port && asked.Contains((p.Protocol, $"{port}"))).ToList()))
            .Where(holder => holder.Ports.Count > 0)
            .Select(holder => $"{holder.Container} ({string.Join(", ", holder.Ports)})")
            .ToList();
        return held.Count > 0
            ? $"Held by {string.Join(", ", held)}. Stop that container, or publish at another port."
            : "No container of this engine holds it, so a program on the engine's host does. Publish at another port.";
    }
}
