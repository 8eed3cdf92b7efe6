using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// Probe containers that nobody will end any more. One that runs ends with its client, whose connection is its standard input; what a crash can
/// leave is one that was created and not started, or one older than a probe may get.
/// </summary>
internal static class ProbeStrays
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    /// <summary>The strays; with <paramref name="includeRunning"/> all probe containers.</summary>
    public static async Task<IReadOnlyList<ContainerSummary>> FindAsync(EngineClient client, bool includeRunning, CancellationToken cancellationToken)
    {
        var containers = await client.ListContainersAsync(cancellationToken);
        return [.. containers.Where(c => c.Labels?.ContainsKey(ProbeImage.Label) == true && (includeRunning || IsStray(c, DateTimeOffset.UtcNow)))];
    }

    /// <summary>Removes the strays; one that cannot be removed now is met again next time.</summary>
    public static async Task RemoveAsync(EngineClient client, CancellationToken cancellationToken)
    {
        foreach (var stray in await FindAsync(client, includeRunning: false, cancellationToken))
        {
            try
            {
                await client.DiscardContainerAsync(stray.Id, cancellationToken);
            }
            catch (EngineException e) when (e.StatusCode is not null)
            {
                continue;
            }
        }
    }

    /// <summary>By state and age; the engine's clock is taken for ours, and a minute more or less does no harm.</summary>
    internal static bool IsStray(ContainerSummary container, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.FromUnixTimeSeconds(container.Created);
        return container.State == "running" ? age > ProbeProcess.Lifetime + StartTime : age > StartTime;
    }
}
