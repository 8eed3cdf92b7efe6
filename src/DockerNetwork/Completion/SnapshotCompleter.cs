using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Completes from the snapshot of an engine.</summary>
public abstract class SnapshotCompleter : LiveCompleter
{
    /// <summary>Whether what only the inspection of containers shows is needed too.</summary>
    private protected virtual bool Detailed => false;

    /// <summary>What may stand there.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot);

    private protected sealed override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        await SnapshotAsync(line, engine) is { } snapshot ? Candidates(line, snapshot) : [];

    private async Task<EngineSnapshot?> SnapshotAsync(TypedLine line, IEngineAnswers engine) =>
        line.Snapshot?.ToSnapshot() ?? (Detailed ? await engine.InspectedSnapshotAsync() : await engine.SnapshotAsync());
}
