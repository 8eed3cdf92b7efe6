using System.Globalization;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Creation;

/// <summary>
/// Creates a container, and finds it again if the engine's answer is lost: the engine may have made it, or still make it, and its id
/// never came. It has a mark of this request, in the field that the docker CLI fills for --cidfile, which engines keep and never read.
/// The user's own filters would see a label, and a name can belong to another container.
/// </summary>
internal sealed class ContainerCreation(EngineClient client)
{
    /// <summary>After Ctrl+C, the command waits briefly for the answer: with it, the container can be removed at once.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to look for a lost container after Ctrl+C, and how long its removal may take.</summary>
    public TimeSpan SearchAfterStop { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long to look for it otherwise. An engine that did not answer in 100 s may be about to.</summary>
    public TimeSpan Search { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Creates it; it is not started.</summary>
    /// <param name="name">The name, or null to let the engine make one.</param>
    /// <param name="request">What to create.</param>
    /// <param name="before">The engine as it was; what was there then is not the lost container.</param>
    /// <param name="keep">A lost container is named and not removed.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="EngineException">The engine's refusal; or a lost answer, with what became of the container.</exception>
    public async Task<CreateResponse> CreateAsync(
        string? name, ContainerCreateRequest request, EngineSnapshot before, bool keep, CancellationToken cancellationToken)
    {
        var mark = $"dockernetwork-{Guid.NewGuid():N}";
        var marked = request with { HostConfig = (request.HostConfig ?? new HostConfig()) with { ContainerIdFile = mark } };
        using var patience = new CancellationTokenSource();
        await using var stop = cancellationToken.Register(() => patience.CancelAfter(Grace));
        try
        {
            return await client.CreateContainerAsync(name, marked, patience.Token);
        }
        catch (EngineException e) when (MayHaveActed(e))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Search);
            var account = await AccountAsync(mark, name, before, keep, limit.Token);
            throw new EngineException(e.Failure, $"{e.Message} {account}", e) { Request = e.Request, StatusCode = e.StatusCode };
        }
        catch (OperationCanceledException)
        {
            using var limit = new CancellationTokenSource(SearchAfterStop);
            await AccountAsync(mark, name, before, keep: false, limit.Token);
            throw;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="id">The container.</param>
    /// <param name="request">What it was created from.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="CommandException">PortInUse, with the containers that hold the port.</exception>
    public async Task StartAsync(string id, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.StartContainerAsync(id, cancellationToken);
        }
        catch (EngineException e) when (ErrorRecords.IdOf(e) == ErrorKind.PortInUse.Id)
        {
            var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
            throw CommandErrors.PortInUse(e.Message, PortHolders.Describe(snapshot, request.HostConfig?.PortBindings, id, e.Message));
        }
    }

    /// <summary>Removes a container that could not be completed. Null if that worked, else the error that names it.</summary>
    public async Task<CommandException?> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            // Not with the command's token: also after Ctrl+C.
            await client.DiscardContainerAsync(id, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            var reason = e is EngineException ? e.Message.TrimEnd('.') : "the engine did not answer in time";
            return CommandErrors.ContainerLeftBehind(ShortId.Of(id), reason, Removal(ShortId.Of(id)));
        }
    }

    /// <summary>The request was sent, and what came of it is not known. 502 and 504 are answers of a proxy.</summary>
    private static bool MayHaveActed(EngineException e) =>
        e.Failure is EngineFailure.Timeout or EngineFailure.ConnectionLost or EngineFailure.Protocol
        || e.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static string Removal(string container) => $"Remove-DockerContainer -Container {PowerShellWord.Of(container)} -Force";

    /// <summary>What became of the container, in a sentence; removes it unless it is to be kept.</summary>
    private async Task<string> AccountAsync(string mark, string? name, EngineSnapshot before, bool keep, CancellationToken limit)
    {
        if (await FindAsync(mark, before, limit) is not { } id)
        {
            var seconds = Search.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            var advice = name is null
                ? "Get-DockerContainer -State Created lists it."
                : $"find it with Get-DockerContainer and remove it: {Removal(name)}";
            return $"No container from this request was found within {seconds} s. "
                + $"The engine may still create it, but will not start it; {advice}";
        }

        if (keep)
            return $"The container {ShortId.Of(id)} was created but is not complete. It was kept (-KeepOnFailure).";
        return await DiscardAsync(id, limit) is { } leftBehind
            ? leftBehind.Message
            : $"The container {ShortId.Of(id)} was created and has been removed.";
    }

    /// <summary>The container with the mark. Looks until it is there, because the engine may still be at work.</summary>
    private async Task<string?> FindAsync(string mark, EngineSnapshot before, CancellationToken limit)
    {
        var others = before.Containers.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                foreach (var container in await NewcomersAsync(others, limit))
                {
                    if (container.HostConfig?.ContainerIdFile == mark)
                        return container.Id;
                    others.Add(container.Id);
                }

                await Task.Delay(250, limit);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<ContainerDetails>> NewcomersAsync(HashSet<string> others, CancellationToken limit)
    {
        try
        {
            var ids = (await client.ListContainersAsync(limit)).Select(c => c.Id).Where(id => !others.Contains(id));
            return await EngineSnapshot.DetailsAsync(client, ids, limit);
        }
        catch (EngineException)
        {
            // The engine has a problem, which is why this is asked. It may work again in a moment.
            return [];
        }
    }
}
