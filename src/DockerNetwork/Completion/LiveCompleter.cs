using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Completion;

/// <summary>
/// Completes an argument from what an engine says. Never throws, and never holds the prompt for long: everything is done in the background,
/// and what is not there in time is there for the next Tab.
/// </summary>
public abstract class LiveCompleter : IArgumentCompleter
{
    private static readonly Patience Patience = new();

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            // The line belongs to this thread; the rest does not need it.
            var line = LineReader.Read(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
            var candidates = Task.Run(() => FindAsync(line));
            return candidates.Wait(Patience.Prompt) ? candidates.GetAwaiter().GetResult() : [];
        }
        catch (Exception)
        {
            // There is no place at the prompt for an error: PowerShell would put it into $Error.
            return [];
        }
    }

    /// <summary>What may stand there, whatever is typed of it.</summary>
    private protected abstract Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine);

    private async Task<CompletionResult[]> FindAsync(TypedLine line)
    {
        using var patience = new CancellationTokenSource(Patience.Engine);
        var engines = LineEngines.Of(line).ToList();
        try
        {
            var candidates = engines.Count == 1
                ? await CandidatesAsync(line, new LiveEngine(engines[0], patience.Token))
                : await OfAllAsync(line, engines, patience.Token);
            return [.. Candidate.Fitting(candidates, line).Select(c => new CompletionResult(
                c.Expression ?? line.Word.Write(c.Value), c.Text, CompletionResultType.ParameterValue, c.ToolTip))];
        }
        finally
        {
            if (engines.Exists(engine => engine.IsValueCreated))
                Patience.Asked();
        }
    }

    /// <summary>What several engines offer, all asked at the same time. One that cannot be found out offers nothing.</summary>
    private async Task<IEnumerable<Candidate>> OfAllAsync(TypedLine line, List<Lazy<DockerHost>> engines, CancellationToken patience)
    {
        var all = await Task.WhenAll(engines.ConvertAll(engine => Task.Run(() => OfOneAsync(engine), CancellationToken.None)));
        return all.SelectMany(candidates => candidates);

        async Task<IEnumerable<Candidate>> OfOneAsync(Lazy<DockerHost> engine)
        {
            try
            {
                return [.. await CandidatesAsync(line, new LiveEngine(engine, patience))];
            }
            catch (Exception)
            {
                return [];
            }
        }
    }
}
