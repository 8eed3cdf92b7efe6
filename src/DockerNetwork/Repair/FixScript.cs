using System.Management.Automation;
using System.Management.Automation.Language;
using DockerNetwork.Commands;
using DockerNetwork.Errors;

namespace DockerNetwork.Repair;

/// <summary>One command of a fix.</summary>
/// <param name="Command">The cmdlet of this module.</param>
/// <param name="Arguments">Texts, by parameter.</param>
internal sealed record FixCommand(CmdletInfo Command, IReadOnlyDictionary<string, string[]> Arguments)
{
    /// <summary>As it would be typed.</summary>
    public override string ToString() =>
        $"{Command.Name} {string.Join(' ', Arguments.Select(a => $"-{a.Key} {string.Join(", ", a.Value.Select(Quote))}"))}";

    private static string Quote(string text) =>
        char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}

/// <summary>
/// The text of a <see cref="Reachability.Model.Reason.Fix"/> as commands. It may come from a file that anybody wrote, so it is never run as a script: only
/// a few cmdlets of this module, with a few of their parameters and constant texts, are read out of it. A cmdlet is known by its class, so that
/// no function or alias of the same name can stand in for it.
/// </summary>
/// <param name="Pipelines">What is run, one after the other.</param>
internal sealed record FixScript(IReadOnlyList<IReadOnlyList<FixCommand>> Pipelines)
{
    private static readonly Dictionary<string, (CmdletInfo Command, string[] Parameters)> Allowed = new[]
    {
        (Command: new CmdletInfo("Connect-DockerNetwork", typeof(ConnectDockerNetworkCommand)), Parameters: new[] { "Network", "Container" }),
        (new CmdletInfo("New-DockerNetwork", typeof(NewDockerNetworkCommand)), ["Name"]),
        (new CmdletInfo("Start-DockerContainer", typeof(StartDockerContainerCommand)), ["Container"]),
        (new CmdletInfo("Stop-DockerContainer", typeof(StopDockerContainerCommand)), ["Container"]),
        (new CmdletInfo("Restart-DockerContainer", typeof(RestartDockerContainerCommand)), ["Container"]),
    }.ToDictionary(entry => entry.Command.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a fix is made of. Comments, operators, variables, script blocks and the like are none of it.</summary>
    private static readonly TokenKind[] Words =
    [
        TokenKind.Identifier, TokenKind.Generic, TokenKind.Parameter, TokenKind.Number, TokenKind.StringLiteral,
        TokenKind.Comma, TokenKind.Pipe, TokenKind.Semi, TokenKind.EndOfInput,
    ];

    /// <summary>As it would be typed.</summary>
    public override string ToString() => string.Join("; ", Pipelines.Select(p => string.Join(" | ", p)));

    /// <summary>Reads a fix.</summary>
    /// <exception cref="CommandException">FixNotAllowed: it is not made of this module's repairing commands alone.</exception>
    public static FixScript Parse(string text)
    {
        var script = Parser.ParseInput(text, out var tokens, out var errors);
        if (errors.Length > 0)
            throw NotAllowed(errors[0].Message);
        if (Array.Find(tokens, t => !Words.Contains(t.Kind)) is { } token)
            throw NotAllowed($"'{token.Text}' is not allowed in it");
        if (script is not { ParamBlock: null, BeginBlock: null, ProcessBlock: null, DynamicParamBlock: null, ScriptRequirements: null, UsingStatements.Count: 0, EndBlock: { Unnamed: true, Statements.Count: > 0 } body }
            || body.Traps is { Count: > 0 })
        {
            throw NotAllowed("it is no plain sequence of commands");
        }

        return new FixScript([.. body.Statements.Select(Pipeline)]);
    }

    private static IReadOnlyList<FixCommand> Pipeline(StatementAst statement) => statement is PipelineAst pipeline
        ? [.. pipeline.PipelineElements.Select(Command)]
        : throw NotAllowed($"'{statement.Extent.Text}' is no command");

    private static FixCommand Command(CommandBaseAst element)
    {
        if (element is not CommandAst { InvocationOperator: TokenKind.Unknown, Redirections.Count: 0, DefiningKeyword: null } command
            || command.CommandElements[0] is not StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } name
            || !Allowed.TryGetValue(name.Value, out var allowed))
        {
            throw NotAllowed($"'{element.Extent.Text}' is no command of this module that repairs");
        }

        var arguments = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        for (var i = 1; i < command.CommandElements.Count; i += 2)
        {
            if (command.CommandElements[i] is not CommandParameterAst { Argument: null } parameter
                || Array.Find(allowed.Parameters, p => p.Equals(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)) is not { } known
                || i + 1 == command.CommandElements.Count
                || !arguments.TryAdd(known, Texts(command.CommandElements[i + 1])))
            {
                throw NotAllowed($"of {allowed.Command.Name} it may give {string.Join(" and ", allowed.Parameters.Select(p => "-" + p))} by name, each once, and nothing else");
            }
        }

        return arguments.Count > 0 ? new FixCommand(allowed.Command, arguments) : throw NotAllowed($"{allowed.Command.Name} is told nothing");
    }

    private static string[] Texts(CommandElementAst argument) => argument is ArrayLiteralAst array ? [.. array.Elements.Select(Text)] : [Text(argument)];

    private static string Text(Ast argument)
    {
        // A name such as 007 is a number to the parser; as it was typed it is a name again.
        var text = argument switch
        {
            StringConstantExpressionAst constant => constant.Value,
            ConstantExpressionAst number => number.Extent.Text,
            _ => throw NotAllowed($"'{argument.Extent.Text}' is no constant text"),
        };
        return text.Length > 0 && !text.Any(char.IsControl) && !WildcardPattern.ContainsWildcardCharacters(text)
            ? text
            : throw NotAllowed("it names something that is empty or a pattern");
    }

    private static CommandException NotAllowed(string why) => new(
        "FixNotAllowed", ErrorCategory.SecurityError,
        $"The fix was not run: {why.TrimEnd('.')}. Only {string.Join(", ", Allowed.Keys)} with names are run.");
}
