using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// New-DockerContainer: creates a container with every networking option of <c>docker run</c>, and with -Start starts it. What contradicts
/// itself is refused before anything is made; a container that cannot be started is not left behind.
/// </summary>
[Cmdlet(VerbsCommon.New, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "New-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed partial class NewDockerContainerCommand : EngineCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var name in Name ?? [null!])
            await GuardAsync(output, name ?? Image, () => CreateAsync(name, output, cancellationToken));
    }

    private async Task CreateAsync(string? name, CommandOutput output, CancellationToken cancellationToken)
    {
        var networks = Networks();
        var request = Request();
        CreationRules.Check(request, networks);
        if (!await output.ShouldProcessAsync(name ?? Image, Start ? "Create and start container" : "Create container"))
            return;

        var client = Engine();
        await RequireAsync(client, request, networks, cancellationToken);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        if (networks.Count > 0)
            networks = [.. await FindAsync(client, s => networks.ConvertAll(n => Known(n, s)), cancellationToken)];
        CreationRules.Check(request, networks); // An id may mean a network that is named too, or the host's.
        var plan = EndpointPlan.Create(request, networks, await client.GetApiVersionAsync(cancellationToken));

        var creation = new ContainerCreation(client);
        var created = await CreateAsync(
            client, () => creation.CreateAsync(name, plan.Request, snapshot, KeepOnFailure, cancellationToken), output, cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var warning in created.Warnings ?? [])
                await output.WriteWarningAsync(warning);
            if (plan.Request.HostConfig is { NetworkMode: "none" } none && (none.PortBindings is not null || none.PublishAllPorts))
                await output.WriteWarningAsync("Published ports are discarded when using none network mode");
            foreach (var (network, settings) in plan.Later)
                await client.ConnectNetworkAsync(network, new ConnectRequest(created.Id, settings), cancellationToken);
            if (Start)
                await StartAsync(client, created.Id, plan.Request, cancellationToken);
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

    /// <summary>The networks of -Network; the parameters for one network apply to the first.</summary>
    private List<NetworkAttachment> Networks()
    {
        var networks = (Network ?? []).ToList();
        if (networks.Exists(n => n.Name.Length == 0))
            throw CommandErrors.UnnamedNetwork();
        if (_endpoint == NoSettings)
            return networks;

        var first = networks.FirstOrDefault() ?? new NetworkAttachment("bridge");
        return [first.CombinedWith(_endpoint), .. networks.Skip(1)];
    }

    /// <summary>All but the networks.</summary>
    private ContainerCreateRequest Request()
    {
        var (binds, anonymous) = CreationOptions.Volumes(Volume);
        var ports = PortDocuments.Create(Publish ?? [], (Expose ?? []).SelectMany(CreationOptions.Expose));
        return new ContainerCreateRequest
        {
            Image = Image,
            Command = Command,
            Entrypoint = Entrypoint,
            Env = Arguments.ToDictionaryOrNull(Environment, nameof(Environment))?.Select(pair => $"{pair.Key}={pair.Value}").ToList(),
            User = User,
            WorkingDir = WorkingDirectory,
            Hostname = HostName,
            Domainname = DomainName,
            Tty = Tty,
            OpenStdin = Interactive,
            Labels = Arguments.ToDictionaryOrNull(Label, nameof(Label)),
            Volumes = anonymous,
            ExposedPorts = ports.ExposedPorts.Count > 0 ? ports.ExposedPorts : null,
            HostConfig = new HostConfig
            {
                PortBindings = ports.PortBindings.Count > 0 ? ports.PortBindings : null,
                PublishAllPorts = PublishAll,
                Dns = Dns?.Select(a => a.ToString()).ToList(),
                DnsSearch = DnsSearch,
                DnsOptions = DnsOption,
                ExtraHosts = AddHost?.Select(CreationOptions.ExtraHost).ToList(),
                Sysctls = Arguments.ToDictionaryOrNull(Sysctl, nameof(Sysctl)),
                Binds = binds,
                RestartPolicy = RestartPolicy is null ? null : CreationOptions.Restart(RestartPolicy),
                AutoRemove = AutoRemove,
            },
        };
    }

    /// <summary>What older engines would ignore, or take and fail with.</summary>
    private static async Task RequireAsync(
        EngineClient client, ContainerCreateRequest request, IReadOnlyList<NetworkAttachment> networks, CancellationToken cancellationToken)
    {
        if (networks.Any(n => n.GatewayPriority is not null))
            await client.RequireAsync(EngineFeature.GatewayPriority, cancellationToken);
        if (networks.Skip(1).Any(n => n.MacAddress is not null))
            await client.RequireAsync(EngineFeature.SeveralEndpoints, cancellationToken);
        if (request.HostConfig?.ExtraHosts?.Any(h => h.EndsWith(":host-gateway", StringComparison.Ordinal)) == true)
            await client.RequireAsync(EngineFeature.HostGateway, cancellationToken);
    }

    /// <summary>The network by its name, a container by its id. The engine takes one that is not there, and only a start fails.</summary>
    private static NetworkAttachment Known(NetworkAttachment attachment, EngineSnapshot snapshot)
    {
        if (attachment is { IsMode: true, SharedWith: null } or { IsDefaultBridge: true })
            return attachment;
        if (Wildcards.IsPattern(attachment.Name))
            throw CommandErrors.NetworkPattern(attachment.Name);
        return attachment with
        {
            Name = attachment.SharedWith is { } owner
                ? NetworkAttachment.ContainerMode + Selection.Containers(snapshot, owner)[0].Id
                : Selection.Networks(snapshot, attachment.Name)[0].Name,
        };
    }

    /// <summary>If the image is missing, pulls it and tries once more.</summary>
    private async Task<CreateResponse> CreateAsync(
        EngineClient client, Func<Task<CreateResponse>> create, CommandOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await create();
        }
        catch (EngineException e) when (Pull && e.Failure == EngineFailure.NotFound
            && e.Message.Contains("no such image", StringComparison.OrdinalIgnoreCase))
        {
            await PullAsync(client, output, cancellationToken);
            return await create();
        }
    }

    private async Task PullAsync(EngineClient client, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, $"Pulling {Image}");
        var layers = new Dictionary<string, ProgressDetail>(StringComparer.Ordinal);
        try
        {
            await foreach (var step in client.PullImageAsync(Image, cancellationToken))
            {
                if (step is { Id: { } layer, ProgressDetail: { Total: > 0 } detail })
                    layers[layer] = detail;
                var total = layers.Values.Sum(l => l.Total);
                await progress.ReportAsync(
                    $"{step.Id} {step.Status}".Trim(),
                    total > 0 ? (int)Math.Min(100, 100 * layers.Values.Sum(l => l.Current) / total) : -1);
            }
        }
        catch (EngineException e) when (e.StatusCode is not null || e.Failure == EngineFailure.NotFound)
        {
            throw CommandErrors.ImagePullFailed(Image, e.Message);
        }
    }

    /// <summary>Of a port that is taken, says who has it.</summary>
    private async Task StartAsync(EngineClient client, string id, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.StartContainerAsync(id, cancellationToken);
        }
        catch (EngineException e) when (ErrorRecords.IdOf(e) == ErrorRecords.PortInUse)
        {
            var snapshot = await NewSnapshotAsync(client, cancellationToken);
            throw CommandErrors.PortInUse(e.Message, PortHolders.Describe(snapshot, request.HostConfig?.PortBindings, id));
        }
    }
}
