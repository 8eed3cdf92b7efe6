using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Completes from the snapshot of an engine.</summary>
public abstract class SnapshotCompleter : LiveCompleter
{
    /// <summary>Whether what only the inspection of containers shows is needed too.</summary>
    private protected virtual bool Detailed => false;

    /// <summary>What may stand there.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot);

    private protected sealed override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine)
    {
        var snapshot = line.Snapshot?.ToSnapshot() ?? await (Detailed ? engine.InspectedSnapshotAsync() : engine.SnapshotAsync());
        return snapshot is null ? [] : Candidates(line, snapshot);
    }
}
