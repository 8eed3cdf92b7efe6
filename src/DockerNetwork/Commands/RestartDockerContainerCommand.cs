using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Commands;

/// <summary>Restart-DockerContainer: stops containers and starts them again. A stopped container is only started.</summary>
[Cmdlet(VerbsLifecycle.Restart, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Restart-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class RestartDockerContainerCommand : ContainerCommand
{
    /// <summary>
    /// Seconds between the stop signal and SIGKILL, 0 to 86400. If not given, the container's own grace period applies (10 unless set).
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int? TimeoutSeconds { get; set; }

    private protected override string Action => "Restart container";

    private protected override bool Starts => true;

    /// <summary>The engine mostly waits, up to the grace time, for each: as many at once as the docker CLI stops.</summary>
    private protected override int AtOnce => 50;

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.RestartContainerAsync(container.Id, TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);
}
