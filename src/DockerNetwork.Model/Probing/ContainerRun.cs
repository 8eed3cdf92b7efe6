using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// One run of a container, from a start to its end: its process id and when it was started. The kernel gives the id of a process that has
/// ended to another one, after 32,768 on many machines; so an id alone does not say whose namespace it leads to.
/// </summary>
internal static class ContainerRun
{
    /// <summary>A container as it is now; null if it is gone.</summary>
    public static async Task<Container?> NowAsync(EngineClient client, Container container, CancellationToken cancellationToken)
    {
        try
        {
            var details = await client.InspectContainerAsync(container.Id, cancellationToken);
            var started = details.State?.StartedAt is { Year: > 1 } time ? time : (DateTimeOffset?)null;
            return container with { ProcessId = details.State?.Pid ?? 0, StartedAt = started };
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether a container is still in the run that it was in.</summary>
    public static async Task<bool> LastsAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        await NowAsync(client, container, cancellationToken) is { ProcessId: > 0 } now && IsSame(now, container);

    /// <summary>Whether two looks at a container saw the same run.</summary>
    public static bool IsSame(Container one, Container other) => one.ProcessId == other.ProcessId && one.StartedAt == other.StartedAt;
}

/// <summary>The process of a job now belongs to something else, or may: nothing is known about the container.</summary>
internal sealed class ProcessChangedException : Exception;
