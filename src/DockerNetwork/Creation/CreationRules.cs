using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;

namespace DockerNetwork.Creation;

/// <summary>
/// Options of a new container that contradict each other. The engine refuses most of them too, but some only at the start, when the
/// container is made, and some (DNS options and domain name of a shared namespace) not at all. The words are the engine's where it has any
/// (its runconfig errors), so that a search for them finds help.
/// </summary>
internal static class CreationRules
{
    private const string AliasWords = "network-scoped alias is supported only for containers in user defined networks";
    private const string AddressWords = "user specified IP address is supported on user defined networks only";

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="CommandException">ConflictingParameters, AliasNotSupported, StaticAddressNotSupported.</exception>
    public static void Check(ContainerCreateRequest request, IReadOnlyList<NetworkAttachment> networks)
    {
        var host = request.HostConfig ?? new HostConfig();
        if (networks.Count > 1 && networks.FirstOrDefault(n => n.IsMode) is { } mode)
        {
            throw CommandErrors.ConflictingOptions(
                "container sharing network namespace with another container or host cannot be connected to any other network",
                $"The network mode '{mode}' cannot be combined with other networks ({string.Join(", ", networks.Where(n => n != mode))}).");
        }

        if (networks
            .GroupBy(n => n.IsDefaultBridge ? "bridge" : n.Name, StringComparer.Ordinal)
            .FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw CommandErrors.ConflictingOptions(
                $"network {twice.Key} is given more than once",
                "A container has one endpoint on a network. To give it several names, use an alias.");

        if (host.AutoRemove && host.RestartPolicy is { Name: not "no" })
            throw CommandErrors.ConflictingOptions(
                "can't set 'AutoRemove' and 'RestartPolicy'", "A container that is removed when it ends cannot be started again.");

        var network = networks.Count > 0 ? networks[0] : new NetworkAttachment("default");
        foreach (var (applies, parameter, words, why) in Rules(request, host, network))
        {
            if (applies)
                throw CommandErrors.ConflictingOptions(words, $"{parameter} cannot be used with -Network {network}: {why}");
        }

        if (networks.FirstOrDefault(n => n.IsDefaultBridge) is not { } bridge)
            return;
        var settings = bridge.ToSettings();
        const string UseOwn =
            "The default bridge supports neither aliases nor static addresses. Use a user-defined network; static addresses also need one "
            + "that was created with -Subnet.";
        if (settings.Aliases is not null)
            throw CommandErrors.AliasNotSupported(AliasWords, UseOwn);
        if (settings.IpamConfig is { IPv4Address: not null } or { IPv6Address: not null })
            throw CommandErrors.StaticAddressNotSupported(AddressWords, UseOwn);
    }

    /// <summary>Requires the API version of each option that an older engine would ignore, or accept and then fail with.</summary>
    /// <exception cref="EngineException">The engine is too old, or lacks it (<see cref="PodmanGaps"/>).</exception>
    public static async Task RequireAsync(
        EngineClient client, ContainerCreateRequest request, IReadOnlyList<NetworkAttachment> networks, CancellationToken cancellationToken)
    {
        if (networks.Any(n => n.GatewayPriority is not null))
            await client.RequireAsync(EngineFeature.GatewayPriority, cancellationToken);
        if (networks.Skip(1).Any(n => n.MacAddress is not null))
            await client.RequireAsync(EngineFeature.SeveralEndpoints, cancellationToken);
        if (request.HostConfig?.ExtraHosts?.Any(h => h.EndsWith(":host-gateway", StringComparison.Ordinal)) == true)
            await client.RequireAsync(EngineFeature.HostGateway, cancellationToken);
        // Also of the endpoints that come after the container.
        await client.RequireAsync(networks.SelectMany(n => PodmanGaps.Of(n.ToSettings())), cancellationToken);
    }

    /// <summary>What Docker says itself for the mode host, and Podman for neither. Null if there is nothing to say.</summary>
    public static string? DiscardedPorts(HostConfig? host, EngineKind engine) =>
        host is { PortBindings: not null } or { PublishAllPorts: true }
        && (host.NetworkMode == "none" || (host.NetworkMode == "host" && engine == EngineKind.Podman))
            ? $"Published ports are discarded when using {host.NetworkMode} network mode"
            : null;

    private static IEnumerable<(bool Applies, string Parameter, string Words, string Why)> Rules(
        ContainerCreateRequest request, HostConfig host, NetworkAttachment network)
    {
        var settings = network.ToSettings();
        var shared = network.SharedWith is not null;
        if (shared)
        {
            const string Names = "host name, name servers and hosts file belong to the container that owns the network. Set them there.";
            const string Ports = "the ports belong to the container that owns the network. Publish them there.";
            yield return (request.Hostname is not null, "-HostName", "hostname and the network mode", Names);
            yield return (request.Domainname is not null, "-DomainName", "hostname and the network mode", Names);
            yield return (host.Dns is not null, "-Dns", "dns and the network mode", Names);
            yield return (host.DnsSearch is not null, "-DnsSearch", "dns and the network mode", Names);
            yield return (host.DnsOptions is not null, "-DnsOption", "dns and the network mode", Names);
            yield return (host.ExtraHosts is not null, "-AddHost", "custom host-to-IP mapping and the network mode", Names);
            yield return (host.PortBindings is not null, "-Publish", "port publishing and the container type network mode", Ports);
            yield return (host.PublishAllPorts, "-PublishAll", "port publishing and the container type network mode", Ports);
            yield return (request.ExposedPorts is not null, "-Expose", "port exposing and the container type network mode", Ports);
        }

        if (!network.IsMode)
            yield break;
        var type = shared ? "container type network" : network.Name == "host" ? "host type networking" : "none type networking";
        var own = shared ? "the interfaces belong to the container that owns the network."
            : network.Name == "host" ? "the interfaces belong to the host."
            : "the only interface is the loopback interface.";
        yield return (
            settings.Links is not null, "-Link", $"{type} can't be used with links. This would result in undefined behavior", own);
        yield return (settings.MacAddress is not null, "-MacAddress", "mac-address and the network mode", own);
        yield return (settings.IpamConfig is not null, "-IPAddress, -IPv6Address and -LinkLocalIPAddress", AddressWords, own);
        yield return (settings.Aliases is not null, "-NetworkAlias", AliasWords, own);
        yield return (
            network.Name == "host" && host.Sysctls?.Keys.Any(name => name.StartsWith("net.", StringComparison.Ordinal)) == true,
            "-Sysctl", "sysctl of the network and the network mode", "the kernel parameters belong to the host.");
        yield return (
            settings.DriverOpts is not null || settings.GwPriority is not null,
            "-DriverOption and -GatewayPriority",
            "endpoint options and the network mode",
            own);
    }
}
