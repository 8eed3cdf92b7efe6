using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Pipeline;

/// <summary>
/// The snapshots that a command looks names up in: one for a pipeline that runs through, not one for each name. A pipeline that takes its
/// time gets a new one every second. A snapshot that is older than the question may select but not refuse: another command of the pipeline
/// may have made, started or disconnected something since, so a refusal is confirmed by a new snapshot before it is an error.
/// </summary>
/// <param name="time">The clock; the system's if null.</param>
/// <param name="name">A snapshot as it is kept, which may have to say that commands must name its engine.</param>
internal sealed class SnapshotCache(TimeProvider? time = null, Func<EngineSnapshot, EngineSnapshot>? name = null)
{
    private const int MostHeld = 2 * SideBySide.AtOnce;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Locked, as several engines are read at the same time.</summary>
    private readonly Dictionary<EngineClient, Held> _snapshots = [];
    private readonly HashSet<EngineClient> _undoubted = [];
    private readonly Dictionary<string, EngineClient> _running = new(StringComparer.Ordinal);

    /// <summary>A snapshot that was read within the last second.</summary>
    public Task<EngineSnapshot> GetAsync(EngineClient client, CancellationToken cancellationToken) =>
        Recent(client) is { } recent ? Task.FromResult(recent) : RefreshAsync(client, cancellationToken);

    /// <summary>A snapshot that is read now.</summary>
    public async Task<EngineSnapshot> RefreshAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotReader.ReadAsync(client, cancellationToken);
        snapshot = name?.Invoke(snapshot) ?? snapshot;
        lock (_snapshots)
        {
            _snapshots[client] = new(snapshot, _time.GetTimestamp());
            _undoubted.Add(client);
            WarnIfTwice(client, snapshot);
            // A command over very many engines holds the snapshots of a few.
            if (_snapshots.Count > MostHeld)
                _snapshots.Remove(_snapshots.MinBy(pair => pair.Value.Read).Key);
        }

        return snapshot;
    }

    /// <summary>Something may have changed: a new record has come, or the command itself has acted.</summary>
    public void Doubt()
    {
        lock (_snapshots)
            _undoubted.Clear();
    }

    /// <summary>
    /// What there is on an engine. If a recent snapshot has nothing, or something doubtful, or the search in it is refused, a new snapshot
    /// decides.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="find">Searches a snapshot.</param>
    /// <param name="isDoubtful">Whether something found may be different by now; null for never.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CommandException">The refusal of <paramref name="find"/>.</exception>
    public async Task<IReadOnlyList<T>> FindAsync<T>(
        EngineClient client,
        Func<EngineSnapshot, IReadOnlyList<T>> find,
        Predicate<T>? isDoubtful,
        CancellationToken cancellationToken)
    {
        if (Recent(client) is { } recent)
        {
            try
            {
                var found = find(recent);
                if (IsUndoubted(client)
                    || found is not (ITentative or { Count: 0 }) && !found.Any(item => isDoubtful?.Invoke(item) == true))
                {
                    return found;
                }
            }
            catch (CommandException) when (!IsUndoubted(client))
            {
                // A new snapshot may know better.
            }
        }

        return find(await RefreshAsync(client, cancellationToken));
    }

    /// <summary>
    /// Docker makes its network "bridge" anew each time it starts, so two addresses with one id of it lead to one engine. The id that /info
    /// gives is copied with the disk of a machine.
    /// </summary>
    private void WarnIfTwice(EngineClient client, EngineSnapshot snapshot)
    {
        if (snapshot.Engine.Kind != EngineKind.Docker
            || snapshot.Networks.FirstOrDefault(n => n is { Name: "bridge", Driver: "bridge" }) is not { } bridge
            || _running.TryAdd(bridge.Id, client)
            || _running[bridge.Id] is var other && other == client)
        {
            return;
        }

        EngineWatch.Warn(
            $"{other.DockerHost} and {client.DockerHost} are one engine, so what is on it is shown and changed once for each address.");
    }

    private bool IsUndoubted(EngineClient client)
    {
        lock (_snapshots)
            return _undoubted.Contains(client);
    }

    private EngineSnapshot? Recent(EngineClient client)
    {
        lock (_snapshots)
            return _snapshots.TryGetValue(client, out var last) && _time.GetElapsedTime(last.Read) < GoodFor ? last.Snapshot : null;
    }

    /// <summary>A class: a dictionary of a struct would be compiled for the first command.</summary>
    private sealed record Held(EngineSnapshot Snapshot, long Read);
}

/// <summary>Something found that only a snapshot which is not older than the question may decide.</summary>
internal interface ITentative;
