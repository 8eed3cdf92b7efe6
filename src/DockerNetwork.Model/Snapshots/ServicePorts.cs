using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The ports that each node of a swarm listens on and forwards to the tasks of a service (the routing mesh). Those that a service publishes
/// with mode=host are ports of the containers of its tasks.
/// </summary>
internal static class ServicePorts
{
    /// <summary>Asks for them: one request, if the engine is in a swarm. A worker does not know them.</summary>
    public static async Task<IReadOnlyList<PortMapping>> ReadAsync(
        EngineClient client, EngineSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (!snapshot.Networks.Any(network => network.Ingress))
            return [];
        try
        {
            return Of(await client.GetServicesAsync(cancellationToken), snapshot);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.Unavailable)
        {
            return [];
        }
        catch (EngineException e)
        {
            EngineWatch.Warn($"The ports of services are left out, because the swarm does not list its services: {e.Message}");
            return [];
        }
    }

    /// <summary>The mesh forwards IPv4 only; it listens once a task runs.</summary>
    internal static IReadOnlyList<PortMapping> Of(IEnumerable<ServiceDocument> services, EngineSnapshot snapshot) =>
    [
        .. from service in services
               .Where(service => service.Spec?.Name is { Length: > 0 })
               .OrderBy(service => service.Spec!.Name, StringComparer.Ordinal)
           from port in (service.Endpoint?.Ports ?? [])
               .InPortOrder(port => (port.TargetPort, port.Protocol ?? "tcp", port.PublishedPort, IPAddress.Any))
           where port is { PublishMode: not "host", TargetPort: >= 1 and <= 65535, PublishedPort: >= 1 and <= 65535 }
           select new PortMapping
           {
               Container = "",
               ContainerId = "",
               Service = service.Spec!.Name,
               PublishMode = "ingress",
               Image = service.Spec.TaskTemplate?.ContainerSpec?.Image ?? "",
               Active = service.ServiceStatus?.RunningTasks is null or > 0,
               Protocol = port.Protocol ?? "tcp",
               ContainerPort = port.TargetPort,
               HostAddress = IPAddress.Any,
               HostPort = port.PublishedPort,
               Exposure = PortExposure.Open,
               Networks =
               [
                   .. (service.Spec.TaskTemplate?.Networks ?? [])
                       .Select(attached => snapshot.Network(attached.Target ?? "")?.Name)
                       .OfType<string>(),
               ],
               DockerHost = snapshot.DockerHost,
           },
    ];
}
