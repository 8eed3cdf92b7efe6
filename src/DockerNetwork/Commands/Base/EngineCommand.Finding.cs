using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <content>What names, patterns, ids and objects mean on the engines of the command.</content>
public abstract partial class EngineCommand
{
    private Absences? _absences;

    /// <summary>What one engine does not have, another one may have, so it is an error only at the end.</summary>
    private protected bool DefersAbsences => _absences is not null;

    /// <summary>
    /// Finds what identities mean on each of their engines, and works on it. One that means nothing on any engine is an error about it; the
    /// others go on.
    /// </summary>
    /// <param name="identities">Names, patterns, ids or objects.</param>
    /// <param name="host">The engine that an identity came from; null for texts.</param>
    /// <param name="find">What an identity means in a snapshot.</param>
    /// <param name="work">The work on what was found of an identity on an engine.</param>
    /// <param name="output">Where errors go.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="isDoubtful">As in <see cref="SnapshotCache.FindAsync"/>.</param>
    /// <returns>What means nothing, if there are several engines.</returns>
    private protected Task<IReadOnlyList<TIdentity>> ForFoundAsync<TIdentity, T>(
        IEnumerable<TIdentity> identities,
        Func<TIdentity, DockerHost?> host,
        Func<EngineSnapshot, TIdentity, IReadOnlyList<T>> find,
        Func<EngineClient, TIdentity, IReadOnlyList<T>, Task> work,
        CommandOutput output,
        CancellationToken cancellationToken,
        Predicate<T>? isDoubtful = null)
        where TIdentity : class
    {
        return ForEachAsync(identities, host, WorkAsync, output, cancellationToken);

        async Task WorkAsync(EngineClient client, TIdentity identity)
        {
            var found = await FindPresentAsync(client, identity, s => find(s, identity), cancellationToken, isDoubtful);
            if (found is not null)
                await work(client, identity, found);
        }
    }

    /// <summary>Works on each of the identities on each of its engines; a failure is an error about the identity.</summary>
    /// <inheritdoc cref="ForFoundAsync"/>
    private protected async Task<IReadOnlyList<TIdentity>> ForEachAsync<TIdentity>(
        IEnumerable<TIdentity> identities,
        Func<TIdentity, DockerHost?> host,
        Func<EngineClient, TIdentity, Task> work,
        CommandOutput output,
        CancellationToken cancellationToken)
        where TIdentity : class
    {
        var wanted = new List<Wanted<TIdentity>>();
        foreach (var identity in identities)
        {
            await GuardAsync(output, identity.ToString(), async () => wanted.Add(new(identity, await HostsAsync(output, host(identity)))));
        }

        if (!NamesSeveral && wanted.TrueForAll(w => w.Hosts.Count == 1))
        {
            if (PipesEngines)
                DeferAbsences();
            foreach (var (identity, hosts) in wanted)
            {
                var client = Client(hosts[0]);
                // More contexts may come, and the first rows have a heading already then.
                if (PipesEngines && hosts[0].ContextName is not null)
                    output.GroupByEngine();
                await OnAsync(client, () => GuardAsync(output, identity.ToString(), () => work(client, identity)));
            }

            return [];
        }

        DeferAbsences();
        var engines = InOrder(wanted.SelectMany(w => w.Hosts));
        if (OnlyReads)
        {
            await SideBySideAsync(engines, (client, _) => WorkAsync(client), output, cancellationToken);
        }
        else
        {
            await foreach (var (client, _) in SnapshotsAsync(engines, output, cancellationToken))
                await OnAsync(client, () => WorkAsync(client));
        }

        return PipesEngines ? [] : [.. (await TellAbsencesAsync(output)).OfType<TIdentity>()];

        async Task WorkAsync(EngineClient client)
        {
            foreach (var (identity, _) in wanted.Where(w => w.Hosts.Contains(client.DockerHost)))
                await GuardAsync(output, identity.ToString(), () => work(client, identity));
        }
    }

    /// <summary>What to look for, and where. A class: a list of a struct would be compiled for the first command.</summary>
    private sealed record Wanted<T>(T Identity, IReadOnlyList<DockerHost> Hosts);

    /// <summary>
    /// As <see cref="FindAsync"/>; null if the engine does not have what the user gave, which is an error only if no other engine has it.
    /// </summary>
    private protected Task<IReadOnlyList<T>?> FindPresentAsync<T>(
        EngineClient client,
        object item,
        Func<EngineSnapshot, IReadOnlyList<T>> find,
        CancellationToken cancellationToken,
        Predicate<T>? isDoubtful = null)
    {
        Task<IReadOnlyList<T>?> finding = FindAsync(client, find, cancellationToken, isDoubtful)!;
        return DefersAbsences ? DeferringAsync() : finding;

        async Task<IReadOnlyList<T>?> DeferringAsync()
        {
            try
            {
                var found = await finding;
                Found(item);
                return found;
            }
            catch (CommandException e) when (Defers(item, e))
            {
                return null;
            }
        }
    }

    /// <summary>Whether a refusal says what an engine does not have, and another one may have.</summary>
    private protected bool Defers(object item, CommandException refusal) => _absences?.Add(item, refusal) == true;

    /// <summary>An engine has what the user gave.</summary>
    private protected void Found(object item) => _absences?.Found(item);

    /// <summary>
    /// From here on, what one engine does not have is an error only if no other has it: <see cref="TellAbsencesAsync"/>. Of engines that
    /// come down the pipeline, this is known at the end.
    /// </summary>
    private protected void DeferAbsences() => _absences ??= new();

    /// <summary>Writes an error about each item that no engine has.</summary>
    /// <returns>These items.</returns>
    private protected async Task<IReadOnlyList<object>> TellAbsencesAsync(CommandOutput output)
    {
        var missing = _absences?.Errors([.. _used.Select(client => client.DockerHost.ToString())]).ToList() ?? [];
        _absences = null;
        foreach (var (item, error) in missing)
            await output.WriteErrorAsync(ErrorRecords.From(error, item.ToString()));
        return missing.ConvertAll(m => m.Item);
    }

    /// <summary>
    /// What each identity means, each asked for once. One that means nothing is an error about it and is left out; the others go on.
    /// </summary>
    private protected async Task<IReadOnlyDictionary<TIdentity, IReadOnlyList<T>>> SelectAsync<TIdentity, T>(
        IEnumerable<TIdentity> identities, Func<TIdentity, IReadOnlyList<T>> select, CommandOutput output)
        where TIdentity : class
    {
        var selected = new Dictionary<TIdentity, IReadOnlyList<T>>();
        foreach (var identity in identities.Distinct())
        {
            await GuardAsync(output, identity.ToString(), () =>
            {
                try
                {
                    selected[identity] = select(identity);
                    Found(identity);
                }
                catch (CommandException e) when (Defers(identity, e))
                {
                    // Another engine may have it.
                }

                return Task.CompletedTask;
            });
        }

        return selected;
    }

    /// <summary>Writes what identities mean on their engines. One that means nothing is an error about it; the others go on.</summary>
    /// <param name="identities">Names, patterns, ids or objects.</param>
    /// <param name="host">The engine that an object came from; null for texts.</param>
    /// <param name="find">What an identity means in a snapshot.</param>
    /// <param name="fits">Whether the other parameters let something found in a snapshot through.</param>
    /// <param name="output">Where it is written.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="detail">Adds what only inspect tells to what was found in a snapshot; null for nothing.</param>
    private protected async Task WriteFoundAsync<TIdentity, T>(
        IReadOnlyList<TIdentity> identities,
        DockerHost? host,
        Func<EngineSnapshot, TIdentity, IReadOnlyList<T>> find,
        Func<EngineSnapshot, T, bool> fits,
        CommandOutput output,
        CancellationToken cancellationToken,
        Func<EngineClient, EngineSnapshot, IReadOnlyList<T>, Task<IReadOnlyList<T>>>? detail = null)
        where TIdentity : class
        where T : class
    {
        // Read before the identities are looked up, so that an engine that fails is one error.
        if (await HostsAsync(output, host) is [var only] && !NamesSeveral)
            await SnapshotAsync(Client(only), cancellationToken);
        await ForEachAsync(identities, _ => host, WriteAsync, output, cancellationToken);

        async Task WriteAsync(EngineClient client, TIdentity identity)
        {
            EngineSnapshot searched = null!;
            if (await FindPresentAsync(client, identity, s => find(searched = s, identity), cancellationToken) is not { } found)
                return;
            IReadOnlyList<T> fitting = [.. found.Where(item => fits(searched, item))];
            await output.WriteObjectsAsync(detail is null ? fitting : await detail(client, searched, fitting));
        }
    }
}
