using DockerNetwork.Engine.Connection;
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
