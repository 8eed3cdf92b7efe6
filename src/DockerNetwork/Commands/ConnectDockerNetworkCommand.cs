using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>Connect-DockerNetwork: puts containers, running or stopped, on networks, with every option of <c>docker network connect</c>.</summary>
[Cmdlet(VerbsCommunications.Connect, "DockerNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkEndpoint))]
public sealed partial class ConnectDockerNetworkCommand : EngineCommand
{
    /// <summary>Networks: names (wildcards allowed), ids, beginnings of ids, or networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public NetworkIdentity[] Network { get; set; } = [];

    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Further names of the container on this network. User-defined networks only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Alias { get; set; }

    /// <summary>The IPv4 address it gets. User-defined networks with a subnet of their own only.</summary>
    [Parameter]
    public IPAddress? IPAddress { get; set; }

    /// <summary>The IPv6 address it gets.</summary>
    [Parameter]
    public IPAddress? IPv6Address { get; set; }

    /// <summary>Link-local addresses to add.</summary>
    [Parameter]
    public IPAddress[]? LinkLocalIPAddress { get; set; }

    /// <summary>Legacy links, as container or container:alias.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Link { get; set; }

    /// <summary>Driver options of the endpoint, as @{ 'com.docker.network.endpoint.ifname' = 'lan0' }.</summary>
    [Parameter]
    public Hashtable? DriverOption { get; set; }

    /// <summary>The network of the highest priority provides the default route; negative values are allowed. API 1.48.</summary>
    [Parameter]
    public int? GatewayPriority { get; set; }

    /// <summary>The MAC address of the container's interface, as 02:42:ac:11:00:02. API 1.54: older engines ignore it, so it is refused for them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MacAddress { get; set; }

    /// <summary>Gives the endpoints that were made.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var networkIdentity in Network)
        {
            await ReportAsync(output, networkIdentity.ToString(), async () =>
            {
                var client = Engine(networkIdentity.DockerHost ?? Array.Find(Container, c => c.DockerHost is not null)?.DockerHost);
                var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
                var networks = Selection.Networks(snapshot, networkIdentity.Text);
                foreach (var network in networks)
                {
                    foreach (var identity in Container)
                    {
                        await ReportAsync(output, identity.ToString(), async () =>
                        {
                            var containers = Selection.Containers(snapshot, identity.Text);
                            RequireOne(containers.Count * Container.Length * networks.Count * Network.Length);
                            foreach (var container in containers)
                                await ReportAsync(output, identity.ToString(), () => ConnectAsync(client, network, container, output, cancellationToken));
                        });
                    }
                }
            });
        }
    }

    /// <summary>An address belongs to one container on one network.</summary>
    private void RequireOne(int endpoints)
    {
        if (endpoints > 1 && (IPAddress is not null || IPv6Address is not null || MacAddress is not null))
        {
            throw new CommandException(
                "ConflictingParameters", ErrorCategory.InvalidArgument,
                $"-IPAddress, -IPv6Address and -MacAddress are for one container on one network; {endpoints} endpoints were asked for.");
        }
    }

    private async Task ConnectAsync(EngineClient client, Network network, Container container, CommandOutput output, CancellationToken cancellationToken)
    {
        var settings = Settings();
        if (!await output.ShouldProcessAsync(network.Name, $"Connect {container}"))
            return;

        await client.ConnectNetworkAsync(network.Id, new ConnectRequest(container.Id, settings), cancellationToken);
        if (!PassThru)
            return;

        var after = await EngineSnapshot.ReadAsync(client, cancellationToken);
        after = await after.InspectAsync(client, [container.Id], cancellationToken);
        await output.WriteObjectAsync(after.Container(container.Id)?.Endpoints.FirstOrDefault(e => e.NetworkId == network.Id));
    }

    private EndpointSettings Settings()
    {
        Require(IPAddress, AddressFamily.InterNetwork, nameof(IPAddress), "an IPv4 address");
        Require(IPv6Address, AddressFamily.InterNetworkV6, nameof(IPv6Address), "an IPv6 address");
        if (MacAddress is not null && !Mac().IsMatch(MacAddress))
            throw new CommandException("InvalidMacAddress", ErrorCategory.InvalidArgument, $"'{MacAddress}' is no MAC address. Write it as 02:42:ac:11:00:02.");

        return new EndpointSettings
        {
            Aliases = Alias,
            Links = Link,
            MacAddress = MacAddress?.Replace('-', ':').ToLowerInvariant(),
            DriverOpts = Arguments.ToDictionaryOrNull(DriverOption, nameof(DriverOption)),
            GwPriority = GatewayPriority,
            IpamConfig = IPAddress is null && IPv6Address is null && LinkLocalIPAddress is null
                ? null
                : new EndpointIpamConfig
                {
                    IPv4Address = IPAddress?.ToString(),
                    IPv6Address = IPv6Address?.ToString(),
                    LinkLocalIPs = LinkLocalIPAddress is null ? null : [.. LinkLocalIPAddress.Select(a => a.ToString())],
                },
        };
    }

    private static void Require(IPAddress? address, AddressFamily family, string parameter, string what)
    {
        if (address is not null && address.AddressFamily != family)
            throw new CommandException($"Invalid{parameter}", ErrorCategory.InvalidArgument, $"-{parameter} is {address}, which is not {what}.");
    }

    [GeneratedRegex("^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mac();
}
