using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Start-DockerContainer: starts containers. A container that is already running is left alone.</summary>
[Cmdlet(VerbsLifecycle.Start, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Start-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class StartDockerContainerCommand : ContainerCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StoppedContainerCompleter))]
    public override ContainerIdentity[] Container { get; set; } = [];

    private protected override string Action => "Start container";

    private protected override bool Starts => true;

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.StartContainerAsync(container.Id, cancellationToken);
}
