using System.Diagnostics;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Wait-ContainerReachability: waits until all pairs are as wanted. It tests again when something happens on the engine, and from time to
/// time, because a program that begins to listen makes no event.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "ContainerReachability", DefaultParameterSetName = "Target",
    HelpUri = HelpPages.Folder + "Wait-ContainerReachability.md")]
[OutputType(typeof(ReachabilityResult))]
public sealed class WaitContainerReachabilityCommand : ReachabilityCommand
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastRound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>The events of "docker compose up" come in bursts.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _since = new();
    private readonly List<ContainerIdentity> _sources = [];
    private CommandProgress? _progress;
    private bool _waited;

    /// <summary>What to wait for: Reachable, or Unreachable. Unknown is neither.</summary>
    [Parameter]
    public ExpectedReachability Until { get; set; } = ExpectedReachability.Reachable;

    /// <summary>How long to wait, 0 to 86400 seconds. With 0, it is tested once.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSeconds { get; set; } = 60;

    private TimeSpan Remaining => TimeSpan.FromSeconds(TimeoutSeconds) - _since.Elapsed;

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Source)
        {
            _sources.Add(identity);
            await CollectAsync(identity.DockerHost, identity, output);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        _since.Start();
        await NarrowAsync(output, cancellationToken);
        await using (_progress = new CommandProgress(output, $"Waiting until {Until}"))
            await base.EndProcessingAsync(output, cancellationToken);
        if (!_waited)
            await output.WriteWarningAsync("There was nothing to wait for, because there is no source.");
    }

    /// <summary>
    /// Of several engines, a text means those that have it when the wait begins. What none of them has is waited for on the first.
    /// </summary>
    private async Task NarrowAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (CollectedHosts.Count < 2)
            return;
        var having = new HashSet<(DockerHost, ContainerIdentity)>();
        await foreach (var (client, snapshot) in SnapshotsAsync(CollectedHosts, output, cancellationToken))
            having.UnionWith(_sources.Where(identity => IsOn(snapshot, identity)).Select(identity => (client.DockerHost, identity)));
        var found = having.Select(pair => pair.Item2).ToHashSet();
        var first = CollectedHosts[0];
        Keep((host, identity) => identity.DockerHost is not null
            || (found.Contains(identity) ? having.Contains((host, identity)) : host.Equals(first)));

        static bool IsOn(EngineSnapshot snapshot, ContainerIdentity identity)
        {
            try
            {
                return Selection.ContainersOrHost(snapshot, identity).Count > 0;
            }
            catch (CommandException e)
            {
                // Several containers are an error about this engine.
                return e.Category != ErrorCategory.ObjectNotFound;
            }
        }
    }

    /// <summary>A target may yet appear here. An engine that is slow to answer costs no more than a part of the time.</summary>
    private async Task WarnOfElsewhereAsync(
        EngineClient client, ContainerIdentity[] targets, CommandOutput output, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Shorter(LongestPause, Remaining / 2));
        try
        {
            var snapshot = await SnapshotAsync(client, limit.Token);
            foreach (var (_, error) in await ElsewhereAsync(snapshot, targets, output, limit.Token))
                await output.WriteWarningAsync(error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait goes on without this warning.
        }
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<ContainerIdentity> items, CommandOutput output, CancellationToken cancellationToken)
    {
        _waited = true;
        var client = Engine(host);
        Action<string> say = text => _ = output.WriteVerboseAsync(text);
        await using var changes = new EngineChanges(client, say);
        var last = await TestAsync(client, items, say, cancellationToken);
        foreach (var (_, message) in Remaining > TimeSpan.Zero ? last.Missing : [])
            await output.WriteWarningAsync($"{message} Still waiting.");
        if (!last.Done && Target is not null && Remaining > TimeSpan.Zero)
            await WarnOfElsewhereAsync(client, Target, output, cancellationToken);

        var doubted = false;
        for (var pause = FirstPause; !IsSettled(last) && Remaining > TimeSpan.Zero; pause = Shorter(pause * 1.5, LongestPause))
        {
            Report(last);
            await Task.Delay(Shorter(ShortestPause, Remaining), cancellationToken);
            // The engine tells of a connection a moment before its lists have it, so the next round comes soon after a change.
            if (await changes.WaitAsync(Shorter(pause, Remaining), cancellationToken))
                pause = FirstPause;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            // The last round may end a second late: what has just changed would be missed otherwise.
            limit.CancelAfter(Remaining < LastRound ? LastRound : Shorter(Remaining, TimeSpan.FromDays(1)));
            try
            {
                last = await TestAsync(client, items, say, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over. What the last whole round found is the answer.
                break;
            }
        }

        await WriteAsync(last, output);

        // A prediction that was wrong may be older than the change that was waited for. It is made once more.
        bool IsSettled(Round round)
        {
            var again = round.Done && !doubted && round.Pairs.Any(pair => pair.Result.Agrees == false);
            doubted |= again;
            return round.Done && !again;
        }
    }

    /// <summary>One round: everything is looked up and tested anew.</summary>
    private async Task<Round> TestAsync(
        EngineClient client, IReadOnlyList<ContainerIdentity> items, Action<string> say, CancellationToken cancellationToken)
    {
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        var missing = new List<(object Item, string Message)>();
        var sources = Find(items, source => Selection.ContainersOrHost(snapshot, source)).DistinctBy(s => s.Id).ToList();
        var targets = Target is null ? null : Find(Target, target => TargetSelection.Select(snapshot, target)).ToList();
        TestOptions options;
        try
        {
            options = CommonOptions(snapshot, Math.Clamp((int)Remaining.TotalSeconds, 1, 2));
        }
        catch (CommandException e) when (e.ErrorId == ErrorKind.NetworkNotFound.Id)
        {
            return new Round([], [], [(Network!, e.Message)]);
        }

        var scope = new TestScope(snapshot, sources, Mesh ? sources.ConvertAll(s => new ReachabilityTarget(s.Name, s)) : targets);
        var untested = new UntestedPairs(scope, options, Until);
        var results = new List<ReachabilityResult>();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var result in TestRun.ResultsAsync(client, scope, options, say, cancellationToken))
        {
            results.Add(result);
            untested.Remove(result);
            reached.UnionWith(TargetChanges.Credited(snapshot, result));
        }

        var round = new Round([.. AwaitedPair.Of(results, Until)], [.. untested.Left], missing);
        if (round.Done && reached.Count > 0)
        {
            foreach (var changed in await TargetChanges.FindAsync(client, snapshot, reached, cancellationToken))
                missing.Add((changed, $"{changed} changed during the test, so another container may have answered."));
        }

        if (round.Pairs.Count == 0 && round.Untested.Count == 0 && missing.Count == 0)
            missing.Add((items, NothingTested.Text(items, sources, Target, targets)));
        return round;

        IEnumerable<T> Find<T>(IEnumerable<ContainerIdentity> wanted, Func<ContainerIdentity, IReadOnlyList<T>> select)
        {
            foreach (var identity in wanted.Distinct())
            {
                IReadOnlyList<T> found = [];
                try
                {
                    found = select(identity);
                    if (found.Count == 0)
                        missing.Add((identity.ToString(), NothingTested.NoMatch([identity])));
                }
                catch (CommandException e) when (e.ErrorId == ErrorKind.ContainerNotFound.Id)
                {
                    missing.Add((identity.ToString(), e.Message));
                }

                foreach (var item in found)
                    yield return item;
            }
        }
    }

    private void Report(Round round)
    {
        var (ready, total) = (round.Pairs.Count(pair => pair.Ready), round.Pairs.Count + round.Untested.Count + round.Missing.Count);
        var left = (int)Math.Ceiling(Math.Max(0, Remaining.TotalSeconds));
        // How long it takes cannot be estimated from the pairs that are ready.
        _progress!.Report($"{ready} of {Counted.Of(total, "pair")} {Until.ToString().ToLowerInvariant()}, {left} s left", 0, 0);
    }

    private async Task WriteAsync(Round last, CommandOutput output)
    {
        foreach (var pair in last.Pairs)
        {
            if (pair.Ready)
                await output.WriteObjectAsync(pair.Result);
            else
                await FailAsync(CommandErrors.WaitTimeout(Until, TimeoutSeconds, pair.Result), pair.Result);
        }

        foreach (var (source, target) in last.Untested)
            await FailAsync(CommandErrors.WaitTimeout(TimeoutSeconds, NothingTested.OfPair(source, target)), target);
        foreach (var (item, message) in last.Missing)
            await FailAsync(CommandErrors.WaitTimeout(TimeoutSeconds, message), item);

        Task FailAsync(CommandException error, object item) => output.WriteErrorAsync(ErrorRecords.From(error, item));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one < other ? (one < TimeSpan.Zero ? TimeSpan.Zero : one) : other < TimeSpan.Zero ? TimeSpan.Zero : other;

    /// <summary>What a test found.</summary>
    /// <param name="Pairs">Each source, target and service.</param>
    /// <param name="Untested">The pairs without a probe.</param>
    /// <param name="Missing">What was named and is not there.</param>
    private sealed record Round(
        IReadOnlyList<AwaitedPair> Pairs,
        IReadOnlyCollection<(string Source, string Target)> Untested,
        IReadOnlyCollection<(object Item, string Message)> Missing)
    {
        public bool Done => Pairs.Count > 0 && Untested.Count == 0 && Missing.Count == 0 && Pairs.All(pair => pair.Ready);
    }
}
