using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Suspend-DockerContainer: freezes all processes of containers (<c>docker pause</c>). They stay on their networks.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Suspend-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class SuspendDockerContainerCommand : ContainerCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PausableContainerCompleter))]
    public override ContainerIdentity[] Container { get; set; } = [];

    private protected override string Action => "Suspend container";

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.PauseContainerAsync(container.Id, cancellationToken);
}
