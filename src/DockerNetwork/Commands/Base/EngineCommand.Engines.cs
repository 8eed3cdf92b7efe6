using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <content>
/// Which engines the command works on. Those that -DockerHost and -Context name are meant by every text; an object means the engine that it
/// came from. Several engines are worked on side by side, and those that are changed one after the other. Their output comes in the order
/// in which they were named.
/// </content>
public abstract partial class EngineCommand
{
    /// <summary>
    /// How long one of several engines may take for the answer to /_ping, which is no work. One that is the only one is waited for longer.
    /// </summary>
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(10);

    private readonly HashSet<EngineClient> _used = [];
    private readonly HashSet<DockerHost> _away = [];
    private readonly ConcurrentDictionary<DockerHost, bool> _reached = new();
    private IReadOnlyList<TypedEngine>? _named;
    private bool _namesTold;
    private DockerHost? _lastHost;

    /// <summary>An engine that was named could not be asked; there has been an error about it.</summary>
    private protected bool AnyAway => _away.Count > 0 || Named()?.Any(engine => engine.Failure is not null) == true;

    /// <summary>The user named several engines.</summary>
    private protected bool NamesSeveral => Named() is { } named && named.Count(engine => engine.Host is not null) > 1;

    /// <summary>How many engines are worked on side by side.</summary>
    private protected virtual int EnginesAtOnce => SideBySide.AtOnce;

    /// <summary>
    /// Where the engine of an item listens: what the user typed wins, then the engine that the item came from, then the pipeline object's,
    /// then what the environment says (<see cref="DockerHostResolver"/>). No connection is made.
    /// </summary>
    /// <param name="itemHost">The engine that the item came from; null for a name or id.</param>
    /// <exception cref="CommandException">SeveralEngines: the user named several, and the item is of none of them.</exception>
    protected DockerHost HostOf(DockerHost? itemHost = null)
    {
        var hosts = Hosts(itemHost);
        return hosts.Count == 1 ? hosts[0] : throw CommandErrors.SeveralEngines([.. hosts.Select(host => host.ToString())]);
    }

    /// <summary>The engine of an item, chosen as in <see cref="HostOf"/>.</summary>
    /// <param name="itemHost">The engine that the item came from; null for a name or id.</param>
    protected EngineClient Engine(DockerHost? itemHost = null) => Client(HostOf(itemHost));

    /// <summary>
    /// The engines of an item: all that the user named, but of an object that came from one of them only this one. Those that cannot be
    /// used, and contexts that do not exist, have an error and are left out.
    /// </summary>
    private protected Task<IReadOnlyList<DockerHost>> HostsAsync(CommandOutput output, DockerHost? itemHost = null)
    {
        return Named() is { Count: > 1 } named ? OfSeveralAsync() : Task.FromResult(Hosts(itemHost));

        async Task<IReadOnlyList<DockerHost>> OfSeveralAsync()
        {
            if (!_namesTold)
            {
                _namesTold = true;
                foreach (var engine in named.Where(engine => engine.Failure is not null))
                    await GuardAsync(output, engine.Name, () => Task.FromException(engine.Failure!));
                if (NamesSeveral)
                    output.GroupByEngine();
            }

            var hosts = Hosts(itemHost);
            return NamesSeveral ? [.. hosts.Where(host => !_away.Contains(host))] : hosts;
        }
    }

    /// <summary>The client of an engine.</summary>
    private protected EngineClient Client(DockerHost host)
    {
        _lastHost = host;
        if (host.ContextName is { } context)
            _output?.NameEngine(host, context);
        var client = EngineClient.Shared(host);
        lock (_used)
        {
            if (!_used.Add(client))
                return client;
            if (_used.Count > 1)
                _output?.GroupByEngine();
        }

        if (_verbose)
            _ = TraceAsync(client, host.Origin);
        return client;
    }

    /// <summary>
    /// Engines with their snapshots, read side by side, in the order of the engines. One that cannot be read is an error about it, and is
    /// left out; it does not hold up the others for long (<see cref="SideBySide"/>).
    /// </summary>
    private protected IAsyncEnumerable<(EngineClient Client, EngineSnapshot Answer)> SnapshotsAsync(
        IReadOnlyList<DockerHost> hosts, CommandOutput output, CancellationToken cancellationToken) =>
        AnswersAsync(hosts, SnapshotAsync, static (_, snapshot) => snapshot, output, cancellationToken);

    /// <summary>Works on engines side by side, each as soon as its snapshot has been read.</summary>
    /// <inheritdoc cref="SideBySideAsync{T}"/>
    private protected Task SideBySideAsync(
        IReadOnlyList<DockerHost> hosts,
        Func<EngineClient, CancellationToken, Task> work,
        CommandOutput output,
        CancellationToken cancellationToken) =>
        SideBySideAsync(hosts, SnapshotAsync, client => client.DockerHost.ToString(), work, output, cancellationToken);

    /// <summary>
    /// Works on engines side by side, each as soon as it has answered. What the work writes comes engine by engine, in the order of their
    /// answers (<see cref="SideBySide"/>); an engine that fails is an error about it.
    /// </summary>
    /// <param name="hosts">The engines.</param>
    /// <param name="ask">What is asked first.</param>
    /// <param name="item">What an error of the work is about.</param>
    /// <param name="work">The work on one engine.</param>
    /// <param name="output">Where it writes.</param>
    /// <param name="cancellationToken">Ends all work.</param>
    private async Task SideBySideAsync<T>(
        IReadOnlyList<DockerHost> hosts,
        Func<EngineClient, CancellationToken, Task<T>> ask,
        Func<EngineClient, string> item,
        Func<EngineClient, CancellationToken, Task> work,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turns = new ConcurrentBag<OutputTurn>();
        try
        {
            await foreach (var (_, turn) in AnswersAsync(hosts, ask, Begin, output, end.Token, EnginesAtOnce))
            {
                output.Give(turn);
                await turn.Work;
            }
        }
        finally
        {
            // Nothing goes on on any engine.
            await end.CancelAsync();
            await Task.WhenAll(turns.Select(turn => turn.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        OutputTurn Begin(EngineClient client, T answer)
        {
            var turn = new OutputTurn();
            turn.Begin(() => OnAsync(client, () => GuardAsync(output, item(client), () => work(client, end.Token))));
            turns.Add(turn);
            return turn;
        }
    }

    /// <summary>Work that is about an engine: if the command has several, its errors and warnings name it.</summary>
    private protected Task OnAsync(EngineClient client, Func<Task> work) =>
        AboutEngine.RunAsync(HasSeveral ? client.DockerHost : null, work);

    /// <summary>The command works on several engines, or may do so.</summary>
    private bool HasSeveral => NamesSeveral || _used.Count > 1 || DefersAbsences;

    /// <summary>Works on each engine of an item. One that fails is an error about the item; the others go on.</summary>
    /// <param name="item">What the user gave; null for the engine itself.</param>
    /// <param name="itemHost">The engine that the item came from; null for a text.</param>
    /// <param name="work">The work.</param>
    /// <param name="output">Where errors go.</param>
    /// <param name="cancellationToken">Stops waiting for an engine.</param>
    private protected async Task OnEachAsync(
        string? item, DockerHost? itemHost, Func<EngineClient, Task> work, CommandOutput output, CancellationToken cancellationToken)
    {
        var hosts = await HostsAsync(output, itemHost);
        if (!NamesSeveral && hosts is [var only])
        {
            await work(Client(only));
            return;
        }

        if (OnlyReads)
        {
            await SideBySideAsync(hosts, ThereAsync, About, (client, _) => work(client), output, cancellationToken);
            return;
        }

        await foreach (var (client, _) in AnswersAsync(hosts, ThereAsync, static (client, _) => client, output, cancellationToken))
            await OnAsync(client, () => GuardAsync(output, About(client), () => work(client)));

        string About(EngineClient client) => item ?? client.DockerHost.ToString();

        static Task<EngineClient> ThereAsync(EngineClient client, CancellationToken end) => Task.FromResult(client);
    }

    /// <summary>What the user named; null if that is no engine. Engines that cannot be found out are in it, with the reason.</summary>
    private IReadOnlyList<TypedEngine>? Named() => _hostIsExplicit
        ? _named ??= TypedEngine.OfHosts(DockerHost!)
        : Context is null ? null : _named ??= TypedEngine.OfContexts(Context);

    /// <exception cref="EngineException">The only engine cannot be found out.</exception>
    /// <exception cref="CommandException">The only pattern is of no context.</exception>
    private IReadOnlyList<DockerHost> Hosts(DockerHost? itemHost)
    {
        if (Named() is not { } named)
        {
            return itemHost is not null ? [itemHost]
                : DockerHost is { } piped ? [.. piped.Distinct()]
                : [DockerHostResolver.OfThisMachine.Resolve()];
        }

        if (named is [{ Failure: { } failure }])
            throw failure;
        DockerHost[] hosts = [.. named.Select(engine => engine.Host).OfType<DockerHost>()];
        return itemHost is not null && hosts.Contains(itemHost) ? [itemHost] : hosts;
    }

    /// <summary>Each engine once, in the order in which they were named, or else in their own.</summary>
    private IReadOnlyList<DockerHost> InOrder(IEnumerable<DockerHost> hosts)
    {
        var distinct = hosts.Distinct().ToList();
        return Named() is { } named ? [.. named.Select(engine => engine.Host).OfType<DockerHost>().Where(distinct.Contains)] : distinct;
    }

    /// <summary>The answers of engines, side by side. One that has none is an error about it.</summary>
    /// <param name="hosts">The engines.</param>
    /// <param name="ask">The question.</param>
    /// <param name="make">What becomes of an answer, at once.</param>
    /// <param name="output">Where errors go.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="atOnce">How many are asked at once.</param>
    private protected async IAsyncEnumerable<(EngineClient Client, T Answer)> AnswersAsync<TAnswer, T>(
        IReadOnlyList<DockerHost> hosts,
        Func<EngineClient, CancellationToken, Task<TAnswer>> ask,
        Func<EngineClient, TAnswer, T> make,
        CommandOutput output,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        int atOnce = SideBySide.AtOnce)
    {
        EngineClient[] clients = [.. hosts.Where(host => !_away.Contains(host)).Select(Client)];
        await foreach (var (client, answer) in new SideBySide(atOnce: atOnce).AskAsync(clients, AskAsync, cancellationToken))
        {
            if (await GuardAsync(output, client.DockerHost.ToString(), () => answer))
                yield return (client, await answer);
            else
                _away.Add(client.DockerHost);
        }

        async Task<T> AskAsync(EngineClient client, CancellationToken end)
        {
            if (HasSeveral)
                AboutEngine.Enter(client.DockerHost);
            if (clients.Length == 1 || _reached.ContainsKey(client.DockerHost))
                return make(client, await ask(client, end));
            // Not one after the other, as an engine may be far away.
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(end);
            var answer = ask(client, asking.Token);
            try
            {
                _ = await client.PingAsync(PingLimit, end);
                _reached[client.DockerHost] = true;
                return make(client, await answer);
            }
            finally
            {
                await asking.CancelAsync();
                await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
