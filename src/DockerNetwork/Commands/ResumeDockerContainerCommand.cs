using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Resume-DockerContainer: lets the processes of paused containers go on (<c>docker unpause</c>).</summary>
[Cmdlet(VerbsLifecycle.Resume, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Resume-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class ResumeDockerContainerCommand : ContainerCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PausedContainerCompleter))]
    public override ContainerIdentity[] Container { get; set; } = [];

    private protected override string Action => "Resume container";

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.UnpauseContainerAsync(container.Id, cancellationToken);
}
