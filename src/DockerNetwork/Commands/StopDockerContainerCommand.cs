using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Stop-DockerContainer: stops containers. A container that is already stopped is left alone.</summary>
[Cmdlet(VerbsLifecycle.Stop, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Stop-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class StopDockerContainerCommand : ContainerCommand
{
    /// <summary>
    /// Seconds between the stop signal and SIGKILL, 0 to 86400. If not given, the container's own grace period applies (10 unless set).
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StoppableContainerCompleter))]
    public override ContainerIdentity[] Container { get; set; } = [];

    private protected override string Action => "Stop container";

    /// <summary>The engine mostly waits, up to the grace time, for each: as many at once as the docker CLI stops.</summary>
    private protected override int AtOnce => 50;

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.StopContainerAsync(container.Id, TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);
}
