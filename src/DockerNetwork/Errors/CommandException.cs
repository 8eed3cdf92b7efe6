using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Errors;

/// <summary>
/// A refusal of this module itself, made before the engine is asked: name not found, ambiguous, predefined, contradictory.
/// </summary>
public sealed class CommandException : Exception
{
    /// <summary>A message is a few sentences, and may have a command to paste. Longer ones quote what somebody else wrote.</summary>
    private const int MostCharacters = 8000;

    /// <summary>Creates it.</summary>
    /// <param name="errorId">Stable id, without spaces.</param>
    /// <param name="category">PowerShell's category.</param>
    /// <param name="message">What is wrong and what to do; names in it may hold any characters, and are shown with escapes (<see
    /// cref="VisibleText"/>).</param>
    public CommandException(string errorId, ErrorCategory category, string message)
        : base(VisibleText.Of(Excerpt.Of(message, MostCharacters)))
    {
        ErrorId = errorId;
        Category = category;
    }

    /// <summary>Stable id, without spaces.</summary>
    public string ErrorId { get; }

    /// <summary>PowerShell's category.</summary>
    public ErrorCategory Category { get; }

    /// <summary>The same about other engines: what is missing may be missing on several. Null if the words fit only one engine.</summary>
    internal Func<string, CommandException>? On { get; init; }
}
