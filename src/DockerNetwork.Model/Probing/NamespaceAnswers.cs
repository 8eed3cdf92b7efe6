using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>What the program says of one network namespace, which is certainly that of the container.</summary>
internal static class NamespaceAnswers
{
    /// <summary>Runs a job that asks about a namespace.</summary>
    /// <param name="process">The program.</param>
    /// <param name="client">The engine, which is asked whether the container is the same still if the program could not see it.</param>
    /// <param name="container">Whose process leads to the namespace; null for the program's own namespace.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProcessChangedException">The container's process is not known to be the container's any more.</exception>
    /// <exception cref="ProberUnavailableException">The program may not enter the namespace, or could not read it.</exception>
    /// <exception cref="EngineException">The program ended, or does not answer.</exception>
    public static async Task<IReadOnlyList<Answer>> ReadAsync(
        ProbeProcess process, EngineClient client, Container? container, JobMessage asked, CancellationToken cancellationToken)
    {
        var items = new List<Answer>();
        var verified = container is null;
        var job = asked with
        {
            ProcessId = container?.ProcessId ?? 0,
            Container = container?.Id,
            HostNetwork = container?.HostNetwork == true,
        };
        await foreach (var answer in process.RunAsync(job, cancellationToken))
        {
            switch (answer)
            {
                case EndOfJob { Error: Refusal.Other }:
                    throw new ProcessChangedException();
                case EndOfJob { Error: Refusal.Denied }:
                    throw new ProberUnavailableException("the agent is not allowed to enter the network namespace");
                case EndOfJob { Error: not null } end:
                    throw new ProberUnavailableException(end.Text ?? "the probe refuses the job");
                case BeginOfJob { Verified: true }:
                    verified = true;
                    break;
                case NamespaceItem or HostItem or RouteItem or SysctlItem:
                    items.Add(answer);
                    break;
            }
        }

        if (!verified && !await ContainerRun.LastsAsync(client, container!, cancellationToken))
            throw new ProcessChangedException();
        return items;
    }
}
