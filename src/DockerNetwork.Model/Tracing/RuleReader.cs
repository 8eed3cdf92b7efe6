using DockerNetwork.Model.Results;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Reads which rules of a network namespace's firewalls end the packets of a trace, by a running probe program.</summary>
internal static class RuleReader
{
    private const string Host = "@host";

    /// <summary>Watches for a while, in which somebody else sends the packets; then names the rules.</summary>
    /// <param name="process">The program. It needs NET_ADMIN.</param>
    /// <param name="client">The engine.</param>
    /// <param name="networks">The engine's networks.</param>
    /// <param name="place">Whose namespace; null for the program's own: of the agent, the host's.</param>
    /// <param name="spec">The packets.</param>
    /// <param name="count">How many of them are sent.</param>
    /// <param name="lasting">For how long they are watched.</param>
    /// <param name="watching">Called when packets may be sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The rules, those that the kernel named first; none if no rule ended packets.</returns>
    /// <exception cref="ProcessChangedException">The container's process is not known to be the container's any more.</exception>
    /// <exception cref="ProberUnavailableException">The container does not run, or its rules may not be read.</exception>
    /// <exception cref="EngineException">The program ended, or does not answer.</exception>
    public static async Task<IReadOnlyList<FirewallRule>> ReadAsync(
        ProbeProcess process,
        EngineClient client,
        IReadOnlyCollection<Network> networks,
        Container? place,
        PacketSpec spec,
        int count,
        TimeSpan lasting,
        Action watching,
        CancellationToken cancellationToken)
    {
        // 0 would be the program's own namespace, the host's.
        if (place is { ProcessId: null or 0 })
            throw new ProberUnavailableException($"{place} is not running, so it has no network namespace");
        var rules = new List<FirewallRule>();
        var verified = place is null;
        var job = new JobMessage
        {
            ProcessId = place?.ProcessId ?? 0,
            Container = place?.Id,
            Count = count,
            Timeout = (int)lasting.TotalMilliseconds,
            Explain = spec,
        };
        await foreach (var answer in process.RunAsync(job, cancellationToken))
        {
            switch (answer)
            {
                case EndOfJob { Error: Refusal.Other }:
                    throw new ProcessChangedException();
                case EndOfJob { Error: Refusal.Denied } end:
                    throw new ProberUnavailableException(end.Text ?? "the agent is not allowed to enter the network namespace");
                case EndOfJob { Error: not null } end:
                    throw new ProberUnavailableException(end.Text ?? "the probe refuses the job");
                case BeginOfJob { Verified: true }:
                    verified = true;
                    break;
                case RuleItem { Rule: RuleStep.Watching }:
                    watching();
                    break;
                case RuleItem { Rule: RuleStep.Incomplete } item:
                    EngineWatch.Trace($"The rules of {place?.Name ?? "the engine's host"} are not all known: {Visible(item.Text)}");
                    break;
                case RuleItem { Rule: RuleStep.Ended } item when rules.Count < RuleItem.MaxItems && Rule(item, place, networks) is { } rule:
                    rules.Add(rule);
                    break;
            }
        }

        if (!verified && !await ContainerRun.LastsAsync(client, place!, cancellationToken))
            throw new ProcessChangedException();
        return [.. rules.OrderByDescending(rule => rule.Certain)];
    }

    /// <summary>What the program says of a rule; null if that has not all that a rule has.</summary>
    internal static FirewallRule? Rule(RuleItem item, Container? place, IReadOnlyCollection<Network> networks)
    {
        if (item is not { Tool: { } tool, Family: { } family, Table: { } table, Chain: { } chain, Text: { } text })
            return null;
        var rule = new FirewallRule
        {
            Place = place is null or { HostNetwork: true } ? Host : place.Name,
            Tool = Visible(tool),
            Family = Visible(family),
            Table = Visible(table),
            Chain = Visible(chain),
            Position = Math.Max(-1, item.Position),
            Text = Visible(text),
            Comment = item.Comment is { Length: > 0 } comment ? Visible(comment) : null,
            Verdict = item.Verdict is "drop" or "reject" or "queue" or "translate" ? item.Verdict : "other",
            Hook = item.Hook,
            Packets = Math.Max(0, item.Packets),
            Certain = item.Traced,
        };
        return rule with { Owner = RuleOwners.Of(rule, networks) };
    }

    /// <summary>A container may have chosen it.</summary>
    private static string Visible(string? text)
    {
        const int Most = 500;
        return VisibleText.Of(text is { Length: > Most } ? text[..Most] : text ?? "");
    }
}
