using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>
/// A cmdlet that collects its items and works on them after the last record: each engine is asked once for all that a pipeline brings, and
/// a failure is an error about the engine that failed.
/// </summary>
/// <typeparam name="TItem">What is collected.</typeparam>
public abstract class CollectingCommand<TItem> : EngineCommand
{
    private readonly List<(DockerHost? Host, List<TItem> Items)> _engines = [];

    /// <summary>Keeps an item until the end, for each engine that it means.</summary>
    /// <param name="itemHost">The engine that it came from; null for a text.</param>
    /// <param name="item">The item.</param>
    /// <param name="output">Where errors about engines go.</param>
    private protected async Task CollectAsync(DockerHost? itemHost, TItem item, CommandOutput output)
    {
        foreach (var host in await HostsAsync(output, itemHost))
            Collect(host, item);
    }

    /// <summary>Keeps an item until the end.</summary>
    /// <param name="host">Its engine; null if it belongs to a saved snapshot.</param>
    /// <param name="item">The item.</param>
    private protected void Collect(DockerHost? host, TItem item)
    {
        var items = _engines.Find(e => Equals(e.Host, host)).Items;
        if (items is null)
            _engines.Add((host, items = []));
        items.Add(item);
    }

    /// <summary>The engines of the items.</summary>
    private protected IReadOnlyList<DockerHost> CollectedHosts => [.. _engines.Select(engine => engine.Host).OfType<DockerHost>()];

    /// <summary>The items of an engine.</summary>
    private protected IReadOnlyList<TItem> Collected(DockerHost host) => _engines.Find(engine => host.Equals(engine.Host)).Items ?? [];

    /// <summary>Drops items of engines.</summary>
    private protected void Keep(Func<DockerHost, TItem, bool> isMeant)
    {
        foreach (var (host, items) in _engines)
            items.RemoveAll(item => host is not null && !isMeant(host, item));
        _engines.RemoveAll(engine => engine.Items.Count == 0);
    }

    /// <summary>
    /// Targets that the engine of the sources does not have, and another engine of the command has, or had when it gave the object: only
    /// the test works across engines.
    /// </summary>
    /// <returns>Each with the error about it.</returns>
    private protected async Task<IReadOnlyList<(ContainerIdentity Target, CommandException Error)>> ElsewhereAsync(
        EngineSnapshot snapshot, IEnumerable<ContainerIdentity> targets, CommandOutput output, CancellationToken cancellationToken)
    {
        var here = snapshot.DockerHost;
        var missing = targets.Distinct().Where(target => !IsHere(snapshot, target)).ToList();
        var elsewhere = missing.Where(target => target.DockerHost is { } origin && !origin.Equals(here))
            .ToDictionary(target => target, target => target.DockerHost!);
        var others = missing.Count == elsewhere.Count ? [] : NamesSeveral ? await HostsAsync(output) : CollectedHosts;
        foreach (var other in others.Where(host => !host.Equals(here)))
        {
            EngineSnapshot there;
            try
            {
                there = await SnapshotAsync(Client(other), cancellationToken);
            }
            catch (EngineException)
            {
                // There is an error about it already, or its own sources will have one.
                continue;
            }

            foreach (var target in missing.Where(target => target.DockerHost is null && IsContainer(there, target)))
                elsewhere.TryAdd(target, other);
        }

        return
        [
            .. elsewhere.Select(found => (found.Key, CommandErrors.TargetOnAnotherEngine(
                found.Key.ToString(), $"{found.Value}", $"{here}", MyInvocation.MyCommand.Name))),
        ];

        // A name that no container has may be that of a host, unless a container elsewhere has it. Of what is refused there is an error.
        static bool IsHere(EngineSnapshot snapshot, ContainerIdentity target) => Select(snapshot, target) is not { } found
            || (found.Count > 0
                && found.All(t => t is { Container: not null } or { Special: not SpecialTarget.None } || TargetName.Of(t.Text).IsAddress));

        static bool IsContainer(EngineSnapshot snapshot, ContainerIdentity target) =>
            Select(snapshot, target)?.Any(found => found.Container is not null) == true;

        static IReadOnlyList<ReachabilityTarget>? Select(EngineSnapshot snapshot, ContainerIdentity target)
        {
            try
            {
                return TargetSelection.Select(snapshot, target);
            }
            catch (CommandException e)
            {
                return e.ErrorId == ErrorKind.ContainerNotFound.Id ? [] : null;
            }
        }
    }

    /// <summary>
    /// The work on the items of one engine. What it lets through is an error about that engine. The work on several engines goes on at the
    /// same time.
    /// </summary>
    private protected abstract Task RunAsync(
        DockerHost? host, IReadOnlyList<TItem> items, CommandOutput output, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        if (_engines.Count < 2)
        {
            foreach (var (host, items) in _engines)
                await GuardAsync(output, host?.ToString(), () => RunAsync(host, items, output, cancellationToken));
            return;
        }

        DeferAbsences();
        await SideBySideAsync(
            [.. _engines.Select(e => e.Host!)],
            (client, end) => RunAsync(client.DockerHost, Collected(client.DockerHost), output, end),
            output,
            cancellationToken);

        if ((await TellAbsencesAsync(output)).Count > 0)
            OnAbsent();
    }

    /// <summary>Something that the user gave is on none of several engines; there has been an error about it.</summary>
    private protected virtual void OnAbsent()
    {
    }
}
