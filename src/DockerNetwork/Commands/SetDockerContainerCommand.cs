using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Set-DockerContainer: changes the restart policy of existing containers, running or stopped (<c>docker update</c>).</summary>
[Cmdlet(VerbsCommon.Set, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Set-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class SetDockerContainerCommand : ContainerCommand
{
    private RestartPolicy? _policy;

    /// <summary>no, always, unless-stopped, on-failure or on-failure:5.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RestartPolicyCompleter))]
    public string RestartPolicy { get; set; } = "";

    private protected override string Action => $"Set the restart policy to {RestartPolicy}";

    private protected override bool Inspects => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _policy = CreationOptions.Restart(RestartPolicy);
        }
        catch (CommandException e)
        {
            // It is the same for all containers, so it is one error.
            ThrowTerminatingError(ErrorRecords.From(e, RestartPolicy));
        }
    }

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.UpdateContainerAsync(container.Id, new ContainerUpdateRequest(_policy!), cancellationToken);
}
