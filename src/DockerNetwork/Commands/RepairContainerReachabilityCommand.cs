using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Repair;

namespace DockerNetwork.Commands;

/// <summary>
/// Repair-ContainerReachability: runs the fixes that the results of Test-ContainerReachability propose, each once, and tests again what
/// they were for. The data of a fix is run and never its text: only commands of this module that start containers and connect networks,
/// as the prediction makes them.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "ContainerReachability", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Repair-ContainerReachability.md")]
[OutputType(typeof(ReachabilityResult))]
public sealed class RepairContainerReachabilityCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, List<BrokenProbe>> _broken = [];

    /// <summary>
    /// Results of Test-ContainerReachability, also those that were exported and read back. Reachable ones are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Result")]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Seconds to wait for an answer when the repaired probes are made again, 1 to 300. A port that is refused is tried as long.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 2;

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var item in InputObject)
        {
            await ReportAsync(output, item, async () =>
            {
                var probe = BrokenProbe.Read(item);
                if (probe.Reachable)
                    return;
                if (probe.Fix is null)
                {
                    await output.WriteWarningAsync($"{probe} is not reachable, and no fix is known. {probe.Message}".TrimEnd());
                    return;
                }

                var client = Engine(probe.DockerHost);
                if (!_broken.TryGetValue(client, out var probes))
                    _broken[client] = probes = [];
                probes.Add(probe);
            });
        }
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (client, probes) in _broken)
            await ReportAsync(output, client.Endpoint.ToString(), () => RepairAsync(client, probes, output, cancellationToken));
    }

    private async Task RepairAsync(EngineClient client, List<BrokenProbe> probes, CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Repairing reachability");
        var open = probes.Select((probe, index) => (Probe: probe, Index: index)).ToList();
        var repaired = new List<(BrokenProbe Probe, int Index)>();
        while (open.Count > 0)
        {
            var fix = open[0].Probe.Fix!;
            var same = open.FindAll(o => o.Probe.Fix!.Text == fix.Text);
            open.RemoveAll(o => o.Probe.Fix!.Text == fix.Text);
            if (!await FixAsync(client, fix, same.ConvertAll(s => s.Probe), output))
                continue;

            repaired.AddRange(same);
            await progress.AdvanceAsync(fix.Text);
            var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
            for (var i = 0; i < open.Count; i++)
                open[i] = open[i] with { Probe = await ReconsiderAsync(client, snapshot, open[i].Probe, cancellationToken) };
            repaired.AddRange(open.FindAll(o => o.Probe.Reachable));
            open.RemoveAll(o => o.Probe.Reachable);
        }

        if (repaired.Count == 0)
            return;
        var now = await EngineSnapshot.ReadAsync(client, cancellationToken);
        foreach (var (probe, _) in repaired.OrderBy(r => r.Index))
        {
            await ReportAsync(output, probe.Item, () => TestAgainAsync(client, now, probe, output, cancellationToken));
            await progress.AdvanceAsync(probe);
        }
    }

    /// <summary>Runs a fix for all that need it; false if it was not wanted or did not work.</summary>
    private static async Task<bool> FixAsync(EngineClient client, ProposedFix fix, List<BrokenProbe> probes, CommandOutput output)
    {
        if (!await output.ShouldProcessAsync(string.Join(", ", probes), fix.Text))
            return false;
        foreach (var pipeline in fix.Pipelines())
        {
            if (await output.InvokeAsync(shell => Add(shell, pipeline, client)) is not { } failure)
                continue;
            foreach (var probe in probes)
                await output.WriteErrorAsync(ErrorRecords.About(failure, probe.Item));
            return false;
        }

        return true;
    }

    private static void Add(PowerShell shell, IReadOnlyList<RunnableCommand> pipeline, EngineClient client)
    {
        // This command has asked already, and the first error ends the fix.
        foreach (var (cmdlet, arguments) in pipeline)
        {
            shell.AddCommand(cmdlet)
                .AddParameter(nameof(DockerHost), client.Endpoint)
                .AddParameter("Confirm", false)
                .AddParameter("WhatIf", false)
                .AddParameter("ErrorAction", ActionPreference.Stop);
            foreach (var (name, value) in arguments)
                shell.AddParameter(name, value);
        }
    }

    /// <summary>A fix may have repaired more than it was for: two containers that now share a network need no second one.</summary>
    private static async Task<BrokenProbe> ReconsiderAsync(EngineClient client, EngineSnapshot snapshot, BrokenProbe probe, CancellationToken cancellationToken)
    {
        if (probe.Predicted == ReachabilityState.Reachable || SourceOf(snapshot, probe) is not { } source)
            return probe;
        await foreach (var now in probe.Again(snapshot, source, ProbeMethod.None, TimeSpan.Zero).RunAsync(client, cancellationToken))
            return probe with { Reachable = now.Reachable, Fix = ProposedFix.Of(now.Reasons) ?? probe.Fix };
        return probe;
    }

    private async Task TestAgainAsync(EngineClient client, EngineSnapshot snapshot, BrokenProbe probe, CommandOutput output, CancellationToken cancellationToken)
    {
        if (SourceOf(snapshot, probe) is not { } source)
            throw new CommandException("ContainerNotFound", ErrorCategory.ObjectNotFound, $"There is no container '{probe.Source}' any more, so the probe was not made again.");

        // A program that was just started needs a moment before it listens.
        var deadline = DateTime.UtcNow.AddSeconds(TimeoutSeconds);
        ReachabilityResult? result;
        do
        {
            result = null;
            await foreach (var row in probe.Again(snapshot, source, null, TimeSpan.FromSeconds(TimeoutSeconds)).RunAsync(client, cancellationToken))
                result = row;
            if (result is not { Observed: ReachabilityState.Refused })
                break;
            await Task.Delay(200, cancellationToken);
        }
        while (DateTime.UtcNow < deadline);
        if (result is not null)
            await output.WriteObjectAsync(result);
    }

    private static Container? SourceOf(EngineSnapshot snapshot, BrokenProbe probe) =>
        probe.Source == "@host" ? snapshot.Host : snapshot.Containers.FirstOrDefault(c => c.Name == probe.Source);
}
