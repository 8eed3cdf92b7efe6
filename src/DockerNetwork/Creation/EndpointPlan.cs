using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Creation;

/// <summary>A request to create a container, and the networks that it can only be connected to afterwards.</summary>
/// <param name="Request">For <c>POST /containers/create</c>.</param>
/// <param name="Later">Network and settings of each further endpoint, to be connected before the first start.</param>
internal sealed record EndpointPlan(ContainerCreateRequest Request, IReadOnlyList<(string Network, EndpointSettings Settings)> Later)
{
    /// <summary>Puts the networks into the request as the engine's version takes them.</summary>
    /// <param name="request">All but the networks.</param>
    /// <param name="networks">The first is the network mode; by the names the engine knows.</param>
    /// <param name="version">The version that the request is sent in.</param>
    /// <param name="podmanBridge">
    /// The id of the default bridge if the engine is Podman, which calls it "podman" and takes no other name for it in this request. It
    /// reads the MAC address of an endpoint in each version, and the one beside them in none that was tried (4.3.1). Null for Docker.
    /// </param>
    public static EndpointPlan Create(
        ContainerCreateRequest request, IReadOnlyList<NetworkAttachment> networks, ApiVersion version, string? podmanBridge = null)
    {
        if (networks.Count == 0)
            return new EndpointPlan(request, []);
        var endpoints = networks.Select(n => (Network: n.IsDefaultBridge ? "bridge" : n.Name, Settings: n.ToSettings())).ToList();
        // Links on the default bridge are the host's side of the document; those of any other network are its endpoint's.
        var links = networks[0].IsDefaultBridge ? endpoints[0].Settings.Links : null;
        var host = request.HostConfig ?? new HostConfig();
        request = request with { HostConfig = host with { NetworkMode = networks[0].Name, Links = links } };
        if (networks[0].IsMode)
            return new EndpointPlan(request, []);
        var later = networks.Skip(1).Zip(endpoints.Skip(1), (n, endpoint) => (n.NetworkId ?? endpoint.Network, endpoint.Settings));
        if (podmanBridge is not null)
        {
            var first = networks[0].IsDefaultBridge ? podmanBridge : endpoints[0].Network;
            return new EndpointPlan(request with { NetworkingConfig = Config([(first, endpoints[0].Settings)]) }, [.. later]);
        }

        if (version >= EngineFeature.SeveralEndpoints.Since)
            return new EndpointPlan(request with { NetworkingConfig = Config(endpoints) }, []);

        // One endpoint at creation, its MAC address beside it.
        var (network, settings) = endpoints[0];
        return new EndpointPlan(
            request with { NetworkingConfig = Config([(network, settings with { MacAddress = null })]), MacAddress = settings.MacAddress },
            [.. later]);
    }

    /// <summary>The id of Podman's default bridge; null on other engines.</summary>
    public static string? PodmanBridge(EngineSnapshot snapshot) =>
        snapshot.Engine.Kind == EngineKind.Podman ? snapshot.Networks.FirstOrDefault(n => n.DefaultBridge)?.Id : null;

    private static NetworkingConfig Config(IEnumerable<(string Network, EndpointSettings Settings)> endpoints) =>
        new(endpoints.ToDictionary(e => e.Network, e => e.Settings, StringComparer.Ordinal));
}
