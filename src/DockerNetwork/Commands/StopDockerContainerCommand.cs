using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>Stop-DockerContainer: stops containers. One that is stopped already is left alone.</summary>
[Cmdlet(VerbsLifecycle.Stop, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StopDockerContainerCommand : ContainerCommand
{
    /// <summary>Seconds between the stop signal and SIGKILL; the container's own (10 unless set) when not given.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? TimeoutSeconds { get; set; }

    private protected override string Action => "Stop container";

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.StopContainerAsync(container.Id, TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);
}
