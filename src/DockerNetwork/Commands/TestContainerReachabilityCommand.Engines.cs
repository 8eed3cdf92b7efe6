using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <content>
/// Pairs that cross engines. Each engine sends from its own containers; what it sends to may be on any of them. So the targets of all
/// engines are known before the first one is tested.
/// </content>
public sealed partial class TestContainerReachabilityCommand
{
    private readonly HashSet<string> _reachedElsewhere = new(StringComparer.Ordinal);
    private readonly List<(EngineClient Client, OtherTargets Targets)> _engines = [];
    private DockerHost[] _asked = [];

    /// <summary>
    /// Reads the targets on each engine, if there are several, side by side. A name is looked up on all engines that were typed, and an
    /// object of another engine too: it does not make the command connect to what was not typed.
    /// </summary>
    private async Task FindTargetsAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (Snapshot is not null)
            return;
        var all = CollectedHosts.ToList();
        foreach (var target in Target?.Where(target => NamesSeveral || target.DockerHost is not null) ?? [])
            all.AddRange(await HostsAsync(output, target.DockerHost));
        DockerHost[] hosts = [.. all.Distinct()];
        if (hosts.Length < 2)
            return;
        _asked = hosts;
        await foreach (var found in AnswersAsync(hosts, ReadAsync, static (_, targets) => targets, output, cancellationToken))
            _engines.Add(found);
        _incomplete |= _engines.Count < hosts.Length;

        async Task<OtherTargets> ReadAsync(EngineClient client, CancellationToken end)
        {
            var snapshot = await SnapshotAsync(client, end);
            return await OtherTargets.ReadAsync(client, snapshot, TargetsOn(snapshot, client.DockerHost), end);
        }
    }

    private List<ReachabilityTarget> TargetsOn(EngineSnapshot snapshot, DockerHost host)
    {
        if (Mesh)
            return [.. Each(Collected(host), i => Selection.ContainersOrHost(snapshot, i)).Select(c => new ReachabilityTarget(c.Name, c))];
        if (Target is null)
        {
            return
            [
                .. snapshot.Containers
                    .Where(c => snapshot.EndpointsOf(c).Any(e => snapshot.Network(e.NetworkId) is { Driver: "overlay" }))
                    .Select(c => new ReachabilityTarget(c.Name, c)),
            ];
        }

        return [.. Each(Target.Where(t => IsOf(t, host)), t => TargetSelection.Select(snapshot, t)).Where(t => t.Container is not null)];
    }

    /// <summary>What is on an engine. What is not, the test of the engine tells.</summary>
    private static IEnumerable<T> Each<T>(IEnumerable<ContainerIdentity> identities, Func<ContainerIdentity, IReadOnlyList<T>> select)
    {
        foreach (var identity in identities.Distinct())
        {
            IReadOnlyList<T> selected;
            try
            {
                selected = select(identity);
            }
            catch (CommandException)
            {
                continue;
            }

            foreach (var item in selected)
                yield return item;
        }
    }

    /// <summary>An object means the engine that it came from. If that one cannot be asked, there is an error about it.</summary>
    private bool IsOf(ContainerIdentity target, DockerHost host) =>
        target.DockerHost is null || target.DockerHost.Equals(host) || !_asked.Contains(target.DockerHost);

    /// <summary>Keeps in mind what was reached on engines that have their own lists.</summary>
    private void NoteElsewhere(EngineSnapshot snapshot, IEnumerable<string> reached)
    {
        lock (_gate)
            _reachedElsewhere.UnionWith(reached.Where(id => snapshot.Container(id) is null));
    }

    private async Task CheckElsewhereAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (client, (engine, _)) in _engines)
        {
            // Of one that failed there is an error already.
            if (_runs.Exists(run => !run.Finished && client.DockerHost.Equals(run.Host)))
                continue;
            var reached = _reachedElsewhere.Where(id => engine.Snapshot.Container(id) is not null).ToList();
            if (reached.Count > 0)
            {
                await OnAsync(client, () => GuardAsync(
                    output, client.DockerHost.ToString(), () => CheckAsync(client, engine.Snapshot, reached, output, cancellationToken)));
            }
        }
    }

    /// <summary>Whether what answered is still what it was.</summary>
    private async Task CheckAsync(
        EngineClient client,
        EngineSnapshot before,
        IReadOnlyCollection<string> reached,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        if (await TargetChanges.FindAsync(client, before, reached, cancellationToken) is not { Count: > 0 } changed)
            return;
        _incomplete = true;
        await SayAsync(
            $"{Model.Text.Excerpt.Of(changed)} changed during the test (removed, restarted, or connected to other networks), so "
            + "another container may have answered. Run the test again.",
            output);
    }
}
