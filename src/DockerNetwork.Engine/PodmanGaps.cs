using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>
/// What a request asks for that Podman's Docker API lacks: the one place that knows. Read from its handlers (pkg/api/handlers/compat of
/// 4.3.1 to 5.8.2), and tried on 4.3.1.
/// </summary>
public static class PodmanGaps
{
    /// <summary>The options that its CreateNetwork reads; each has a driver that it is for, or two.</summary>
    private static readonly (string Option, string[] Drivers)[] NetworkOptions =
    [
        ("com.docker.network.bridge.name", ["bridge"]),
        ("com.docker.network.driver.mtu", ["bridge", "macvlan", "ipvlan"]),
        ("mode", ["macvlan", "ipvlan"]),
        ("mtu", ["bridge", "macvlan", "ipvlan"]),
        ("parent", ["macvlan", "ipvlan"]),
    ];

    /// <summary>Of a network that is to be created.</summary>
    public static IEnumerable<PodmanGap> Of(NetworkCreateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var driver = request.Driver is { Length: > 0 } named ? named : "bridge";
        if (driver == "overlay")
            yield return PodmanGap.OverlayDriver;
        if (request.Attachable)
            yield return PodmanGap.Attachable;
        if (request.Ingress)
            yield return PodmanGap.Ingress;
        if (request.Scope is { } scope and not "local")
            yield return PodmanGap.Scope(scope);
        if (request.ConfigOnly || request.ConfigFrom is not null)
            yield return PodmanGap.Configuration;
        if (request.EnableIPv4 is not null)
            yield return PodmanGap.OptionalIPv4;
        if (request.Ipam?.Driver is { Length: > 0 } ipam and not ("default" or "host-local"))
            yield return PodmanGap.IpamDriver(ipam);
        if (request.Ipam?.Options is { Count: > 0 })
            yield return PodmanGap.IpamOptions;
        if (request.Ipam?.Config?.Any(subnet => subnet?.AuxAddress is { Count: > 0 }) == true)
            yield return PodmanGap.ReservedAddresses;
        var known = NetworkOptions.Where(o => o.Drivers.Contains(driver)).Select(o => o.Option).ToList();
        // What a plugin takes is not known.
        if (known.Count > 0 && request.Options?.Keys.FirstOrDefault(option => !known.Contains(option)) is { } unknown)
            yield return PodmanGap.NetworkOption(unknown, driver, known);
    }

    /// <summary>Of an endpoint that is to be created, with its container or later.</summary>
    public static IEnumerable<PodmanGap> Of(EndpointSettings? endpoint)
    {
        if (endpoint?.Links is { Count: > 0 })
            yield return PodmanGap.Links;
        if (endpoint?.IpamConfig?.LinkLocalIPs is { Count: > 0 })
            yield return PodmanGap.LinkLocalAddresses;
        if (endpoint?.DriverOpts is { Count: > 0 })
            yield return PodmanGap.EndpointOptions;
        if (endpoint?.GwPriority is not null)
            yield return PodmanGap.GatewayPriority;
    }

    /// <summary>Of a container that is to be created, with the endpoints in the request.</summary>
    public static IEnumerable<PodmanGap> Of(ContainerCreateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var host = request.HostConfig;
        if (host?.Links is { Count: > 0 })
            yield return PodmanGap.Links;
        if (request.Domainname is { Length: > 0 })
            yield return PodmanGap.DomainName;
        if (host?.ExtraHosts?.Any(entry => entry.EndsWith(":host-gateway", StringComparison.Ordinal)) == true)
            yield return PodmanGap.HostGateway;
        if (host?.PortBindings?.Values.SelectMany(bindings => bindings ?? [])
            .FirstOrDefault(binding => binding.HostPort?.Contains('-', StringComparison.Ordinal) == true) is { HostPort: { } range })
            yield return PodmanGap.HostPortRange(range);
        foreach (var gap in request.NetworkingConfig?.EndpointsConfig?.Values.SelectMany(Of) ?? [])
            yield return gap;
    }
}
