using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands.Base;

/// <summary>A cmdlet that talks to an engine: the connection parameters, and which engine they mean.</summary>
public abstract class EngineCommand : AsyncCommand
{
    private readonly HashSet<EngineClient> _told = [];
    private bool _hostIsExplicit;
    private bool _verbose;
    private bool _debug;
    private CommandOutput? _output;
    private DockerHost? _endpoint;

    /// <summary>
    /// The engine, as unix:///path, npipe:////./pipe/name or tcp://host:port. Objects of this module bring theirs along when piped.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DockerHostTransformation]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public virtual DockerHost? DockerHost { get; set; }

    /// <summary>A context of the docker CLI. Not together with -DockerHost.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public string? Context { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // What is bound before the first record was typed by the user; the rest comes with the objects.
        _hostIsExplicit = DockerHost is not null;
        _verbose = Wants("Verbose", "VerbosePreference");
        _debug = Wants("Debug", "DebugPreference");
        if (_hostIsExplicit && Context is not null)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(DockerHost), nameof(Context), "Name the engine one way."));
    }

    /// <summary>The work of one record. An <see cref="EngineException"/> that it lets through becomes a non-terminating error.</summary>
    protected virtual Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work after the last record; errors as in <see cref="ProcessRecordAsync"/>.</summary>
    protected virtual Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync(CommandOutput output, CancellationToken cancellationToken) =>
        ReportAsync(output, () => ProcessRecordAsync(output, cancellationToken));

    /// <inheritdoc/>
    protected sealed override Task EndAsync(CommandOutput output, CancellationToken cancellationToken) =>
        ReportAsync(output, () => EndProcessingAsync(output, cancellationToken));

    /// <summary>
    /// Where the engine of an item listens: what the user typed wins, then the engine that the item came from, then the pipeline object's, then
    /// the endpoint chain. No connection is made.
    /// </summary>
    /// <param name="itemHost">The engine that the item came from; null for a name or id.</param>
    protected DockerHost EndpointOf(DockerHost? itemHost = null)
    {
        var typed = _hostIsExplicit ? DockerHost : null;
        return Context is null
            ? typed ?? itemHost ?? DockerHost ?? new DockerHostResolver(ThisMachine.Current).Resolve()
            : new DockerHostResolver(ThisMachine.Current).Resolve(context: Context);
    }

    /// <summary>The engine of an item, chosen as in <see cref="EndpointOf"/>.</summary>
    /// <param name="itemHost">The engine that the item came from; null for a name or id.</param>
    protected EngineClient Engine(DockerHost? itemHost = null)
    {
        var endpoint = EndpointOf(itemHost);
        _endpoint = endpoint;
        var client = EngineClient.Shared(endpoint);
        if (_verbose && _told.Add(client))
            _ = TellAsync(client);
        return client;
    }

    /// <inheritdoc/>
    protected sealed override void Prepare(CommandOutput output)
    {
        _output = output;
        EngineWatch.Begin(
            _debug ? request => _ = output.WriteDebugAsync(request.ToString()) : null,
            _verbose ? step => _ = output.WriteVerboseAsync(step) : null,
            warning => _ = output.WriteWarningAsync(warning));
    }

    /// <summary>Which engine this is, and how it is talked to. That it cannot be asked is an error elsewhere.</summary>
    private async Task TellAsync(EngineClient client)
    {
        var output = _output!;
        _ = output.WriteVerboseAsync($"The engine is {client.DockerHost}, from {client.DockerHost.Origin}.");
        try
        {
            _ = output.WriteVerboseAsync($"{client.DockerHost} is talked to in API {await client.GetApiVersionAsync(Lifetime)}.");
        }
        catch (EngineException)
        {
            return;
        }
    }

    /// <summary>Whether a stream is shown, by the parameter or by the session's variable.</summary>
    private bool Wants(string parameter, string variable) => MyInvocation.BoundParameters.TryGetValue(parameter, out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : !(GetVariableValue(variable) is null or ActionPreference.SilentlyContinue or ActionPreference.Ignore or "SilentlyContinue" or "Ignore");

    /// <summary>Runs work that is about the engine and no item; its failure is an error about the engine.</summary>
    protected Task ReportAsync(CommandOutput output, Func<Task> work) => ReportAsync(output, () => _endpoint?.ToString() ?? Context, work);

    /// <summary>Runs the work of one item; its failure is an error about that item and no other.</summary>
    /// <param name="output">Where the error goes.</param>
    /// <param name="item">The user's item.</param>
    /// <param name="work">The work.</param>
    protected static Task ReportAsync(CommandOutput output, object? item, Func<Task> work) => ReportAsync(output, () => item, work);

    private static async Task ReportAsync(CommandOutput output, Func<object?> item, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (EngineException e)
        {
            await output.WriteErrorAsync(ErrorRecords.From(e, item()));
        }
        catch (CommandException e)
        {
            await output.WriteErrorAsync(ErrorRecords.From(e, item()));
        }
    }
}
