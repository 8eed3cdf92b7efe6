using System.Management.Automation;
using DockerNetwork.Engine;

namespace DockerNetwork.Errors;

/// <summary>
/// A refusal of this module itself, made before the engine is asked: name not found, ambiguous, predefined, contradictory.
/// </summary>
public sealed class CommandException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="errorId">Stable id, without spaces.</param>
    /// <param name="category">PowerShell's category.</param>
    /// <param name="message">What is wrong and what to do; names in it may hold any characters, and are shown with escapes (<see
    /// cref="VisibleText"/>).</param>
    public CommandException(string errorId, ErrorCategory category, string message)
        : base(VisibleText.Of(message))
    {
        ErrorId = errorId;
        Category = category;
    }

    /// <summary>Stable id, without spaces.</summary>
    public string ErrorId { get; }

    /// <summary>PowerShell's category.</summary>
    public ErrorCategory Category { get; }
}
