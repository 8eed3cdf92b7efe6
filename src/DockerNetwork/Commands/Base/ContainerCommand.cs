using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Execution;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>
/// A cmdlet that does one thing to each of the containers it is given, to several at once. What -WhatIf and -Confirm ask is asked as the
/// containers come, in their order. The action begins then, and not at the end of the input: a pipeline that is slow, or never ends, acts
/// as it goes. What cannot be found is an error at once; what the engine refuses, in the order of the input, as soon as what was before is
/// known.
/// </summary>
public abstract class ContainerCommand : EngineCommand
{
    private readonly Queue<Item> _items = new();
    private readonly List<Item> _waiting = [];
    private readonly List<Item> _done = [];
    private ContainerActions? _actions;
    private readonly TaskCompletionSource _inputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _waves = Task.CompletedTask;

    /// <summary>Containers: names (wildcards allowed), ids, id prefixes, or containers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public virtual ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Gives the containers: as they are afterwards, or where they were removed, as they were.</summary>
    [Parameter]
    public virtual SwitchParameter PassThru { get; set; }

    /// <summary>What -WhatIf says.</summary>
    private protected abstract string Action { get; }

    /// <summary>The action starts containers, so one that needs another to run comes after it.</summary>
    private protected virtual bool Starts => false;

    /// <summary>The action removes containers, so -PassThru gives what they were.</summary>
    private protected virtual bool Removes => false;

    /// <summary>-PassThru gives what only inspect tells, because the action changes it.</summary>
    private protected virtual bool Inspects => false;

    /// <summary>
    /// How many go on at once. Starting 50 containers on 2 cores (engine 20.10) took 12.8 s one by one, 8.2 s with two at once, 7.7 s with
    /// four, 7.2 s with eight, and no less with 16 or 32. Eight also keep an engine busy that has more cores, or that is far away.
    /// </summary>
    private protected virtual int AtOnce => 8;

    private ContainerActions Actions => _actions ??= new ContainerActions(AtOnce, Lifetime);

    /// <summary>The one thing.</summary>
    private protected abstract Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await ForFoundAsync(Container, i => i.DockerHost, Selection.Containers, AskAsync, output, cancellationToken);
        while (_items.TryPeek(out var first) && first.Done?.IsCompleted == true)
            await FinishAsync(_items.Dequeue(), output);

        async Task AskAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            foreach (var container in containers)
            {
                if (await ShouldProcessAsync(output, client.DockerHost, container.Name, Action))
                    Take(new Item(client, container, identity.TargetOf(container)));
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        _inputEnded.SetResult();
        await using var progress = new CommandProgress(output, Action, _items.Count);
        _waves = Task.Run(BeginWaitingAsync, CancellationToken.None);
        while (_items.TryDequeue(out var item))
        {
            if (item.Done is null)
                await _waves;
            await FinishAsync(item, output);
            progress.Advance(item.Container.Name);
        }

        await _waves;
        if (PassThru && !Removes)
            await WriteAfterAsync(output, cancellationToken);
    }

    /// <inheritdoc/>
    protected sealed override async Task DrainAsync()
    {
        await _waves.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Actions.DisposeAsync();
    }

    /// <summary>What needs another container waits for the end of the input, because that one may be still to come.</summary>
    private void Take(Item item)
    {
        _items.Enqueue(item);
        if (Starts && item.Container.StartsAfter.Count > 0)
            _waiting.Add(item);
        else
            Begin(item);
    }

    private void Begin(Item item) => item.Done = Removes ? RemoveAsync(item) : ActOnAsync(item);

    private Task ActOnAsync(Item item) => Actions.Begin(item.Container.Id, async cancellationToken =>
    {
        try
        {
            await ActAsync(item.Client, item.Container, cancellationToken);
        }
        catch (EngineException e) when (Removes)
        {
            throw e.Naming(item.Container.Id, item.Target);
        }
    });

    /// <summary>
    /// Podman removes no container while others share its network namespace. They may be among the items, and still to come.
    /// </summary>
    private async Task RemoveAsync(Item item)
    {
        const int Generations = 3;
        for (var generation = 1; ; generation++)
        {
            try
            {
                await ActOnAsync(item);
                return;
            }
            catch (EngineException e) when (generation < Generations && ErrorRecords.IdOf(e) == ErrorKind.ContainerHasDependents.Id)
            {
                await _inputEnded.Task.WaitAsync(Lifetime);
                await Actions.IdleAsync();
            }
        }
    }

    private async Task BeginWaitingAsync()
    {
        foreach (var wave in StartOrder.Waves(_waiting, item => item.Container))
        {
            await Actions.IdleAsync();
            foreach (var item in wave)
                Begin(item);
        }
    }

    private Task FinishAsync(Item item, CommandOutput output) => OnAsync(item.Client, () => GuardAsync(output, item.Target, async () =>
    {
        await item.Done!;
        if (PassThru && Removes)
            await output.WriteObjectAsync(item.Container);
        else if (PassThru)
            _done.Add(item);
    }));

    /// <summary>One snapshot an engine for all, at the end. What has gone meanwhile is not in it.</summary>
    private async Task WriteAfterAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var after = new Dictionary<EngineClient, EngineSnapshot>();
        foreach (var client in _done.Select(item => item.Client).Distinct())
        {
            await GuardAsync(
                output, client.DockerHost.ToString(), async () => after[client] = await ReadAfterAsync(client, cancellationToken));
        }

        foreach (var item in _done)
        {
            if (after.GetValueOrDefault(item.Client)?.Container(item.Container.Id) is { } container)
                await output.WriteObjectAsync(container);
        }
    }

    private async Task<EngineSnapshot> ReadAfterAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var snapshot = await NewSnapshotAsync(client, cancellationToken);
        return Inspects
            ? await snapshot.InspectAsync(
                client, _done.Where(item => item.Client == client).Select(item => item.Container.Id), cancellationToken)
            : snapshot;
    }

    /// <summary>A container that is to be acted on.</summary>
    /// <param name="Client">Its engine.</param>
    /// <param name="Container">It.</param>
    /// <param name="Target">What the user gave, for errors.</param>
    private sealed record Item(EngineClient Client, Container Container, string Target)
    {
        /// <summary>The action; null while the item waits for others.</summary>
        public Task? Done { get; set; }
    }
}
