using DockerNetwork.Engine;
using DockerNetwork.Model.Listening;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Reads what a network namespace does with packets, by a running probe program.</summary>
internal static class LookReader
{
    /// <summary>Reads it once.</summary>
    /// <param name="process">The program.</param>
    /// <param name="client">The engine.</param>
    /// <param name="place">The namespace; the host's is the program's own.</param>
    /// <param name="look">What is asked; at most <see cref="LookSpec.MaxRoutes"/> routes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProcessChangedException">The container's process is not known to be the container's any more.</exception>
    /// <exception cref="ProberUnavailableException">The container does not run, or the namespace may not be entered or be read.</exception>
    /// <exception cref="EngineException">The program ended, or does not answer.</exception>
    public static Task<NamespaceLook> ReadAsync(
        ProbeProcess process, EngineClient client, TracePlace place, LookSpec look, CancellationToken cancellationToken) =>
        RunAsync(process, client, place, new JobMessage { Look = look }, cancellationToken);

    /// <summary>Reads no more than its links, addresses, routes and neighbours: enough to name what packets pass.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static Task<NamespaceLook> ReadLinksAsync(
        ProbeProcess process, EngineClient client, TracePlace place, CancellationToken cancellationToken) =>
        RunAsync(process, client, place, new JobMessage { Interfaces = true }, cancellationToken);

    /// <summary>Reads who listens there; null if the program does not know all.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<IReadOnlyList<Listener>?> ReadListenersAsync(
        ProbeProcess process, EngineClient client, TracePlace place, CancellationToken cancellationToken) =>
        Listener.All(await AskAsync(process, client, place, new JobMessage { Listeners = true }, cancellationToken));

    private static async Task<NamespaceLook> RunAsync(
        ProbeProcess process, EngineClient client, TracePlace place, JobMessage job, CancellationToken cancellationToken) =>
        NamespaceLook.Of(await AskAsync(process, client, place, job, cancellationToken));

    private static async Task<IReadOnlyList<Answer>> AskAsync(
        ProbeProcess process, EngineClient client, TracePlace place, JobMessage job, CancellationToken cancellationToken)
    {
        // 0 would be the program's own namespace, the host's.
        if (place.Container is { ProcessId: null or 0 } container)
            throw new ProberUnavailableException($"{container} is not running, so it has no network namespace");
        return await NamespaceAnswers.ReadAsync(process, client, place.Container, place.Job(job), cancellationToken);
    }
}
