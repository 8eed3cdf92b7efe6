namespace DockerNetwork.Completion;

/// <summary>Completes from the line alone.</summary>
public abstract class LineCompleter : LiveCompleter
{
    /// <summary>What may stand there.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(TypedLine line);

    private protected sealed override Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        Task.FromResult(Candidates(line));
}
