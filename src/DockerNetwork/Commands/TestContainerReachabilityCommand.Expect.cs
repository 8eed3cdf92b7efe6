using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <content>What -Expect compares.</content>
public sealed partial class TestContainerReachabilityCommand
{
    private volatile bool _compared;
    private volatile bool _unexpected;

    private async Task CompareAsync(ReachabilityResult result, EngineRun run, CommandOutput output)
    {
        if (!Expectation.Concerns(Expect!.Value, result))
            return;
        _compared = true;
        run.Untested!.Remove(result);
        var fulfilment = Expectation.Of(Expect.Value, result);
        if (fulfilment == Fulfilment.Met)
            return;
        _unexpected = true;
        await output.WriteErrorAsync(ErrorRecords.From(
            fulfilment == Fulfilment.NotMet
                ? CommandErrors.NotAsExpected(Expect.Value, result)
                : CommandErrors.NotTested(Expect.Value, result),
            result));
    }

    private async Task NameUntestedAsync(EngineRun run, CommandOutput output)
    {
        foreach (var (source, target) in run.Untested!.Left)
            await SayAsync(NothingTested.OfPair(source, target), output);
    }

    /// <summary>What keeps a result from being complete: a warning, but an error of what is expected.</summary>
    private Task SayAsync(string text, CommandOutput output)
    {
        if (Expect is null)
            return output.WriteWarningAsync(text);
        _unexpected = true;
        return output.WriteErrorAsync(ErrorRecords.From(CommandErrors.NotTested(text), text));
    }

    private async Task EndExpectingAsync(CommandOutput output)
    {
        if (!_compared && !_unexpected && !_incomplete && !Failed)
            await SayAsync("Nothing was tested, because there is no pair of a source and a target.", output);
        await output.WriteObjectAsync(_compared && !_unexpected && !_incomplete && !Failed);
    }
}
