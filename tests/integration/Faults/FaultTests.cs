using System.Globalization;
using System.Text;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Tracing;
using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>
/// The fault bench: faults on a private engine, each with what a trace has to say of it. DN_FAULT_REPEAT says how many times in a row (1),
/// DN_FAULT_TRAFFIC=1 lets two other containers exchange much meanwhile, and DN_FAULT_CODES=0 only tests that each fault breaks its probe
/// and is undone. tests/engine/faults.sh runs all of it on all engines.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class FaultTests(FaultSite site) : IClassFixture<FaultSite>
{
    private static readonly int Repeat =
        int.Parse(Environment.GetEnvironmentVariable("DN_FAULT_REPEAT") ?? "1", CultureInfo.InvariantCulture);

    private static readonly bool Codes = Environment.GetEnvironmentVariable("DN_FAULT_CODES") != "0";

    private static readonly Dictionary<string, Fault> Faults =
        FirewallFaults.All.Concat(HostFaults.All).Concat(TargetFaults.All).Concat(RewriteFaults.All).ToDictionary(fault => fault.Name);

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [ConditionalTheory]
    [MemberData(nameof(FaultNames))]
    public async Task A_fault_is_found_where_it_is(string name)
    {
        var fault = Faults[name];
        site.Require(!fault.NeedsIptables || site.HasIptables, "the engine does not use iptables");
        site.Require(fault.NeedsChain is null || site.Chains.Contains(fault.NeedsChain), $"the engine has no chain {fault.NeedsChain}");
        site.Require(!fault.NeedsDirectDrop || site.DropsDirect, "the engine does not drop packets from outside to containers");
        site.Require(!fault.NeedsUpstreamText || site.TellsUpstream, "the engine does not tell the name servers behind its DNS");
        await WithAsync(fault.Setup, fault.Tidy, async () =>
        {
            if (fault.Sound)
                await AssertSoundAsync(fault, "before the fault");
            for (var i = 0; i < Repeat; i++)
                await InjectAsync(fault, i + 1);
        });
    }

    private async Task InjectAsync(Fault fault, int round)
    {
        ReachabilityResult? result = null;
        await WithAsync(fault.Inject, fault.Undo, async () => result = await TraceAsync(fault));
        if (fault.Sound)
            await AssertSoundAsync(fault, "after the fault");
        var problems = ProblemsOf(fault, result!).ToList();
        Assert.True(problems.Count == 0, $"{fault.Name}, round {round}: {string.Join("; ", problems)}\n{Describe(result!)}");
    }

    /// <summary>What the trace says otherwise than it should.</summary>
    private IEnumerable<string> ProblemsOf(Fault fault, ReachabilityResult result)
    {
        if (result.Observed == ReachabilityState.Reachable && !fault.Answered)
            yield return "the probe succeeds all the same";
        if (!Codes)
            yield break;
        var code = result.Reasons is [{ } first, ..] ? first.Code : "none";
        if (!fault.Codes.Contains(code))
            yield return $"the first reason is {code}, not {string.Join(" or ", fault.Codes)}";
        if (fault.Lost is { } lost && site.Fill(lost) is var wanted && Place(result.Trace?.Lost, wanted) is var place && place != wanted)
            yield return $"lost at '{place}', not at '{wanted}'";
        if (fault.LosesAnswer && result.Trace?.Lost is { Leg: not TraceLeg.Answer })
            yield return "the request is lost, not the answer";
        var rules = result.Trace?.Rules ?? [];
        if (fault.Rule is null && rules.Any(named => named.Owner != RuleOwner.Docker || !fault.MayNameDocker))
            yield return $"a rule is named: {rules[0]}";
        if (fault.Rule is { } rule && !rules.Any(named => Is(named, rule)))
            yield return $"the rule is not named: {rule}";
        if (rules.Count > 2 || rules.Count(named => named.Certain) > 1)
            yield return $"{rules.Count} rules are named";
    }

    private static string Place(TraceHop? hop, string wanted) =>
        hop is null ? "" : wanted.Contains(' ', StringComparison.Ordinal) ? $"{hop.Place} {hop.Interface}" : hop.Place;

    private bool Is(FirewallRule named, FaultRule rule) =>
        named.Place == rule.Place && named.Chain == rule.Chain && named.Owner == rule.Owner
        && (rule.Text == "policy"
            ? named.Position == 0
            : $"{named.Text} {named.Comment}".Contains(site.Fill(rule.Text), StringComparison.Ordinal));

    private async Task AssertSoundAsync(Fault fault, string when)
    {
        ReachabilityResult? result = null;
        for (var i = 0; i < 10; i++)
        {
            result = await TestAsync(fault, null);
            if (result.Observed == ReachabilityState.Reachable)
                return;
            await Task.Delay(300);
        }

        Assert.Fail($"{fault.Name}: the probe does not succeed {when}.\n{Describe(result!)}");
    }

    private Task<ReachabilityResult> TraceAsync(Fault fault) =>
        TestAsync(fault, Codes ? new TraceOptions { All = true, Explain = true, Size = fault.Size, Count = fault.Count } : null);

    private async Task<ReachabilityResult> TestAsync(Fault fault, TraceOptions? trace)
    {
        var snapshot = await site.SnapshotAsync();
        var probe = fault.Probe;
        var text = site.Fill(probe.Target);
        var named = text.StartsWith("name:", StringComparison.Ordinal);
        text = named ? text["name:".Length..] : text;
        var target = new ReachabilityTarget(text, snapshot.Containers.FirstOrDefault(c => c.Name == text), probe.Port)
        {
            Protocol = probe.Protocol,
            Special = text switch { "@host" => SpecialTarget.Host, "@outside" => SpecialTarget.Outside, _ => SpecialTarget.None },
        };
        var source = probe.Source == "@host" ? snapshot.HostAsSource : snapshot.Containers.Single(c => c.Name == probe.Source);
        var options = new TestOptions
        {
            By = named ? TargetLiterals.Name : TargetLiterals.Address,
            Probe = new ProbeOptions(1, fault.Timeout) { Family = System.Net.Sockets.AddressFamily.InterNetwork, Size = fault.Size },
            Method = ProbeMethod.Agent,
            Trace = trace,
        };
        await foreach (var result in TestRun.ResultsAsync(site.Engine.Client, new TestScope(snapshot, [source], [target]), options))
            return result;
        throw new InvalidOperationException("The test has no rows.");
    }

    /// <summary>Does something between steps and what undoes them, in the reverse order. All of them are undone, whatever fails.</summary>
    private async Task WithAsync(IReadOnlyList<FaultStep> steps, IReadOnlyList<FaultStep> undo, Func<Task> action)
    {
        var problems = new List<string>();
        var begun = 0;
        try
        {
            // Half of a step may be done when it fails.
            foreach (var step in steps)
            {
                begun++;
                await site.DoAsync(step);
            }

            await action();
        }
        catch (InvalidOperationException e)
        {
            problems.Add(e.Message);
        }
        finally
        {
            site.EndProcesses();
            foreach (var step in undo.Skip(undo.Count - begun))
                problems.AddRange(await site.TryAsync(step) is { } problem ? [problem] : Array.Empty<string>());
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static string Describe(ReachabilityResult result)
    {
        var text = new StringBuilder($"{result}; predicted {result.Predicted}, observed {result.Observed}\n");
        foreach (var reason in result.Reasons)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {reason.Code}: {reason.Message}");
        foreach (var hop in result.Trace?.Hops ?? [])
            text.AppendLine(CultureInfo.InvariantCulture, $"  {hop.Number} {hop.Leg} {hop} {hop.Seen}/{hop.Sent} {hop.Note}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  lost: {result.Trace?.Lost}");
        foreach (var rule in result.Trace?.Rules ?? [])
            text.AppendLine(
                CultureInfo.InvariantCulture, $"  rule: {rule.Place} {rule.Chain} {rule.Position} {rule.Owner} {rule.Certain}: {rule}");
        return text.ToString();
    }
}
