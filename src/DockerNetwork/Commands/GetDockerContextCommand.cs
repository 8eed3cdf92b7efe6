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
/// Get-DockerContext: the engines that -Context can name: the contexts of the docker CLI, and <c>default</c>. No engine is asked.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerContext",
    HelpUri = HelpPages.Folder + "Get-DockerContext.md")]
[OutputType(typeof(DockerContext))]
public sealed class GetDockerContextCommand : AsyncCommand
{
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

            foreach (var engine in found.Where(e => !Current || e.Current))
                await WriteAsync(engine, output);
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
