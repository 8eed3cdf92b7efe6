using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>Probes with the agent, which enters the network namespace of each source by its process id.</summary>
internal sealed class AgentProber(EngineClient client, bool mesh) : ProcessProber(client)
{
    public override ProbeMethod Method => ProbeMethod.Agent;

    public override int SourcesAtOnce => 256;

    /// <summary>0 would be the agent's own namespace, the host's.</summary>
    protected override bool HasProcess(Container source) => source.IsHost || source.ProcessId is > 0;

    protected override Task<ProbePlace> OpenAsync(Container source, CancellationToken cancellationToken) =>
        ProbeAgents.RentAsync(Client, mesh, cancellationToken);

    protected override async Task<ProbePlace> OpenOwnAsync(Container? source, CancellationToken cancellationToken) =>
        new OwnProcess(await ProbeAgents.StartOwnAsync(Client, mesh, cancellationToken));

    protected override async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
        ProbeProcess process, Container source, IReadOnlyList<PlannedProbe> probes, ProbeOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<CancellationToken, Task<bool>>? lasts = source.IsHost ? null : token => ContainerRun.LastsAsync(Client, source, token);
        var id = source.ProcessId ?? 0;
        await foreach (var observed in ProbeJobs.RunAsync(process, source, id, probes, options, lasts, cancellationToken))
            yield return observed;
    }
}

/// <summary>A program that one job has for itself; it ends with it.</summary>
internal sealed class OwnProcess(ProbeProcess process) : ProbePlace
{
    public override ProbeProcess Process => process;

    public override ValueTask DisposeAsync() => process.DisposeAsync();
}
