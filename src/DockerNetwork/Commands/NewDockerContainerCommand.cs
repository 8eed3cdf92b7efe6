using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// New-DockerContainer: creates a container with every networking option of <c>docker run</c>, and with -Start starts it. The cmdlet
/// refuses options that contradict each other before it creates anything. A container that cannot be started is not left behind.
/// </summary>
[Cmdlet(VerbsCommon.New, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "New-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class NewDockerContainerCommand : ContainerOptionsCommand
{
    /// <summary>Parameters that people expect here, as docker run and compose files have these options.</summary>
    private static readonly Dictionary<string, string?> Elsewhere = new()
    {
        ["Port"] = nameof(Publish),
        ["Ports"] = nameof(Publish),
        ["Mount"] = nameof(Volume),
        ["Detach"] = nameof(Start),
        ["Memory"] = null,
        ["Cpus"] = null,
    };

    /// <summary>The endpoint on the first network, as the parameters for one network describe it.</summary>
    private NetworkAttachment _endpoint = new();

    /// <summary>The image. It must be on the engine, unless -Pull is given.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageCompleter))]
    public string Image { get; set; } = "";

    /// <summary>
    /// The program and its arguments, as the rest of the line or as an array; the image's own command if not given.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [AllowEmptyString, WordsTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Command { get; set; }

    /// <summary>The name. Several names create several containers. If not given, the engine chooses a name.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Networks: names, ids, networks, or hashtables with the properties of <see cref="NetworkAttachment"/>. The first is the container's
    /// network mode, which may also be bridge, host, none or container:NAME (or a container, to share its network namespace); the others
    /// are connected before it starts.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Net"), NetworkAttachmentTransformation, ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkModeCompleter))]
    public NetworkAttachment[]? Network { get; set; }

    /// <summary>Additional names on the first network. User-defined networks only.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? NetworkAlias { get => _endpoint.Alias; set => _endpoint = _endpoint with { Alias = value }; }

    /// <summary>The IPv4 address on the first network. Only for networks that were created with a subnet.</summary>
    [Parameter, Alias("Ip"), PlainAddressTransformation]
    [ArgumentCompleter(typeof(IPv4AddressCompleter))]
    public IPAddress? IPAddress { get => _endpoint.IPAddress; set => _endpoint = _endpoint with { IPAddress = value }; }

    /// <summary>The IPv6 address on the first network.</summary>
    [Parameter, Alias("Ip6"), PlainAddressTransformation]
    [ArgumentCompleter(typeof(IPv6AddressCompleter))]
    public IPAddress? IPv6Address { get => _endpoint.IPv6Address; set => _endpoint = _endpoint with { IPv6Address = value }; }

    /// <summary>Link-local addresses on the first network.</summary>
    [Parameter, PlainAddressTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public IPAddress[]? LinkLocalIPAddress
    {
        get => _endpoint.LinkLocalIPAddress;
        set => _endpoint = _endpoint with { LinkLocalIPAddress = value };
    }

    /// <summary>The MAC address on the first network, as 02:42:ac:11:00:02.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? MacAddress { get => _endpoint.MacAddress; set => _endpoint = _endpoint with { MacAddress = value }; }

    /// <summary>Driver options of the endpoint on the first network.</summary>
    [Parameter, PairsTransformation]
    [ArgumentCompleter(typeof(EndpointOptionCompleter))]
    public Hashtable? DriverOption { get => _endpoint.DriverOption; set => _endpoint = _endpoint with { DriverOption = value }; }

    /// <summary>The network with the highest priority provides the default route. API 1.48.</summary>
    [Parameter]
    public int? GatewayPriority { get => _endpoint.GatewayPriority; set => _endpoint = _endpoint with { GatewayPriority = value }; }

    /// <summary>Ports to publish on the host, as <see cref="PortPublicationTransformationAttribute"/> reads them.</summary>
    [Parameter, Alias("p")]
    [PortPublicationTransformation]
    [ArgumentCompleter(typeof(PublishedPortCompleter))]
    public PortPublication[]? Publish { get; set; }

    /// <summary>Publishes every port that the image or -Expose names, at host ports that the engine chooses.</summary>
    [Parameter]
    public SwitchParameter PublishAll { get; set; }

    /// <summary>Ports it listens on, as '80', '53/udp' or '8000-8010'. They are not opened; -PublishAll publishes them.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ExposedPortCompleter))]
    public string[]? Expose { get; set; }

    /// <summary>The host name inside.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? HostName { get; set; }

    /// <summary>The domain name inside.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? DomainName { get; set; }

    /// <summary>Name servers for the names that the engine does not know.</summary>
    [Parameter, PlainAddressTransformation]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public IPAddress[]? Dns { get; set; }

    /// <summary>Search domains; '.' for none.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? DnsSearch { get; set; }

    /// <summary>Options of resolv.conf, as 'ndots:2'.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DnsOptionCompleter))]
    public string[]? DnsOption { get; set; }

    /// <summary>Entries of the hosts file, as 'db:192.0.2.5' or 'host.docker.internal:host-gateway'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AddedHostCompleter))]
    public string[]? AddHost { get; set; }

    /// <summary>
    /// Links, as container or container:alias: entries of the hosts file on the default bridge, names for this container alone on any other
    /// first network.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LinkCompleter))]
    public string[]? Link { get => _endpoint.Link; set => _endpoint = _endpoint with { Link = value }; }

    /// <summary>Kernel parameters of the container's namespaces, as @{ 'net.ipv4.ip_forward' = 1 }.</summary>
    [Parameter, PairsTransformation(BareName.Mistake)]
    [ArgumentCompleter(typeof(SysctlCompleter))]
    public Hashtable? Sysctl { get; set; }

    /// <summary>Pulls the image, without credentials, if it is not on the engine.</summary>
    [Parameter]
    public SwitchParameter Pull { get; set; }

    /// <summary>Starts the container.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <summary>Keeps a container that could not be connected or started, so that you can inspect it.</summary>
    [Parameter]
    public SwitchParameter KeepOnFailure { get; set; }

    /// <summary>The option -c of the program, as in sh -c.</summary>
    [Parameter(DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? C { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Command is null && C is null)
            return;
        var letters = C is null ? [] : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [nameof(C)] = C };
        try
        {
            var typed = TypedCommand.Of(MyInvocation);
            if (Entrypoint is null)
                typed.RefuseOptionAsProgram(Command ?? [], Elsewhere);
            typed.RefuseMisspelled(Elsewhere);
            Command = typed.Words(Command ?? [], [nameof(Image)], letters);
        }
        catch (CommandException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Command));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var name in Name ?? [null!])
            await GuardAsync(output, name ?? Image, () => CreateAsync(name, output, cancellationToken));
    }

    private Task CreateAsync(string? name, CommandOutput output, CancellationToken cancellationToken)
    {
        var networks = NetworkAttachment.Combine(Network ?? [], _endpoint);
        var request = Request();
        CreationRules.Check(request, networks);
        return OnEachAsync(
            name ?? Image,
            networks.Select(n => n.DockerHost).FirstOrDefault(h => h is not null),
            client => CreateAsync(client, name, request, networks, output, cancellationToken),
            output,
            cancellationToken);
    }

    private async Task CreateAsync(
        EngineClient client,
        string? name,
        ContainerCreateRequest request,
        List<NetworkAttachment> networks,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var action = Start ? "Create and start container" : "Create container";
        if (!await ShouldProcessAsync(output, client.DockerHost, name ?? Image, action))
            return;

        await CreationRules.RequireAsync(client, request, networks, cancellationToken);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        networks = await AttachedNetworks.FindAsync(
            client, networks, find => FindAsync(client, find, cancellationToken), cancellationToken);
        CreationRules.Check(request, networks); // An id may mean a network that is named too, or the host's.
        // What was taken a moment ago is looked up again.
        if (AddressHolders.Refusal(snapshot, networks, Start) is not null
            && AddressHolders.Refusal(await NewSnapshotAsync(client, cancellationToken), networks, Start) is { } taken)
        {
            throw taken;
        }

        var plan = EndpointPlan.Create(
            request, networks, await client.GetApiVersionAsync(cancellationToken), EndpointPlan.PodmanBridge(snapshot));
        var creation = new ContainerCreation(client);
        Task<CreateResponse> CreateItAsync() => creation.CreateAsync(name, plan.Request, snapshot, KeepOnFailure, cancellationToken);
        var created = Pull
            ? await new ImagePull(client, Image, output).CreateAsync(CreateItAsync, cancellationToken)
            : await CreateItAsync();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var warning in created.Warnings ?? [])
                await output.WriteWarningAsync(warning);
            if (CreationRules.DiscardedPorts(plan.Request.HostConfig, snapshot.Engine.Kind) is { } discarded)
                await output.WriteWarningAsync(discarded);
            foreach (var (network, settings) in plan.Later)
                await client.ConnectNetworkAsync(network, new ConnectRequest(created.Id, settings), cancellationToken);
            if (Start)
                await creation.StartAsync(created.Id, plan.Request, cancellationToken);
        }
        catch (Exception e) when (!KeepOnFailure || e is OperationCanceledException)
        {
            // Half a container is worse than none; also after Ctrl+C, so not with the command's token.
            var leftBehind = await creation.DiscardAsync(created.Id, CancellationToken.None);
            if (leftBehind is not null && !cancellationToken.IsCancellationRequested)
                await output.WriteErrorAsync(ErrorRecords.From(leftBehind, name ?? Image));
            throw;
        }

        // With -AutoRemove it may have ended and gone by now.
        snapshot = await NewSnapshotAsync(client, cancellationToken);
        if (snapshot.Container(created.Id) is { } container)
            await output.WriteObjectAsync(container);
    }

    /// <summary>All but the networks.</summary>
    private ContainerCreateRequest Request()
    {
        var ports = PortDocuments.Create(Publish ?? [], (Expose ?? []).SelectMany(CreationOptions.Expose));
        var options = Options(Image);
        return options with
        {
            Command = Command,
            Hostname = HostName,
            Domainname = DomainName,
            ExposedPorts = ports.ExposedPorts.Count > 0 ? ports.ExposedPorts : null,
            HostConfig = options.HostConfig! with
            {
                PortBindings = ports.PortBindings.Count > 0 ? ports.PortBindings : null,
                PublishAllPorts = PublishAll,
                Dns = Dns?.Select(a => a.ToString()).ToList(),
                DnsSearch = DnsSearch?.Select(CreationOptions.DnsSearch).ToList(),
                DnsOptions = DnsOption,
                ExtraHosts = AddHost?.Select(CreationOptions.ExtraHost).ToList(),
                Sysctls = Arguments.ToDictionaryOrNull(Sysctl, nameof(Sysctl)),
            },
        };
    }
}
