using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Listening;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// Why ports refuse, by who listens in the namespaces that refused. Each namespace is read once a run, with the agent that has probed, and
/// nothing is read if nothing refuses.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="ladder">Probes again what should have been answered.</param>
/// <param name="reader">Reads the namespaces.</param>
internal sealed class RefusedRows(TestPlan plan, ProberLadder ladder, NamespaceReader reader)
{
    private const int MaxNamespaces = 64;
    private const int MaxProbedAgain = 16;

    /// <summary>How many containers beside a source are asked for the port that it asked itself for.</summary>
    private const int MaxBeside = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Listener>?>>> _known = new(StringComparer.Ordinal);
    private int _probedAgain;

    /// <summary>Puts the reason for a refusal before the others, if the agent probed and the reason is certain.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<ReachabilityResult> ExplainAsync(
        Question question, ReachabilityResult result, CancellationToken cancellationToken)
    {
        if (result is not { Observed: ReachabilityState.Refused, Method: ProbeMethod.Agent, Address: { } address }
            || !result.Reasons.Any(r => r.Code == ReasonCode.PortRefused)
            || result.Reasons[0].Code is ReasonCode.NobodyListens or ReasonCode.PublishedPortNotContainerPort
            || RefusedPort.Of(question, address) is not { } asked)
        {
            return result;
        }

        try
        {
            return await ReasonAsync(asked, result.Planned, cancellationToken) is { } reason
                ? result with { Reasons = [reason, .. result.Reasons] }
                : result;
        }
        catch (Exception e) when (e is ProberUnavailableException or EngineException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            EngineWatch.Trace($"Why {asked.Name} refused port {asked.Port} is not known: {e.Message}");
            return result;
        }
    }

    private async Task<Reason?> ReasonAsync(RefusedPort asked, PlannedProbe probe, CancellationToken cancellationToken)
    {
        if (await ListenersAsync(asked.Owner, cancellationToken) is not { } listeners)
            return null;
        if (ListenerRules.Of(asked, listeners) is not { } reason)
            return await ByRuleAsync(asked, probe, listeners, cancellationToken);
        return reason.Code is ReasonCode.NobodyListens or ReasonCode.ListensElsewhere && asked is { IsLoopback: true, Owner: not null }
            ? await OfNeighbourAsync(asked, listeners, cancellationToken) ?? reason
            : reason;
    }

    /// <summary>The containers beside the source that the source may have meant.</summary>
    private async Task<Reason?> OfNeighbourAsync(
        RefusedPort asked, IReadOnlyList<Listener> own, CancellationToken cancellationToken)
    {
        if (own.Any(l => l.Port == asked.Port && l.Protocol == asked.Protocol))
            return null;
        if (ListenerRules.Exposing(asked) is { Count: > 0 } exposing)
            return ListenerReasons.LocalhostIsTheContainer(asked, [.. exposing.Select(neighbour => (neighbour, (Listener?)null))]);
        var beside = ListenerRules.Beside(asked);
        if (beside.Count > MaxBeside)
            return null;
        var listening = new List<(Neighbour Neighbour, Listener? Listener)>();
        foreach (var neighbour in beside)
        {
            // Of one that cannot be read nobody knows that it does not listen.
            if (await ListenersAsync(neighbour.Container, cancellationToken) is not { } listeners)
                return null;
            if (ListenerRules.Listening(asked, neighbour, listeners) is { } listener)
                listening.Add((neighbour with { Port = asked.Port }, listener));
        }

        return listening.Count > 0 ? ListenerReasons.LocalhostIsTheContainer(asked, listening) : null;
    }

    /// <summary>
    /// Somebody listens there. It may have come a moment ago, so the probe is sent again; if that is refused too, and the same socket was
    /// there before and after it, something else than the target refuses.
    /// </summary>
    private async Task<Reason?> ByRuleAsync(
        RefusedPort asked, PlannedProbe probe, IReadOnlyList<Listener> before, CancellationToken cancellationToken)
    {
        var fitting = ListenerRules.Fitting(asked, before);
        if (fitting.Count == 0
            || Interlocked.Increment(ref _probedAgain) > MaxProbedAgain
            || !await IsRefusedAgainAsync(asked, probe, cancellationToken)
            || !await LeadsToTargetAsync(asked, cancellationToken))
        {
            return null;
        }

        var after = await ReadAsync(asked.Owner, cancellationToken);
        return fitting.FirstOrDefault(listener => after?.Contains(listener) == true) is { } lasting
            ? ListenerReasons.RefusedByRule(asked, lasting)
            : null;
    }

    private async Task<bool> IsRefusedAgainAsync(RefusedPort asked, PlannedProbe probe, CancellationToken cancellationToken)
    {
        var options = plan.ProbeOptionsOf(probe.Source) with { Count = 1 };
        await foreach (var (_, seen, method) in ladder.ProbeAsync(probe.Source, [probe], options, cancellationToken))
        {
            return seen is { State: ReachabilityState.Refused, Address: { } address, Reason.Code: ReasonCode.PortRefused }
                && method == ProbeMethod.Agent
                && Addressing.Addresses.Destination(Addressing.Addresses.Unmapped(address)).Equals(asked.Address);
        }

        return false;
    }

    /// <summary>
    /// Whether it is the target that the packets went to, and not another machine with its address: the source has learnt the target's
    /// hardware address for it.
    /// </summary>
    private async Task<bool> LeadsToTargetAsync(RefusedPort asked, CancellationToken cancellationToken)
    {
        var source = asked.Question.Source;
        if (asked.Owner is not { } owner || asked.IsLoopback || asked.Question.SourceOwner?.Id == owner.Id)
            return true;
        if (owner.Endpoints.FirstOrDefault(e => e.Has(asked.Address)) is not { MacAddress.Length: > 0 } endpoint)
            return false;
        var learnt = await reader.NeighboursByAgentAsync(source.IsHost ? null : source, cancellationToken);
        return learnt[asked.Address].ToList() is { Count: > 0 } macs
            && macs.TrueForAll(mac => mac.Equals(endpoint.MacAddress, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Null if too many namespaces were read already, or this one cannot be.</summary>
    private Task<IReadOnlyList<Listener>?> ListenersAsync(Container? owner, CancellationToken cancellationToken)
    {
        var key = owner?.Id ?? "@host";
        if (!_known.ContainsKey(key) && _known.Count >= MaxNamespaces)
            return Task.FromResult<IReadOnlyList<Listener>?>(null);
        return _known.GetOrAdd(key, _ => new(() => TryReadAsync(owner, cancellationToken))).Value;
    }

    private async Task<IReadOnlyList<Listener>?> TryReadAsync(Container? owner, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(owner, cancellationToken);
        }
        catch (Exception e) when (e is ProberUnavailableException or EngineException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            EngineWatch.Trace($"The listeners of {owner?.Name ?? "the engine's host"} are not known: {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<Listener>?> ReadAsync(Container? owner, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        return await reader.ListenersByAgentAsync(owner, limited.Token);
    }
}
