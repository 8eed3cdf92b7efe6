using DockerNetwork.Model.Results;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Sends the packets once more while the firewalls of some namespaces are watched.</summary>
internal static class ExplainRun
{
    /// <summary>
    /// More packets than the trace sent: a counter that grows by just as many hardly does so by chance.
    /// </summary>
    private const int MorePackets = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>If the kernel names the rules, the program ends earlier: as soon as all packets have ended.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromMilliseconds(900);

    /// <summary>
    /// A kernel asks for a next hop once a second, three times, and then again for the next packet: so it asks in each second.
    /// </summary>
    private static readonly TimeSpan IntervalOfQuestions = TimeSpan.FromMilliseconds(200);

    /// <summary>The rules that ended packets, those that are certain first.</summary>
    /// <exception cref="ProberUnavailableException">The agent may not do it.</exception>
    public static async Task<IReadOnlyList<FirewallRule>> RulesAsync(
        ProbeProcess process, EngineClient client, TraceEvidence evidence, int port, TraceFinding finding, int count,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= FreshPackets.MaxPorts; attempt++)
        {
            if (await TryAsync(process, client, evidence, port, finding, count, cancellationToken) is { } rules)
                return rules;
        }

        throw new ProberUnavailableException("the ports to send from are in use");
    }

    /// <summary>Null if somebody else has the port that the packets should come from.</summary>
    private static async Task<IReadOnlyList<FirewallRule>?> TryAsync(
        ProbeProcess process, EngineClient client, TraceEvidence evidence, int port, TraceFinding finding, int count,
        CancellationToken cancellationToken)
    {
        var packets = finding.Asked is null ? Math.Min(PacketSpec.MaxCount, count + MorePackets) : MorePackets;
        var spec = FreshPackets.Of(evidence) with { Neighbours = finding.Asked is { } asked ? [asked.Address.ToString()] : null };
        var interval = finding.Asked is null ? Interval : IntervalOfQuestions;
        var readers = (finding.Asked?.Places ?? finding.Suspects).Distinct().Select(place =>
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = RuleReader.ReadAsync(
                process,
                client,
                evidence.Question.Snapshot.Networks,
                place.Container,
                spec with { Tunnels = spec.Tunnels && place.IsHost },
                packets,
                Lasting + (packets * interval),
                () => ready.TrySetResult(),
                cancellationToken);
            return (ready, reading, place);
        }).ToList();
        await Task.WhenAll(readers.Select(reader => Task.WhenAny(reader.ready.Task, reader.reading)));
        var job = new JobMessage
        {
            Send = spec with { Neighbours = null, To = evidence.To.ToString(), ToPort = port },
            Count = packets,
            Interval = (int)interval.TotalMilliseconds,
        };
        // Where they are seen is known already.
        var taken = await IsPortTakenAsync(PlaceJobs.RunAsync(
            process, client, evidence.Source, job, CancellationToken.None, cancellationToken));
        var rules = new List<FirewallRule>();
        foreach (var (_, reading, place) in readers)
        {
            // Of questions, how many there are is the kernel's choice.
            var ended = (await reading).Select(rule => Counted(rule, finding.Asked is null ? packets : (int)rule.Packets));
            rules.AddRange(RuleMatches.Likely(evidence, place, [.. ended], packets));
        }

        return taken ? null : [.. rules.OrderByDescending(rule => rule.Certain)];
    }

    private static async Task<bool> IsPortTakenAsync(IAsyncEnumerable<Answer> answers)
    {
        var taken = false;
        try
        {
            await foreach (var answer in answers)
                taken |= answer is SightingItem { Errno: FreshPackets.PortInUse };
        }
        catch (ProberUnavailableException) when (taken)
        {
            // Another port may do.
        }

        return taken;
    }

    /// <summary>A packet that a rule ends, and the error that follows, are one.</summary>
    internal static FirewallRule Counted(FirewallRule rule, int sent) => rule with
    {
        Sent = sent,
        Packets = rule.Certain ? Math.Min(rule.Packets, sent) : rule.Packets,
    };
}
