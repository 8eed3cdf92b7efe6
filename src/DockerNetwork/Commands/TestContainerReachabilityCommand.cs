using System.Management.Automation;
using System.Runtime.CompilerServices;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Formats;
using DockerNetwork.Identities;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Text;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Test-ContainerReachability: which containers reach which targets, by which name, address and port: predicted from the engine's state,
/// observed from inside the containers, and explained. A probe that fails is a result, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerReachability", DefaultParameterSetName = "Target",
    HelpUri = HelpPages.Folder + "Test-ContainerReachability.md")]
[OutputType(typeof(ReachabilityResult), typeof(bool))]
public sealed partial class TestContainerReachabilityCommand : ReachabilityCommand
{
    /// <summary>So many disagreements are a warning each; the others are counted.</summary>
    private const int DisagreementsTold = 5;

    private const int Batch = 200;

    private readonly object _gate = new();
    private readonly List<EngineRun> _runs = [];
    private readonly HashSet<string> _doubts = new(StringComparer.Ordinal);
    private CommandProgress? _progress;
    private volatile bool _incomplete;
    private volatile bool _warned;
    private int _disagreements;

    /// <summary>The number of packets or connections for each probe. With -Method Exec, a port is tried only once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Count { get; set; } = 1;

    /// <summary>Seconds between two packets or connections of a probe. With -Method Exec, it is always one second.</summary>
    [Parameter]
    [ValidateRange(0, 60)]
    public int Delay { get; set; } = 1;

    /// <summary>
    /// Bytes of data in each echo request or datagram, 0 to 65507. Without it, 56 bytes of an echo request and one of a datagram. Not for
    /// TCP and HTTP.
    /// </summary>
    [Parameter]
    [ValidateRange(0, ProbeOptions.MaxSize)]
    [ArgumentCompleter(typeof(PacketSizeCompleter))]
    public int? Size { get; set; }

    /// <summary>
    /// Forbids the source and every router on the way to fragment echo requests and datagrams. Not for TCP and HTTP.
    /// </summary>
    [Parameter]
    public SwitchParameter DontFragment { get; set; }

    /// <summary>Also looks up each name, in a separate row with the protocol Dns.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Seconds to wait for an answer. The same time again is allowed for a name to resolve.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 2;

    /// <summary>Only predicts, and sends nothing. The same as -Method None.</summary>
    [Parameter]
    public SwitchParameter Predict { get; set; }

    /// <summary>
    /// Predicts from a snapshot instead of asking an engine: an object from Get-DockerNetworkSnapshot, also after Export-Clixml or
    /// ConvertTo-Json and back, or the JSON text of a file.
    /// </summary>
    [Parameter]
    [SavedSnapshotTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SavedSnapshot? Snapshot { get; set; }

    /// <summary>Follows the packets of rows that failed or disagree with the prediction; where they were lost is in Trace.</summary>
    [Parameter]
    public SwitchParameter Trace { get; set; }

    /// <summary>
    /// Returns one Boolean. It is true if every source reaches every target, on every port, by at least one of the names and addresses that
    /// -By allows.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Returns one Boolean: true if every probe is as expected, Reachable or Unreachable. For each that is not, and for everything that is
    /// stopped, missing or unknown, there is an error.
    /// </summary>
    [Parameter]
    public ExpectedReachability? Expect { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Quiet && Expect is not null)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(Quiet), nameof(Expect), "Each of them returns one Boolean."));
        if (PacketSize.Conflict(Size, DontFragment, TcpPort.Length > 0, Http) is { } conflict)
            ThrowTerminatingError(conflict);
        if (Trace && (Predict || Snapshot is not null || Method == ProbeMethod.None))
            ThrowTerminatingError(NothingSent(Predict ? nameof(Predict) : Snapshot is null ? nameof(Method) : nameof(Snapshot)));
        if (Snapshot is not null && Method is not (null or ProbeMethod.None))
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(Snapshot), nameof(Method), "A snapshot allows only predictions."));
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Source)
        {
            if (Snapshot is null)
                await CollectAsync(identity.DockerHost, identity, output);
            else
                Collect(null, identity);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await using (_progress = new CommandProgress(output, "Testing reachability"))
        {
            await FindTargetsAsync(output, cancellationToken);
            await base.EndProcessingAsync(output, cancellationToken);
            await CheckElsewhereAsync(output, cancellationToken);
        }

        if (_disagreements > DisagreementsTold)
        {
            await output.WriteWarningAsync(
                $"{Counted.Of(_disagreements - DisagreementsTold, "more result")} disagreed with the prediction. "
                + "To see them: Where-Object Agrees -eq $false.");
        }

        if (Expect is not null)
            await EndExpectingAsync(output);

        var reached = _runs.FindAll(run => run.Finished).Select(run => run.Summary.EveryPairReached()).OfType<bool>().ToList();
        // What could not be tested was not reached. If nothing could be tested because of errors, they are the answer.
        if (!Quiet || ((_incomplete || Failed) && reached.Count == 0))
            return;
        if (reached.Count == 0 && !_warned)
            await output.WriteWarningAsync("Nothing was tested, because there is no source or no target.");
        await output.WriteObjectAsync(reached.Count > 0 && !reached.Contains(false) && !_incomplete && !Failed);
    }

    /// <summary>An engine has not answered everything.</summary>
    private bool Failed => AnyAway || _runs.Exists(run => !run.Finished);

    /// <summary>Several engines may have the same doubt.</summary>
    private bool IsNew(string doubt)
    {
        lock (_gate)
            return _doubts.Add(doubt);
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<ContainerIdentity> items, CommandOutput output, CancellationToken cancellationToken)
    {
        var run = new EngineRun { Host = host };
        lock (_gate)
            _runs.Add(run);
        var (ready, writing) = (new List<ReachabilityResult>(), Task.CompletedTask);
        await foreach (var result in TestAsync(Snapshot is null ? Engine(host) : null, items, run, output, cancellationToken))
        {
            _progress!.Advance(result);
            if (Quiet || Expect is not null)
            {
                run.Summary.Add(result);
                if (AmbiguousNames.Of(result) is { } doubt && IsNew(doubt.Message))
                    await output.WriteWarningAsync(doubt.Message);
                if (Expect is not null)
                    await CompareAsync(result, run, output);
                continue;
            }

            // A prediction costs less than its way to the pipeline; an observation is shown as soon as it is made.
            ready.Add(result);
            if (ready.Count < (result.Observed is null ? Batch : 1))
                continue;
            // The next batch is predicted while the commands behind work on this one.
            await writing;
            (ready, writing) = ([], output.WriteObjectsAsync(ready));
            if (result.Agrees == false && Told(result, run) is { } text)
                await output.WriteWarningAsync(text);
        }

        await writing;
        await output.WriteObjectsAsync(ready);
        run.Finished = true;
    }

    /// <summary>The warning of a row that disagrees, or null. What a kernel lacks is told once for its engine.</summary>
    private string? Told(ReachabilityResult result, EngineRun run)
    {
        var reason = result.Reasons[0];
        if (reason.Code == ReasonCode.NoIpvs)
            return run.TellsNoIpvs() ? $"{HostOf(run.Host)}: {reason.Message}" : null;
        return Interlocked.Increment(ref _disagreements) <= DisagreementsTold
            ? $"{result.Source} -> {result.TargetName}{(result.Port is { } port ? $":{port}" : "")}: {reason.Message}"
            : null;
    }

    private async IAsyncEnumerable<ReachabilityResult> TestAsync(
        EngineClient? client,
        IReadOnlyList<ContainerIdentity> identities,
        EngineRun run,
        CommandOutput output,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = client is null ? NamedIfNeeded(Snapshot!.ToSnapshot()) : await SnapshotAsync(client, cancellationToken);
        var sources = (await SelectAllAsync(identities, identity => Selection.ContainersOrHost(snapshot, identity), output))
            .DistinctBy(s => s.Id).ToList();
        var targets = Target is null
            ? null
            : await SelectAllAsync(
                Target.Where(target => client is null || IsOf(target, client.DockerHost)),
                target => TargetSelection.Select(snapshot, target),
                output);
        PacketSize.Check(Size, DontFragment, targets);
        var scope = new TestScope(snapshot, sources, Mesh ? sources.ConvertAll(s => new ReachabilityTarget(s.Name, s)) : targets);
        if (client is not null)
            scope = scope.Beside(_engines.Where(engine => engine.Client != client).Select(engine => engine.Targets));
        targets = targets is null ? null : [.. scope.Targets!];
        output.Expect((targets ?? snapshot.Containers.Select(c => new ReachabilityTarget(c.Name, c))).SelectMany(ReachabilityView.Targets));
        var (any, reached) = (false, new HashSet<string>(StringComparer.Ordinal));
        var options = Options(snapshot);
        run.Untested = Expect is { } expected ? new UntestedPairs(scope, options, expected) : null;
        void Trace(string text) => _ = output.WriteVerboseAsync(text);
        await foreach (var result in TestRun.ResultsAsync(client, scope, options, Trace, cancellationToken))
        {
            any = true;
            if (result.Observed is not null)
                reached.UnionWith(TargetChanges.Credited(snapshot, result));
            yield return result;
        }

        NoteElsewhere(snapshot, reached);
        if (reached.Count > 0)
            await CheckAsync(client!, snapshot, reached, output, cancellationToken);

        if (Expect is not null)
            await NameUntestedAsync(run, output);
        // What another engine has, or none, is told at the end.
        if (any || _incomplete || _unexpected || (DefersAbsences && (sources.Count == 0 || targets is { Count: 0 })))
            yield break;
        _warned = true;
        await SayAsync(NothingTested.Text(identities, sources, Target, targets), output);
    }

    private protected override void OnAbsent() => _incomplete = true;

    /// <summary>As <see cref="EngineCommand.SelectAsync"/>, all together; keeps in mind that something is missing.</summary>
    private async Task<List<T>> SelectAllAsync<T>(
        IEnumerable<ContainerIdentity> identities, Func<ContainerIdentity, IReadOnlyList<T>> select, CommandOutput output)
    {
        var wanted = identities.Distinct().ToList();
        var selected = await SelectAsync(wanted, select, output);
        _incomplete |= selected.Count < wanted.Count && !DefersAbsences;
        foreach (var (identity, _) in selected.Where(found => Expect is not null && selected.Count > 1 && found.Value.Count == 0))
            await SayAsync(NothingTested.NoMatch([identity]), output);
        return selected.Values.SelectMany(found => found).ToList();
    }

    /// <summary>The test of one engine.</summary>
    private sealed class EngineRun
    {
        public required DockerHost? Host { get; init; }

        public ReachabilitySummary Summary { get; } = new();

        public UntestedPairs? Untested { get; set; }

        private bool _toldNoIpvs;

        /// <summary>True the first time.</summary>
        public bool TellsNoIpvs() => !_toldNoIpvs && (_toldNoIpvs = true);

        public bool Finished { get; set; }
    }
}
