using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Start-DockerContainer: starts containers. One that runs already is left alone.</summary>
[Cmdlet(VerbsLifecycle.Start, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Start-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class StartDockerContainerCommand : ContainerCommand
{
    private protected override string Action => "Start container";

    private protected override bool Starts => true;

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.StartContainerAsync(container.Id, cancellationToken);
}
