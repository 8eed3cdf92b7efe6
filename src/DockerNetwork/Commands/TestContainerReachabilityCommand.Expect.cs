using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <content>What -Expect compares.</content>
public sealed partial class TestContainerReachabilityCommand
{
    private readonly Dictionary<(string Source, string Target), (string Source, string Target)> _untested = [];
    private bool _compared;
    private bool _unexpected;

    /// <summary>Each pair needs a result: a pair without a name or an address that may be tried was not tested.</summary>
    private void ExpectPairs(TestScope scope, TestOptions options)
    {
        foreach (var source in scope.Sources)
        {
            foreach (var target in scope.TargetsOf(source, options).Where(target => !IsFree(source.Id, target.Container?.Id)))
            {
                _untested[(source.IsHost ? source.Name : source.Id, target.Container?.Id ?? target.Text)] =
                    (source.Name, target.Container?.Name ?? target.Text);
            }
        }
    }

    private async Task CompareAsync(ReachabilityResult result, CommandOutput output)
    {
        if (!Expectation.Concerns(Expect!.Value, result))
            return;
        _compared = true;
        _untested.Remove((result.SourceId ?? result.Source, result.TargetId ?? result.Target));
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

    private async Task NameUntestedAsync(CommandOutput output)
    {
        foreach (var (source, target) in _untested.Values)
        {
            await SayAsync(
                $"{source} -> {target}: there is nothing to test, because {target} has no name or address that -By, -Network, -IPv4 and "
                + "-IPv6 allow.",
                output);
        }

        _untested.Clear();
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
        if (!_compared && !_unexpected && !_incomplete && !_failed)
            await SayAsync("Nothing was tested, because there is no pair of a source and a target.", output);
        await output.WriteObjectAsync(_compared && !_unexpected && !_incomplete && !_failed);
    }

    /// <summary>A container always reaches itself, whatever is expected of the others.</summary>
    private bool IsFree(string source, string? target) => Expect == ExpectedReachability.Unreachable && source == target;
}
