using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Remove-DockerContainer: removes containers. Removing a running container is an error unless -Force is given.</summary>
[Cmdlet(VerbsCommon.Remove, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Remove-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class RemoveDockerContainerCommand : ContainerCommand
{
    /// <summary>Also removes running containers. They are killed first.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also removes the anonymous volumes of the containers.</summary>
    [Parameter]
    public SwitchParameter Volume { get; set; }

    private protected override string Action => "Remove container";

    private protected override bool Removes => true;

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.RemoveContainerAsync(container.Id, Force, Volume, cancellationToken);
}
