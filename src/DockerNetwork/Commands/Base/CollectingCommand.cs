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

    /// <summary>Keeps an item until the end.</summary>
    /// <param name="host">Its engine, from <see cref="EngineCommand.HostOf"/>; null if it belongs to a saved snapshot.</param>
    /// <param name="item">The item.</param>
    private protected void Collect(DockerHost? host, TItem item)
    {
        var items = _engines.Find(e => Equals(e.Host, host)).Items;
        if (items is null)
            _engines.Add((host, items = []));
        items.Add(item);
    }

    /// <summary>The work on the items of one engine. What it lets through is an error about that engine.</summary>
    private protected abstract Task RunAsync(
        DockerHost? host, IReadOnlyList<TItem> items, CommandOutput output, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var (host, items) in _engines)
            await GuardAsync(output, host?.ToString(), () => RunAsync(host, items, output, cancellationToken));
    }
}
