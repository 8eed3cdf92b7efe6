using System.Collections;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine.Wire;
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
            HostConfig = new HostConfig { NetworkMode = Network?[0] },
        };
        if (!await output.ShouldProcessAsync(name ?? Image, Start ? "Create and start container" : "Create container"))
            return;

        var client = Engine();
        var created = await client.CreateContainerAsync(name, request, cancellationToken);
        foreach (var warning in created.Warnings ?? [])
            await output.WriteWarningAsync(warning);

        try
        {
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
}
