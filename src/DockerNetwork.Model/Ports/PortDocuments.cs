using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Ports;

/// <summary>What is sent to the engine for the ports of a new container, as the docker CLI sends it.</summary>
/// <param name="ExposedPorts">For <see cref="ContainerCreateRequest.ExposedPorts"/>: exposed and published ports.</param>
/// <param name="PortBindings">
/// For <see cref="HostConfig.PortBindings"/>: published ports, each with its bindings in the order given, repeated ones included.
/// </param>
internal sealed record PortDocuments(
    IReadOnlyDictionary<string, EmptyObject> ExposedPorts,
    IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?> PortBindings)
{
    public static PortDocuments Create(IEnumerable<PortPublication> publications, IEnumerable<ExposedPort> exposed)
    {
        var bindings = publications.GroupBy(p => $"{p.ContainerPort}/{p.Protocol}").ToDictionary(
            port => port.Key,
            port => (IReadOnlyList<PortBinding>?)port.Select(p => new PortBinding(p.HostAddress?.ToString() ?? "", p.HostPorts)).ToArray());
        var ports = bindings.Keys.Concat(exposed.Select(p => p.ToString())).Distinct();
        return new(ports.ToDictionary(port => port, _ => new EmptyObject()), bindings);
    }
}
