using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerContext: the engines that -Context can name: the contexts of the docker CLI, and <c>default</c>. No engine is asked without
/// -Detailed.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerContext",
    HelpUri = HelpPages.Folder + "Get-DockerContext.md")]
[OutputType(typeof(DockerContext))]
public sealed class GetDockerContextCommand : AsyncCommand
{
    /// <summary>How long an engine may take for the answer to /_ping.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Names (wildcards allowed); all if not given. A name without wildcards that does not exist is an error; a pattern that matches
    /// nothing is not.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only the context that is used if neither -DockerHost nor -Context is given.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    /// <summary>Also asks each engine whether it is there, which version it is, and how long it takes to answer.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var engines = DockerHostResolver.OfThisMachine.Named();
        foreach (var text in Name ?? ["*"])
        {
            var found = engines.Where(e => e.Name == text || Selection.Matches([text], e.Name)).ToArray();
            if (found.Length == 0 && !Wildcards.IsPattern(text))
            {
                var missing = CommandErrors.ContextNotFound(text, [.. engines.Select(e => e.Name)]);
                await output.WriteErrorAsync(ErrorRecords.From(missing, text));
            }

            await WriteAsync([.. found.Where(e => !Current || e.Current)], output, cancellationToken);
        }
    }

    private async Task WriteAsync(List<DockerContext> engines, CommandOutput output, CancellationToken cancellationToken)
    {
        var asked = new Dictionary<DockerContext, DockerContext>();
        var usable = engines.FindAll(engine => Detailed && engine.DockerHost is not null);
        await foreach (var (engine, answer) in new SideBySide().AskAsync(usable, AskAsync, cancellationToken))
            asked[engine] = await answer;
        foreach (var engine in engines)
            await WriteAsync(asked.GetValueOrDefault(engine, engine), output);
    }

    /// <summary>The context with what its engine says. An engine that is away is an answer here, and no error.</summary>
    private static async Task<DockerContext> AskAsync(DockerContext engine, CancellationToken cancellationToken)
    {
        var client = EngineClient.Shared(engine.DockerHost!);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit * 2);
        try
        {
            // The first answer takes longer: the connection is made.
            _ = await client.PingAsync(Limit, limit.Token);
            var product = await client.GetWholeProductAsync(limit.Token);
            return engine with
            {
                Reachable = true,
                Kind = product.Kind,
                Version = product.Version.ToString(),
                Mode = product.Kind == EngineKind.Docker ? product.Mode : null,
                ApiVersion = (await client.GetApiVersionAsync(limit.Token)).ToString(),
                Latency = await client.PingAsync(Limit, limit.Token),
            };
        }
        catch (EngineException e)
        {
            return engine with { Reachable = false, Reason = e.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return engine with { Reachable = false, Reason = $"The engine at {engine.DockerHost} did not answer all requests in time." };
        }
    }

    private static async Task WriteAsync(DockerContext engine, CommandOutput output)
    {
        try
        {
            engine.ThrowIfBroken();
        }
        catch (EngineException e)
        {
            await output.WriteErrorAsync(ErrorRecords.From(e, engine.Name));
            return;
        }

        await output.WriteObjectAsync(engine);
    }
}
