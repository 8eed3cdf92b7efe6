using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <content>What the engine's DNS knows of services.</content>
internal sealed partial record SwarmState
{
    /// <summary>The services of one network.</summary>
    private sealed class ServicesThere
    {
        public ServicesThere(
            SwarmDocuments documents, NetworkDetails details, Network network, Func<NetworkEndpoint, bool> isNameless, DockerHost host)
        {
            var listed = network.Endpoints.Where(e => e.EndpointId.Length > 0).DistinctBy(e => e.EndpointId)
                .ToDictionary(e => e.EndpointId, StringComparer.Ordinal);
            foreach (var (service, there) in details.Services ?? [])
            {
                var tasks = new List<NetworkEndpoint>();
                foreach (var task in there?.Tasks ?? [])
                {
                    if (task.EndpointId is not null && listed.TryGetValue(task.EndpointId, out var known))
                        tasks.Add(known);
                    else if (task.Name is { Length: > 0 } name && Address(task.EndpointIP) is { } address)
                    {
                        var remote = Endpoint(network, name, address, host);
                        tasks.Add(Remote(remote with { NodeAddress = Address(task.Info?.GetValueOrDefault("Host IP")) }, isNameless));
                    }
                }

                if (service.Length == 0)
                    continue;
                tasks.RemoveAll(task => isNameless(task));
                string[] called = [service, .. AliasesOf(documents, service, network)];
                NetworkEndpoint[] answering = Address(there?.Vip) is { } vip
                    ? [Remote(Endpoint(network, service, vip, host) with { Service = service }, _ => true)]
                    : [.. tasks];
                foreach (var name in called)
                {
                    Names.AddRange(answering.Select(endpoint => (name, endpoint)));
                    Names.AddRange(tasks.Select(endpoint => ($"tasks.{name}", endpoint)));
                }
            }
        }

        public List<NetworkEndpoint> Endpoints { get; } = [];

        public List<(string Name, NetworkEndpoint Endpoint)> Names { get; } = [];

        private NetworkEndpoint Remote(NetworkEndpoint endpoint, Func<NetworkEndpoint, bool> isNameless)
        {
            Endpoints.Add(endpoint);
            if (!isNameless(endpoint))
                Names.Add((endpoint.Container, endpoint));
            return endpoint;
        }

        private static IEnumerable<string> AliasesOf(SwarmDocuments documents, string service, Network network) =>
            from document in documents.Services ?? []
            where document.Spec?.Name == service
            from attached in document.Spec?.TaskTemplate?.Networks ?? []
            where attached.Target == network.Id
            from alias in attached.Aliases ?? []
            where !alias.Equals(service, StringComparison.OrdinalIgnoreCase)
            select alias;
    }
}
