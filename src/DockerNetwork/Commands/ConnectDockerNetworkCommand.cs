using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Connect-DockerNetwork: connects containers, running or stopped, to networks, with every option of <c>docker network connect</c>.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "DockerNetwork", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Connect-DockerNetwork.md")]
[OutputType(typeof(NetworkEndpoint))]
public sealed class ConnectDockerNetworkCommand : EngineCommand
{
    /// <summary>How each container is connected.</summary>
    private NetworkAttachment _endpoint = new();

    /// <summary>
    /// Networks: names (wildcards allowed), ids, id prefixes, or networks. An endpoint is connected again as it was, with its aliases,
    /// static addresses, links and options, unless a parameter sets them.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectableNetworkCompleter))]
    public NetworkIdentity[] Network { get; set; } = [];

    /// <summary>Containers: names (wildcards allowed), ids, id prefixes, or containers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ContainerOfRow]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectableContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Additional names for the container on this network. User-defined networks only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Alias { get => _endpoint.Alias; set => _endpoint = _endpoint with { Alias = value }; }

    /// <summary>The IPv4 address of the container. Only for networks that were created with a subnet.</summary>
    [Parameter]
    [Alias("Ip")]
    [ArgumentCompleter(typeof(IPv4AddressCompleter))]
    [PlainAddressTransformation]
    public IPAddress? IPAddress { get => _endpoint.IPAddress; set => _endpoint = _endpoint with { IPAddress = value }; }

    /// <summary>The IPv6 address of the container.</summary>
    [Parameter]
    [Alias("Ip6")]
    [ArgumentCompleter(typeof(IPv6AddressCompleter))]
    [PlainAddressTransformation]
    public IPAddress? IPv6Address { get => _endpoint.IPv6Address; set => _endpoint = _endpoint with { IPv6Address = value }; }

    /// <summary>Link-local addresses to add.</summary>
    [Parameter]
    [PlainAddressTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public IPAddress[]? LinkLocalIPAddress
    {
        get => _endpoint.LinkLocalIPAddress;
        set => _endpoint = _endpoint with { LinkLocalIPAddress = value };
    }

    /// <summary>Legacy links, as container or container:alias.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[]? Link { get => _endpoint.Link; set => _endpoint = _endpoint with { Link = value }; }

    /// <summary>Driver options of the endpoint, as @{ 'com.docker.network.endpoint.ifname' = 'lan0' }.</summary>
    [Parameter]
    [Alias("DriverOpt"), PairsTransformation]
    [ArgumentCompleter(typeof(EndpointOptionCompleter))]
    public Hashtable? DriverOption { get => _endpoint.DriverOption; set => _endpoint = _endpoint with { DriverOption = value }; }

    /// <summary>The network with the highest priority provides the default route; negative values are allowed. API 1.48.</summary>
    [Parameter]
    [Alias("GwPriority")]
    public int? GatewayPriority { get => _endpoint.GatewayPriority; set => _endpoint = _endpoint with { GatewayPriority = value }; }

    /// <summary>
    /// The MAC address of the container's interface, as 02:42:ac:11:00:02. Needs API 1.54. Older engines would ignore it, so the cmdlet
    /// refuses it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? MacAddress { get => _endpoint.MacAddress; set => _endpoint = _endpoint with { MacAddress = value }; }

    /// <summary>Returns the new endpoints.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await ForFoundAsync(Network, HostOfEndpoint, Selection.Networks, ConnectAllAsync, output, cancellationToken);

        async Task ConnectAllAsync(EngineClient client, NetworkIdentity networkIdentity, IReadOnlyList<Network> networks)
        {
            foreach (var network in networks)
            {
                foreach (var identity in Container)
                    await GuardAsync(
                        output, identity.ToString(), () => ConnectAsync(
                            client, network, identity, networkIdentity.Endpoint ?? identity.Endpoint, output, cancellationToken));
            }
        }
    }

    private DockerHost? HostOfEndpoint(NetworkIdentity network) =>
        network.DockerHost ?? Array.Find(Container, c => c.DockerHost is not null)?.DockerHost;

    private async Task ConnectAsync(
        EngineClient client,
        Network network,
        ContainerIdentity identity,
        NetworkEndpoint? before,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var containers = await FindPresentAsync(client, identity, s => Selection.Containers(s, identity), cancellationToken) ?? [];
        await RequireOneAsync(client, cancellationToken);
        foreach (var container in containers)
        {
            await GuardAsync(output, identity.TargetOf(container), async () =>
            {
                var wanted = before?.ContainerId == container.Id
                    ? _endpoint.Or(NetworkAttachment.Of(await WholeAsync(client, before, output, cancellationToken), network))
                    : _endpoint;
                await ConnectAsync(client, network, container, wanted, output, cancellationToken);
            });
        }
    }

    /// <summary>The endpoint of a list has no aliases, links and options, which only inspect tells as long as it is there.</summary>
    private async Task<NetworkEndpoint> WholeAsync(
        EngineClient client, NetworkEndpoint listed, CommandOutput output, CancellationToken cancellationToken)
    {
        if (listed.Alias is not null)
            return listed;
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        if (await InspectAsync(client, snapshot, listed, cancellationToken) is { } whole)
            return whole;
        await output.WriteWarningAsync(
            $"The aliases, links and driver options that {listed.Container} had on {listed.Network} are not known, because a list does not "
            + "have them, so they are not connected. Get-DockerNetworkEndpoint and Disconnect-DockerNetwork -PassThru return them.");
        return listed;
    }

    /// <summary>An address belongs to one container on one network of an engine.</summary>
    private async Task RequireOneAsync(EngineClient client, CancellationToken cancellationToken)
    {
        if (IPAddress is null && IPv6Address is null && MacAddress is null)
            return;
        if (await CountAsync(client, cancellationToken) is > 1 and var endpoints)
        {
            throw CommandErrors.AddressForSeveral(endpoints);
        }
    }

    /// <summary>
    /// How many endpoints the record asks an engine for. A name that means nothing is an error elsewhere and does not count here.
    /// </summary>
    private async Task<int> CountAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var endpoints = new HashSet<(string Network, string Container)>();
        foreach (var networkIdentity in Network)
        {
            foreach (var network in Known(() => Selection.Networks(snapshot, networkIdentity)))
                endpoints.UnionWith(
                    Container.SelectMany(c => Known(() => Selection.Containers(snapshot, c))).Select(c => (network.Id, c.Id)));
        }

        return endpoints.Count;

        static IReadOnlyList<T> Known<T>(Func<IReadOnlyList<T>> select)
        {
            try
            {
                return select();
            }
            catch (CommandException)
            {
                return [];
            }
        }
    }

    private async Task ConnectAsync(
        EngineClient client,
        Network network,
        Container container,
        NetworkAttachment wanted,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var settings = wanted.ToSettings();
        await RequireFreeAsync(client, network, container, wanted, cancellationToken);
        if (!await ShouldProcessAsync(output, client.DockerHost, network.Name, $"Connect {container}"))
            return;

        // Of a container that does not run, the engine checks nothing but the settings, before it writes them.
        var before = container.Up ? await KeptEndpoint.FindAsync(client, network, container, cancellationToken) : null;
        try
        {
            await client.ConnectNetworkAsync(network.Id, new ConnectRequest(container.Id, settings), cancellationToken);
        }
        catch (EngineException e) when (container.Up
            && e.StatusCode is not null
            && ErrorRecords.IdOf(e) != ErrorKind.AlreadyConnected.Id)
        {
            if (await KeptEndpoint.UndoAsync(client, network, container, before, e, EngineClient.CleanupLimit))
            {
                await output.WriteWarningAsync(
                    $"When the engine refused to connect '{container}' to the network '{network}', it kept the endpoint in the container's "
                    + "settings. To remove it from there, the command connected the container with an address that the engine chose, and "
                    + "disconnected it at once. This may have changed /etc/resolv.conf and /etc/hosts in the container. A restart of the "
                    + $"container restores them: Restart-DockerContainer {PowerShellWord.Of(container.Name)}");
            }

            throw;
        }

        if (!PassThru)
            return;

        var after = await NewSnapshotAsync(client, cancellationToken);
        after = await after.InspectAsync(client, [container.Id], cancellationToken);
        // Somebody else may have disconnected it by now.
        if (after.Container(container.Id)?.Endpoints.FirstOrDefault(e => e.NetworkId == network.Id) is { } endpoint)
            await output.WriteObjectAsync(endpoint);
    }

    /// <summary>
    /// An address that no container can have, or that somebody has, is not asked for. What was free or taken a moment ago is looked up
    /// again.
    /// </summary>
    /// <exception cref="CommandException">AddressInUse, AddressOutsideSubnet or AlreadyConnected.</exception>
    private async Task RequireFreeAsync(
        EngineClient client, Network network, Container container, NetworkAttachment wanted, CancellationToken cancellationToken)
    {
        var isPodman = (await client.GetProductAsync(cancellationToken)).Kind == EngineKind.Podman;
        if (Refusal(network) is null)
            return;
        var now = (await NewSnapshotAsync(client, cancellationToken)).Network(network.Id);
        if (now is not null && Refusal(now) is { } refusal)
            throw refusal;

        CommandException? Refusal(Network at) => (isPodman ? RefusalOfPodman(at) : null)
            ?? UnusableAddresses.Refusal(at, wanted.IPAddress, wanted.IPv6Address)
            ?? AddressHolders.Refusal(at, container.Id, container.Up, wanted.IPAddress, wanted.IPv6Address);

        // Podman changes nothing of a stopped container that is on the network already, and says that it did.
        CommandException? RefusalOfPodman(Network at) => at.Endpoints.Any(e => e.ContainerId == container.Id)
            ? CommandErrors.AlreadyConnected(container.Name, at.Name)
            : UnusableAddresses.RefusalOfFamily(at, wanted.IPAddress, wanted.IPv6Address);
    }
}
