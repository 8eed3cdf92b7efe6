using System.Collections;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>A cmdlet that runs a program in running containers: which containers, as whom, where, with which variables.</summary>
public abstract partial class ContainerProgramCommand : EngineCommand
{
    /// <summary>-Name cannot be an alias: find and other programs have an option of that name.</summary>
    private static readonly Dictionary<string, string?> Elsewhere = new() { ["Name"] = nameof(Container) };

    /// <summary>
    /// Containers: names (wildcards allowed), ids, id prefixes, or containers. The program runs in several containers one after the other.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunningContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>User, as name, uid or uid:gid; the container's own if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? User { get; set; }

    /// <summary>Working directory; the container's own if not given. Needs API 1.35.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? WorkingDirectory { get; set; }

    /// <summary>Environment variables, in addition to the container's own.</summary>
    [Parameter]
    [Alias("Env"), PairsTransformation(BareName.Environment)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? Environment { get; set; }

    /// <summary>The program and its arguments as they were typed. If it is not certain what was meant, that ends the command.</summary>
    /// <param name="bound">The words that PowerShell left to the program.</param>
    private protected string[] Typed(string[] bound)
    {
        try
        {
            var typed = TypedCommand.Of(MyInvocation);
            typed.RefuseOptionAsProgram(bound, Elsewhere);
            return typed.Words(bound, [nameof(Container)], Letters(), IsOwnOption);
        }
        catch (CommandException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, bound));
            throw; // Not reached: the line above throws, which the compiler does not know.
        }
    }

    /// <summary>The variables, as the engine takes them.</summary>
    private protected string[]? Variables() =>
        Arguments.ToDictionaryOrNull(Environment, nameof(Environment))?.Select(pair => $"{pair.Key}={pair.Value}").ToArray();
}
