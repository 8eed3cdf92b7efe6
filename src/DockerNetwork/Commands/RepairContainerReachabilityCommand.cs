using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>
/// Repair-ContainerReachability: runs the fixes that the results of Test-ContainerReachability propose, each once, and tests again. It runs
/// the data of a fix, never its text: only commands of this module that start containers and connect networks, as the prediction makes
/// them. Each result is predicted again on the live engine first, and a fix that this does not propose is refused. If one name or address
/// leads to a target, the others are left as they are.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "ContainerReachability", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Repair-ContainerReachability.md")]
[OutputType(typeof(ReachabilityResult))]
public sealed partial class RepairContainerReachabilityCommand : EngineCommand
{
    private readonly Dictionary<DockerHost, List<BrokenProbe>> _broken = [];
    private readonly ReachedTargets _reached = new();

    /// <summary>
    /// Results of Test-ContainerReachability, including results that were exported and read back. Reachable results are skipped, and so are
    /// others of the same source, target and port.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Result")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Seconds to wait for an answer when a repaired probe is repeated, 1 to 300. A port that refuses connections is tried again for the
    /// same time.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 2;

    /// <summary>
    /// The engine, as unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host; without it, that of each result. Of several,
    /// it is the one of the result. It is not bound from the pipeline: what the object is must be checked first.
    /// </summary>
    [Parameter]
    [DockerHostTransformation]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    public override DockerHost[]? DockerHost { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var item in InputObject)
        {
            await GuardAsync(output, item, async () =>
            {
                // Not connected to before the user has agreed: a file may name any engine.
                var probe = BrokenProbe.Read(item);
                if (await CrossesAsync(output, probe))
                    return;
                var host = HostOf(probe.DockerHost);
                _reached.Add(host, probe);
                if (probe.Reachable)
                    return;
                if (!_broken.TryGetValue(host, out var probes))
                    _broken[host] = probes = [];
                probes.Add(probe);
            });
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (host, probes) in _broken)
        {
            var needed = probes.FindAll(
                probe => probe.Fix is { } fix && !_reached.Covers(host, probe) && !(fix.Connects && _reached.IsLedTo(host, probe)));
            foreach (var probe in probes.Except(needed))
            {
                if (_reached.Covers(host, probe))
                    await PassOverAsync(output, probe);
                else if (probe.Fix is not null)
                    await output.WriteVerboseAsync($"{probe} is left as it is: {probe.Source} and {probe.Target} need no other network.");
                else if (needed.Find(probe.IsOfSamePair) is { } other)
                    await output.WriteVerboseAsync($"No fix is known for {probe}. The fix for {other} connects the same containers.");
                else
                    await WarnAsync(output, probe, probe.Message);
            }

            await GuardAsync(output, host.ToString(), async () =>
                await RepairAsync(host, await OfEngineAsync(host, needed, output, cancellationToken), output, cancellationToken));
        }
    }

    private async Task RepairAsync(DockerHost host, List<BrokenProbe> probes, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Repairing reachability");
        var open = probes.Select((probe, index) => (Probe: probe, Index: index)).ToList();
        var repaired = new List<(BrokenProbe Probe, int Index)>();
        EngineClient? client = null;
        RepairPlan? plan = null;
        while (open.Count > 0)
        {
            var fix = open[0].Probe.Fix!;
            var same = open.FindAll(o => o.Probe.Fix!.Text == fix.Text);
            // What would be refused is not shown. Another engine than the usual one is not asked before the user agrees.
            if (fix.Connects
                && IsUsual(host)
                && plan is not { Snapshot: null }
                && !await KeepsNamesAsync(Engine(host), plan?.Snapshot, fix, same.ConvertAll(s => s.Probe), output, cancellationToken))
            {
                open.RemoveAll(o => o.Probe.Fix!.Text == fix.Text);
                continue;
            }

            if (!await ShouldProcessAsync(output, host, string.Join(", ", same.Select(s => s.Probe)), fix.Text, _broken.Count > 1))
            {
                open.RemoveAll(o => o.Probe.Fix!.Text == fix.Text);
                if (!IsUsual(host) || open.Count == 0 || !await output.IsWhatIfAsync())
                    continue;
                // Another engine than the usual one is not asked: a file may name any.
                plan ??= await PlanAsync(host, cancellationToken);
                same.ForEach(s => _reached.AddReached(host, s.Probe));
                open = await PlannedAsync(plan, fix, open, cancellationToken);
                Settle();
                open.RemoveAll(o => o.Probe.Fix is null || _reached.Covers(host, o.Probe));
                continue;
            }

            if (client is null)
            {
                // All at once, as the first fix that is run changes what is proposed for the others.
                client = Engine(host);
                open = await PredictAsync(client, open, (given, reasons) => given.Confirmed(reasons), output, cancellationToken);
                Settle();
                same = open.FindAll(o => o.Probe.Fix!.Text == fix.Text);
            }

            open.RemoveAll(o => o.Probe.Fix!.Text == fix.Text);
            if (same.Count == 0)
                continue;
            if (await FixAsync(client, fix, same.ConvertAll(s => s.Probe), output, cancellationToken))
            {
                repaired.AddRange(same);
                same.ForEach(s => _reached.AddReached(host, s.Probe));
                progress.Advance(fix.Text);
            }

            // A fix may have repaired more than it was for: two containers that now share a network need no second one. One that failed may
            // have done a part of it.
            open = await PredictAsync(client, open, (_, reasons) => ProposedFix.Of(reasons), output, cancellationToken);
            Settle();
            foreach (var (probe, _) in open.FindAll(o => _reached.Covers(host, o.Probe)))
                await PassOverAsync(output, probe);
            open.RemoveAll(o => _reached.Covers(host, o.Probe));
        }

        if (client is not null)
            await TestAgainAsync(client, repaired.OrderBy(r => r.Index).Select(r => r.Probe).ToList(), progress, output, cancellationToken);

        void Settle()
        {
            var reachable = open.FindAll(o => o.Probe.Reachable);
            reachable.ForEach(r => _reached.AddReached(host, r.Probe));
            repaired.AddRange(reachable);
            open.RemoveAll(o => o.Probe.Reachable);
        }
    }

    /// <summary>The engine now, for what -WhatIf shows after the first fix.</summary>
    private async Task<RepairPlan> PlanAsync(DockerHost host, CancellationToken cancellationToken)
    {
        var client = Engine(host);
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        return new RepairPlan(await snapshot.InspectAsync(client, snapshot.Containers.Select(c => c.Id), cancellationToken));
    }

    private static async Task<List<(BrokenProbe Probe, int Index)>> PlannedAsync(
        RepairPlan plan, ProposedFix fix, List<(BrokenProbe Probe, int Index)> open, CancellationToken cancellationToken)
    {
        plan.Run(fix);
        var planned = new List<(BrokenProbe Probe, int Index)>();
        foreach (var (probe, index) in open)
            planned.Add((await plan.AgainAsync(probe, cancellationToken), index));
        return planned;
    }

    /// <summary>Runs a fix for all that need it; false if it did not work.</summary>
    private async Task<bool> FixAsync(
        EngineClient client, ProposedFix fix, List<BrokenProbe> probes, CommandOutput output, CancellationToken cancellationToken)
    {
        if (!await KeepsNamesAsync(client, null, fix, probes, output, cancellationToken))
            return false;
        if (await FixRun.RunAsync(fix, client.DockerHost, MyInvocation.MyCommand.Module, output) is not { } failure)
            return true;
        foreach (var probe in probes)
            await output.WriteErrorAsync(ErrorRecords.About(failure, probe.Item));
        return false;
    }

    /// <summary>Whether each name stays with its container; if not, the rows get an error.</summary>
    private async Task<bool> KeepsNamesAsync(
        EngineClient client, EngineSnapshot? plan, ProposedFix fix, List<BrokenProbe> probes, CommandOutput output, CancellationToken end)
    {
        var snapshot = plan ?? await NewSnapshotAsync(client, end);
        var checks = probes.ConvertAll(probe => (Probe: probe, Names: new NameCheck(fix.Commands, probe.SourceEnd, probe.TargetEnd)));
        if (plan is null && checks.SelectMany(check => check.Names.Involved(snapshot)).Distinct().ToList() is { Count: > 0 } involved)
            snapshot = await snapshot.InspectAsync(client, involved, end);
        var refusals = checks.ConvertAll(check => (check.Probe, Error: check.Names.Refusal(snapshot)));
        if (refusals.Exists(refusal => refusal.Error is null))
            return true;
        // A fix that only a file proposes is refused later, and is not recommended here.
        foreach (var probe in plan is null ? probes : [])
        {
            if (!await IsProposedAsync(client, snapshot, probe, fix, end))
                return true;
        }

        foreach (var (probe, error) in refusals)
            await output.WriteErrorAsync(ErrorRecords.About(ErrorRecords.From(error!, fix.Text), probe.Item));
        return false;
    }

    /// <summary>
    /// Whether the engine's state of now proposes the fix for a row. False if the row is reachable now, or its container is gone.
    /// </summary>
    private static async Task<bool> IsProposedAsync(
        EngineClient client, EngineSnapshot snapshot, BrokenProbe probe, ProposedFix fix, CancellationToken end)
    {
        try
        {
            var now = await LastAsync(probe.AgainAsync(client, snapshot, ProbeMethod.None, TimeSpan.Zero, end));
            return now is { Reachable: false } && now.Reasons.Any(fix.IsOf);
        }
        catch (CommandException)
        {
            return false;
        }
    }

    /// <summary>
    /// Predicts rows from the engine's state of now. Those that are reachable, or that have a fix, are returned; the others are told.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="rows">What is to be repaired.</param>
    /// <param name="choose">The fix to run, from the row's own and the reasons of the prediction; null for none.</param>
    /// <param name="output">Where errors and warnings go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task<List<(BrokenProbe Probe, int Index)>> PredictAsync(
        EngineClient client,
        List<(BrokenProbe Probe, int Index)> rows,
        Func<ProposedFix, IReadOnlyList<Reason>, ProposedFix?> choose,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var predicted = new List<(BrokenProbe Probe, int Index)>();
        if (rows.Count == 0)
            return predicted;
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        foreach (var (probe, index) in rows)
        {
            await GuardAsync(output, probe.Item, async () =>
            {
                var now = await LastAsync(
                    probe.AgainAsync(client, snapshot, ProbeMethod.None, TimeSpan.Zero, cancellationToken));
                var reachable = now is { Reachable: true };
                var fix = reachable ? null : choose(probe.Fix!, now?.Reasons ?? []);
                if (reachable || fix is not null)
                    predicted.Add((probe with { Reachable = reachable, Fix = fix }, index));
                else if (_reached.Covers(client.DockerHost, probe))
                    await PassOverAsync(output, probe);
                else
                    await WarnAsync(output, probe, now is { Reasons: [var first, ..] } ? first.Message : probe.Message);
            });
        }

        return predicted;
    }

    private static async Task<ReachabilityResult?> LastAsync(IAsyncEnumerable<ReachabilityResult> results)
    {
        ReachabilityResult? last = null;
        await foreach (var row in results)
            last = row;
        return last;
    }

    private static Task PassOverAsync(CommandOutput output, BrokenProbe probe) => output.WriteVerboseAsync(
        $"{probe} is left as it is: {probe.Source} reaches {probe.Target} by another name or address.");

    private static Task WarnAsync(CommandOutput output, BrokenProbe probe, string? reason) =>
        output.WriteWarningAsync($"{probe} is not reachable, and no fix is known. {reason}".TrimEnd());
}
