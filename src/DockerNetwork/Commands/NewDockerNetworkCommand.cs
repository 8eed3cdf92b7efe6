using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// New-DockerNetwork: creates networks, with every option of <c>docker network create</c>. The cmdlet refuses options that contradict each
/// other before it sends anything.
/// </summary>
[Cmdlet(VerbsCommon.New, "DockerNetwork", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "New-DockerNetwork.md")]
[OutputType(typeof(Network))]
public sealed class NewDockerNetworkCommand : EngineCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The driver; bridge if not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("d"), ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DriverCompleter))]
    public string Driver { get; set; } = "bridge";

    /// <summary>Subnets in CIDR notation; they must not overlap. If not given, the engine chooses from its pools.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[] Subnet { get; set; } = [];

    /// <summary>Gateways, each in one of the subnets.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    [PlainAddressTransformation]
    public IPAddress[] Gateway { get; set; } = [];

    /// <summary>Part of a subnet, in CIDR notation, that containers get addresses from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(IPRangeCompleter))]
    public string[] IPRange { get; set; } = [];

    /// <summary>Addresses that are reserved for other uses, by name: @{ router = '10.1.0.5' }.</summary>
    [Parameter]
    [PairsTransformation(BareName.Mistake)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? AuxAddress { get; set; }

    /// <summary>Isolates the network from the outside: containers on it reach each other and nothing else.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Internal { get; set; }

    /// <summary>Allows standalone containers to join a swarm network.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Attachable { get; set; }

    /// <summary>Creates the swarm's routing mesh. Needs API 1.29.</summary>
    [Parameter]
    public SwitchParameter Ingress { get; set; }

    /// <summary>local, swarm or global; the driver's own if not given. Needs API 1.30.</summary>
    [Parameter]
    [ValidateSet("local", "swarm", "global")]
    public string? Scope { get; set; }

    /// <summary>Whether containers get IPv4 addresses. Before API 1.48, they always do, and this parameter is refused.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BooleanCompleter))]
    public bool? EnableIPv4 { get; set; }

    /// <summary>Containers get IPv6 addresses too.</summary>
    [Parameter]
    [Alias("IPv6")]
    public SwitchParameter EnableIPv6 { get; set; }

    /// <summary>The IP address management driver.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(IpamDriverCompleter))]
    public string IpamDriver { get; set; } = "default";

    /// <summary>Options of the IP address management driver.</summary>
    [Parameter]
    [Alias("IpamOpt"), PairsTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? IpamOption { get; set; }

    /// <summary>Options of the driver, as @{ 'com.docker.network.bridge.name' = 'br-app' }.</summary>
    [Parameter]
    [Alias("Opt", "o"), PairsTransformation]
    [ArgumentCompleter(typeof(DriverOptionCompleter))]
    public Hashtable? Option { get; set; }

    /// <summary>Labels.</summary>
    [Parameter]
    [PairsTransformation]
    [ArgumentCompleter(typeof(LabelEntryCompleter))]
    public Hashtable? Label { get; set; }

    /// <summary>Creates a configuration for other networks, which carries no traffic. Needs API 1.30.</summary>
    [Parameter]
    public SwitchParameter ConfigOnly { get; set; }

    /// <summary>The configuration-only network that provides subnets and options. Needs API 1.30.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConfigurationNetworkCompleter))]
    public string? ConfigFrom { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var name in Name)
        {
            await GuardAsync(output, name, () =>
            {
                var request = Request(name);
                return OnEachAsync(
                    name, null, client => CreateAsync(request, client, output, cancellationToken), output, cancellationToken);
            });
        }
    }

    private async Task CreateAsync(
        NetworkCreateRequest request, EngineClient client, CommandOutput output, CancellationToken cancellationToken)
    {
        await WarnAsync(request, client, output, cancellationToken);
        if (!await ShouldProcessAsync(output, client.DockerHost, request.Name, "Create network"))
            return;

        CreateResponse created;
        try
        {
            created = await client.CreateNetworkAsync(request, cancellationToken);
        }
        catch (EngineException e) when (e.StatusCode is not null
            && (e.Message.Contains("overlap", StringComparison.OrdinalIgnoreCase) || ErrorRecords.IdOf(e) == ErrorKind.SubnetOverlap.Id))
        {
            throw new EngineException(e.Failure, await WithOverlapsAsync(e, client, cancellationToken), e)
            {
                StatusCode = e.StatusCode,
                Request = e.Request,
            };
        }
        catch (EngineException e) when (e.StatusCode is not null
            && (request.Driver == "overlay" || request.Scope == "swarm")
            && e.Message.Contains("manager", StringComparison.OrdinalIgnoreCase))
        {
            if ((await client.TryGetInformationAsync(cancellationToken))?.Swarm is not { IsWorker: true } swarm)
                throw;
            var managers = SwarmManagers.Text((swarm.RemoteManagers ?? []).Select(manager => manager.Addr));
            throw CommandErrors.NetworkOfWorker(request.Name, client.DockerHost.ToString(), managers);
        }

        if (created.Warning is { Length: > 0 } warning)
            await output.WriteWarningAsync(warning);
        var network = await SnapshotReader.ReadNewNetworkAsync(client, created.Id, cancellationToken);
        if (NewNetworkRules.NotAllocated(network, request.Ipam?.Config ?? []) is { } missing)
            await output.WriteWarningAsync(missing);
        await output.WriteObjectAsync(network);
    }

    /// <summary>A configuration is for networks whose driver is not known yet.</summary>
    private async Task WarnAsync(
        NetworkCreateRequest request, EngineClient client, CommandOutput output, CancellationToken cancellationToken)
    {
        if (request is not { ConfigOnly: false, Options: { Count: > 0 } options }
            || UnknownOptions.Of(Driver, options.Keys).ToList() is not { Count: > 0 } warnings
            || await IsPodmanAsync(client, cancellationToken))
            return;
        foreach (var warning in warnings)
            await output.WriteWarningAsync(warning);
    }

    /// <summary>Which engine it is. One that does not answer is no reason for -WhatIf to fail.</summary>
    private static async Task<bool> IsPodmanAsync(EngineClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetProductAsync(cancellationToken)).Kind == EngineKind.Podman;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    private NetworkCreateRequest Request(string name)
    {
        if (name.Trim().Length == 0)
            throw CommandErrors.BlankNetworkName();
        if (name is "bridge" or "host" or "none" or "default" && !ConfigOnly)
            throw CommandErrors.PredefinedNetworkName(name);
        if (ConfigFrom is not null && ConfigOnly)
            throw CommandErrors.ConfigurationFromConfiguration();

        List<IpamConfig>? subnets;
        try
        {
            subnets = IpamPlan.Create(Subnet, IPRange, Gateway, Arguments.ToDictionary(AuxAddress, nameof(AuxAddress)));
        }
        catch (IpamPlanException e)
        {
            throw CommandErrors.InvalidParameter(e.Parameter, e.Message);
        }

        return new NetworkCreateRequest
        {
            Name = name,
            Driver = Driver,
            Scope = Scope,
            EnableIPv4 = EnableIPv4,
            // What is not given is left to the engine, which may have a default of its own (default-network-opts).
            EnableIPv6 = MyInvocation.BoundParameters.ContainsKey(nameof(EnableIPv6)) ? EnableIPv6.IsPresent : null,
            Ipam = new Ipam
            {
                Driver = IpamDriver,
                Options = Arguments.ToDictionaryOrNull(IpamOption, nameof(IpamOption)),
                Config = subnets,
            },
            Internal = Internal,
            Attachable = Attachable,
            Ingress = Ingress,
            ConfigOnly = ConfigOnly,
            ConfigFrom = ConfigFrom is null ? null : new ConfigReference(ConfigFrom),
            Options = Arguments.ToDictionaryOrNull(Option, nameof(Option)),
            Labels = Arguments.ToDictionaryOrNull(Label, nameof(Label)),
        };
    }

    /// <summary>The engine says that a subnet overlaps, not with what; its own networks can be looked up.</summary>
    private async Task<string> WithOverlapsAsync(EngineException refusal, EngineClient client, CancellationToken cancellationToken)
    {
        var wanted = Subnet.Select(Addresses.ParseSubnet).OfType<IPNetwork>().ToList();
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        var culprits =
            from network in snapshot.Networks
            from subnet in network.Subnets
            where wanted.Exists(w => Addresses.Overlap(w, subnet))
            select $"{subnet} of the network {network}";
        var found = string.Join(", ", culprits);
        return found.Length == 0 ? refusal.Message : $"{refusal.Message}: {string.Join(", ", wanted)} overlaps {found}";
    }
}
