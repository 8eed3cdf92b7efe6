using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerNetwork.Completion;

/// <summary>
/// Offers nothing: a text that only the user knows, such as the name of something new. Without it PowerShell offers the files of the
/// current folder, which none of these parameters takes.
/// </summary>
public sealed class FreeTextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
