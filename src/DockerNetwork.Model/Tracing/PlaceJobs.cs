using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Runs a job of the agent in a namespace that is certainly the place's.</summary>
internal static class PlaceJobs
{
    /// <summary>Runs it. What comes before it is certain whose namespace it is, is held back.</summary>
    /// <exception cref="ProberUnavailableException">The agent may not do it there.</exception>
    /// <exception cref="ProcessChangedException">The process belongs to something else now, or may.</exception>
    public static async IAsyncEnumerable<Answer> RunAsync(
        ProbeProcess process, EngineClient client, TracePlace place, JobMessage asked, CancellationToken finish,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // 0 would be the agent's own namespace, the host's.
        if (place.Container is { ProcessId: null or 0 })
            throw new ProcessChangedException();
        var job = place.Job(asked);
        var held = place.IsHost ? null : new List<Answer>();
        await foreach (var answer in process.RunAsync(job, finish, cancellationToken))
        {
            switch (answer)
            {
                case EndOfJob { Error: Refusal.Other }:
                    throw new ProcessChangedException();
                case EndOfJob { Error: Refusal.Denied }:
                    throw new ProberUnavailableException($"the agent is not allowed to enter the network namespace of {place.Name}");
                case EndOfJob { Error: not null } end:
                    throw new ProberUnavailableException(end.Text ?? "the probe refuses the job");
                case BeginOfJob begin when held is not null:
                    if (!begin.Verified && !await ContainerRun.LastsAsync(client, place.Container!, cancellationToken))
                        throw new ProcessChangedException();
                    foreach (var early in held)
                        yield return early;
                    held = null;
                    break;
                case BeginOfJob or EndOfJob:
                    break;
                default:
                    if (held is null)
                        yield return answer;
                    else
                        held.Add(answer);
                    break;
            }
        }
    }
}
