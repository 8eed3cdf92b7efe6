using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Probe containers that nobody will end any more. One that runs ends with its client, whose connection is its standard input; what a
/// crash can leave is one that was created and not started, or one older than a probe may get.
/// </summary>
internal static class ProbeStrays
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    /// <summary>The strays; with <paramref name="includeRunning"/> all probe containers.</summary>
    public static async Task<IReadOnlyList<ContainerSummary>> FindAsync(
        EngineClient client, bool includeRunning, CancellationToken cancellationToken)
    {
        var containers = await client.ListContainersAsync(cancellationToken);
        var wanted = containers.OfType<ContainerSummary>().Where(c => includeRunning || IsStray(c, DateTimeOffset.UtcNow)).ToArray();
        var own = await ProbeContainers.OwnAsync(client, wanted, cancellationToken);
        return [.. wanted.Where(c => own.Contains(c.Id))];
    }

    /// <summary>Removes the strays; one that cannot be removed now is met again next time.</summary>
    public static async Task RemoveAsync(EngineClient client, CancellationToken cancellationToken)
    {
        foreach (var stray in await FindAsync(client, includeRunning: false, cancellationToken))
        {
            try
            {
                await client.DiscardContainerAsync(stray.Id, cancellationToken);
                EngineWatch.Trace($"Removed the {Describe(stray)}, a leftover probe of this module.");
            }
            catch (EngineException e) when (e.StatusCode is not null || e.Failure == EngineFailure.Timeout)
            {
                EngineWatch.Trace($"The {Describe(stray)}, a leftover probe of this module, could not be removed: {e.Message}");
            }
        }
    }

    /// <summary>"container 0123456789ab (created, 2025-01-01 12:00:00Z)".</summary>
    public static string Describe(ContainerSummary container) =>
        $"container {ShortId.Of(container.Id)} ({container.State}, " +
        $"{Created(container)?.ToString("u", CultureInfo.InvariantCulture) ?? "age unknown"})";

    /// <summary>By state and age; the engine's clock is taken for ours, and a minute more or less does no harm.</summary>
    internal static bool IsStray(ContainerSummary container, DateTimeOffset now) =>
        now - Created(container) is { } age && (container.State == "running" ? age > ProbeProcess.Lifetime + StartTime : age > StartTime);

    /// <summary>Null for a number that is not a valid time.</summary>
    private static DateTimeOffset? Created(ContainerSummary container) =>
        container.Created is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(container.Created) : null;
}
