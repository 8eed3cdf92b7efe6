using System.Collections.Concurrent;
using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>A cmdlet that talks to an engine: the connection parameters, which engine they mean, and what that engine has.</summary>
public abstract partial class EngineCommand : AsyncCommand
{
    private readonly SnapshotCache _snapshots;
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private HashSet<string> _typed = [];
    private bool _hostIsExplicit;
    private bool _verbose;
    private bool _debug;
    private CommandOutput? _output;
    private DockerHost? _usual;

    private protected EngineCommand() => _snapshots = new(name: NamedIfNeeded);

    /// <summary>
    /// The engines, as unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host. Objects of this module carry their engine
    /// with them through the pipeline.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DockerHostTransformation]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    public virtual DockerHost[]? DockerHost { get; set; }

    /// <summary>Contexts of the docker CLI (wildcards allowed). Cannot be used together with -DockerHost.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string[]? Context { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // What is bound before the first record was typed by the user; the rest comes with the objects.
        _hostIsExplicit = DockerHost is not null;
        _typed = [.. MyInvocation.BoundParameters.Keys];
        _verbose = Wants("Verbose", "VerbosePreference");
        _debug = Wants("Debug", "DebugPreference");
        if (_hostIsExplicit && Context is not null)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(DockerHost), nameof(Context), "Use only one of them to name the engine."));
    }

    /// <summary>
    /// -WhatIf and -Confirm for a change of an engine. The question names the engine if it is not the one that the user typed or, without
    /// that, the one that the environment names: an object may come from another engine, or from a file. It also does if there are several.
    /// </summary>
    private protected Task<bool> ShouldProcessAsync(
        CommandOutput output, DockerHost host, string target, string action, bool several = false) =>
        output.ShouldProcessAsync(several || NamesSeveral || !IsUsual(host) ? $"{target} on {host}" : target, action);

    /// <summary>The networks and containers of an engine, as they were a second ago at most.</summary>
    private protected Task<EngineSnapshot> SnapshotAsync(EngineClient client, CancellationToken cancellationToken) =>
        _snapshots.GetAsync(client, cancellationToken);

    /// <summary>The networks and containers of an engine now; what the command has changed itself is in it.</summary>
    private protected Task<EngineSnapshot> NewSnapshotAsync(EngineClient client, CancellationToken cancellationToken) =>
        _snapshots.RefreshAsync(client, cancellationToken);

    /// <summary>Finds networks or containers of an engine as <see cref="SnapshotCache.FindAsync"/> does.</summary>
    private protected Task<IReadOnlyList<T>> FindAsync<T>(
        EngineClient client,
        Func<EngineSnapshot, IReadOnlyList<T>> find,
        CancellationToken cancellationToken,
        Predicate<T>? isDoubtful = null) => _snapshots.FindAsync(client, find, isDoubtful, cancellationToken);

    /// <summary>An endpoint with what only inspect tells; null if it is not there any more.</summary>
    private protected static async Task<NetworkEndpoint?> InspectAsync(
        EngineClient client, EngineSnapshot snapshot, NetworkEndpoint endpoint, CancellationToken cancellationToken)
    {
        var inspected = await snapshot.InspectAsync(client, [endpoint.ContainerId], cancellationToken);
        return inspected.Container(endpoint.ContainerId)?.Endpoints.FirstOrDefault(e => e.NetworkId == endpoint.NetworkId);
    }

    /// <summary>The command has changed an engine: what it finds from now on, and doubts, it looks up anew.</summary>
    private protected void DoubtSnapshots() => _snapshots.Doubt();

    private protected sealed override object? ErrorTarget =>
        _lastHost?.ToString() ?? (Context is null ? null : string.Join(", ", Context));

    private protected sealed override void BeginWork(CommandOutput output)
    {
        _output = output;
        _snapshots.Doubt();
        EngineWatch.Begin(
            _debug ? request => _ = output.WriteDebugAsync(request.ToString()) : null,
            _verbose ? step => _ = output.WriteVerboseAsync(step) : null,
            warning => _ = _warned.TryAdd(AboutEngine.Of(warning), true) ? output.WriteWarningAsync(warning) : Task.CompletedTask);
    }

    /// <summary>The command changes nothing.</summary>
    private protected bool OnlyReads => MyInvocation.MyCommand.Name.Split('-')[0] is "Get" or "Find" or "Resolve";

    /// <summary>Of the objects down the pipeline nothing but their engines was taken, as the rest was typed.</summary>
    private protected bool PipesEngines =>
        MyInvocation.ExpectingInput
        && !_hostIsExplicit
        && MyInvocation.BoundParameters.Keys.Where(key => !_typed.Contains(key)).ToList() is [nameof(DockerHost)];

    /// <summary>What was not found is told after the last engine that the pipeline brings.</summary>
    protected override Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken) => TellAbsencesAsync(output);

    /// <summary>
    /// Of an object down the pipeline nothing but its engine was taken, because what it is for was typed too: "$db |
    /// Remove-DockerContainer web" would remove web. PowerShell itself says nothing then. For commands that read or create, an engine alone
    /// is of use.
    /// </summary>
    private protected sealed override void CheckInput()
    {
        var command = MyInvocation.MyCommand.Name;
        if (PipesEngines && command.Split('-')[0] is not ("Get" or "Find" or "Resolve" or "New" or "Clear"))
        {
            ThrowTerminatingError(ErrorRecords.From(CommandErrors.InputNotUsed(command), DockerHost?[0]));
        }
    }

    /// <summary>Writes which engine this is, and the API version. If the engine cannot be asked, that is an error elsewhere.</summary>
    private async Task TraceAsync(EngineClient client, string origin)
    {
        var output = _output!;
        _ = output.WriteVerboseAsync($"The engine is {client.DockerHost}, from {origin}.");
        try
        {
            _ = output.WriteVerboseAsync($"Using API {await client.GetApiVersionAsync(Lifetime)} with {client.DockerHost}.");
        }
        catch (EngineException)
        {
            return;
        }
    }

    /// <summary>Whether the command uses this engine for what names none. If that one is unknown, no engine is.</summary>
    private protected bool IsUsual(DockerHost host) =>
        Named() is { } named ? named.Any(engine => host.Equals(engine.Host)) : IsDefault(host);

    /// <summary>The same snapshot; if its engine is not the default one, commands that are typed for it must name it.</summary>
    private protected EngineSnapshot NamedIfNeeded(EngineSnapshot snapshot) =>
        IsDefault(snapshot.DockerHost) ? snapshot : snapshot.Named();

    /// <summary>Whether it is the engine of commands without -DockerHost and -Context.</summary>
    private bool IsDefault(DockerHost host)
    {
        try
        {
            return host.Equals(_usual ??= DockerHostResolver.OfThisMachine.Resolve());
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>Whether a stream is shown, by the parameter or by the session's variable.</summary>
    private bool Wants(string parameter, string variable) => MyInvocation.BoundParameters.TryGetValue(parameter, out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : !(GetVariableValue(variable) is null or ActionPreference.SilentlyContinue or ActionPreference.Ignore
            or "SilentlyContinue" or "Ignore");
}
