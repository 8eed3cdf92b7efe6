using System.Collections;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>New-DockerContainer: creates a container, and with -Start starts it. A container that cannot be started is not left behind.</summary>
[Cmdlet(VerbsCommon.New, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class NewDockerContainerCommand : EngineCommand
{
    /// <summary>The image. It must be on the engine.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>Command and arguments; the image's own when not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[]? Command { get; set; }

    /// <summary>The name; several make several containers. The engine invents one when not given.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>
    /// Networks: the first is the container's network mode (a network, bridge, host, none or container:NAME), the others are connected before it starts.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Network { get; set; }

    /// <summary>Allocates a terminal.</summary>
    [Parameter]
    public SwitchParameter Tty { get; set; }

    /// <summary>Keeps standard input open, so that a shell goes on running.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>Labels.</summary>
    [Parameter]
    public Hashtable? Label { get; set; }

    /// <summary>Starts it.</summary>
    [Parameter]
    public SwitchParameter Start { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var name in Name ?? [null!])
            await ReportAsync(output, name ?? Image, () => CreateAsync(name, output, cancellationToken));
    }

    private async Task CreateAsync(string? name, CommandOutput output, CancellationToken cancellationToken)
    {
        var request = new ContainerCreateRequest
        {
            Image = Image,
            Command = Command,
            Tty = Tty,
            OpenStdin = Interactive,
            Labels = Arguments.ToDictionaryOrNull(Label, nameof(Label)),
        };
        if (!await output.ShouldProcessAsync(name ?? Image, Start ? "Create and start container" : "Create container"))
            return;

        var client = Engine();
        request = request with { HostConfig = new HostConfig { NetworkMode = await NetworkModeAsync(client, cancellationToken) } };
        // Not with the command's token: a container whose id never came could not be removed again.
        var created = await client.CreateContainerAsync(name, request, CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var warning in created.Warnings ?? [])
                await output.WriteWarningAsync(warning);
            foreach (var network in (Network ?? []).Skip(1))
                await client.ConnectNetworkAsync(network, new ConnectRequest(created.Id, new EndpointSettings()), cancellationToken);
            if (Start)
                await client.StartContainerAsync(created.Id, cancellationToken);
        }
        catch
        {
            // Half a container is worse than none; also after Ctrl+C, so not with the command's token.
            await client.RemoveContainerAsync(created.Id, force: true, volumes: true, CancellationToken.None);
            throw;
        }

        var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
        await output.WriteObjectAsync(snapshot.Container(created.Id));
    }

    /// <summary>
    /// The engine takes the name of a network that is not there, and only a start fails; with a mode that is no network it drops the others. Both are
    /// refused here.
    /// </summary>
    private async Task<string?> NetworkModeAsync(EngineClient client, CancellationToken cancellationToken)
    {
        if (Network is null)
            return null;
        if (Network.Length > 1 && Array.Find(Network, IsMode) is { } mode)
        {
            throw new CommandException(
                "ConflictingParameters", ErrorCategory.InvalidArgument,
                $"The network mode '{mode}' cannot be combined with other networks ({string.Join(", ", Network.Where(n => n != mode))}).");
        }

        var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
        foreach (var network in Network.Where(n => !IsMode(n) && n is not ("default" or "bridge")))
        {
            if (Selection.Networks(snapshot, network).Count == 0)
                throw new CommandException("NetworkNotFound", ErrorCategory.ObjectNotFound, $"There is no network '{network}' on {snapshot.DockerHost}. Get-DockerNetwork lists the networks.");
        }

        return Network[0];

        static bool IsMode(string network) => network is "host" or "none" || network.StartsWith("container:", StringComparison.Ordinal);
    }
}
