using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Probes with a container of its own in the source's network namespace: no host namespace, and no capability beyond raw sockets.
/// </summary>
internal sealed class SidecarProber(EngineClient client) : ProcessProber(client)
{
    public override ProbeMethod Method => ProbeMethod.Sidecar;

    public override int SourcesAtOnce => 8;

    protected override Task<ProbePlace> OpenAsync(Container source, CancellationToken cancellationToken) =>
        OpenOwnAsync(source, cancellationToken);

    protected override async Task<ProbePlace> OpenOwnAsync(Container? source, CancellationToken cancellationToken)
    {
        // The engine's host is not a container whose network could be joined; the host's network is the same.
        var network = source is null ? "none" : source.IsHost ? "host" : $"container:{source.Id}";
        var host = new HostConfig { NetworkMode = network, CapAdd = ["NET_RAW"] };
        return new OwnProcess(await ProbeProcess.StartAsync(Client, ProbeContainers.Sidecar, host, cancellationToken));
    }

    /// <summary>The engine joins the namespace by the container's id, so no process id can be mistaken.</summary>
    protected override IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
        ProbeProcess process, Container source, IReadOnlyList<PlannedProbe> probes, ProbeOptions options,
        CancellationToken cancellationToken) =>
        ProbeJobs.RunAsync(process, source, 0, probes, options, cancellationToken);

    /// <summary>A container cannot stand beside one that has ended. A policy that forbids it says so with 400, 401 or 403.</summary>
    protected override async Task<bool> HasEndedAsync(Container source, ProberUnavailableException why, CancellationToken cancellationToken)
    {
        var forbidden = why.InnerException
            is not EngineException { Failure: not (EngineFailure.Forbidden or EngineFailure.AccessDenied or EngineFailure.BadRequest) };
        return !source.IsHost && !forbidden && await ContainerRun.NowAsync(Client, source, cancellationToken) is not { ProcessId: > 0 };
    }
}
