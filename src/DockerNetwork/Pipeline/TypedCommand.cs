using System.Management.Automation;
using System.Management.Automation.Language;
using DockerNetwork.Errors;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Pipeline;

/// <summary>
/// The words of a program that were typed at the end of a command line, in their order. PowerShell takes an option of the program for a
/// parameter of the cmdlet if it could be one: <c>-c</c> for -Command, -Container, -Context and -Confirm. So a cmdlet has hidden parameters
/// for some letters, and what was typed tells where they belong. If it does not tell for certain, the command is refused: a program never
/// gets its arguments in another order, or without one.
/// </summary>
internal sealed class TypedCommand
{
    /// <summary>A parameter by so few letters may as well be an option of the program.</summary>
    private const int FewLetters = 3;

    private readonly InvocationInfo _invocation;
    private readonly List<CommandElementAst>? _elements;

    private TypedCommand(InvocationInfo invocation, List<CommandElementAst>? elements) => (_invocation, _elements) = (invocation, elements);

    /// <summary>What was typed for a command.</summary>
    public static TypedCommand Of(InvocationInfo invocation)
    {
        // Not in the reference assembly; of PowerShell 7.4 and newer.
        var statement = typeof(InvocationInfo).GetProperty("Statement")?.GetValue(invocation) as string;
        var command = string.IsNullOrEmpty(statement)
            ? null
            : Parser.ParseInput(statement, out _, out _).Find(ast => ast is CommandAst, searchNestedScriptBlocks: false) as CommandAst;
        return new TypedCommand(invocation, command?.CommandElements.Skip(1).ToList());
    }

    /// <summary>
    /// The program and its arguments, as they were typed; as they were bound if nothing of them can be meant for the cmdlet, or the other
    /// way round.
    /// </summary>
    /// <param name="bound">The words that PowerShell left to the program.</param>
    /// <param name="before">The positional parameters before the program.</param>
    /// <param name="letters">The hidden parameters that were bound, with their values; null for none.</param>
    /// <param name="meantBefore">
    /// Takes an option before the program, which may be the cmdlet's own; false if it cannot be. Null if none can be.
    /// </param>
    /// <exception cref="CommandException">AmbiguousOption.</exception>
    public string[] Words(
        string[] bound,
        IReadOnlyCollection<string> before,
        IReadOnlyDictionary<string, string>? letters = null,
        Func<string, string, bool>? meantBefore = null)
    {
        letters ??= new Dictionary<string, string>();
        if (_elements is null || _elements.Any(e => e is VariableExpressionAst { Splatted: true }))
            return letters.Count == 0 ? bound : throw Ambiguous($"-{letters.Keys.First().ToLowerInvariant()}");

        var parsed = Read();
        var named = before.Count(p => parsed.Any(part => part.Parameter == p));
        var program = parsed.Where(part => part.Parameter is null).Skip(before.Count - named).ToList();
        if (parsed.Any(part => part.Parameter == "Command") || program.Sum(part => part.Count) != bound.Length)
            return letters.Count == 0 ? bound : throw Ambiguous($"-{letters.Keys.First().ToLowerInvariant()}");

        var words = new List<string>();
        var (next, begun, verbatim) = (0, false, false);
        foreach (var part in parsed)
        {
            if (part.Parameter is null)
            {
                begun |= program.Contains(part);
                if (!program.Contains(part))
                    continue;
                // "-z:3" is bound as two words.
                words.Add(string.Concat(bound.AsSpan(next, part.Count).ToArray()));
                next += part.Count;
            }
            else if (part.IsEnd)
            {
                // The first -- is PowerShell's, and everything behind it the program's.
                verbatim = true;
            }
            else if (letters.TryGetValue(part.Parameter, out var value))
            {
                if (!begun && meantBefore?.Invoke(part.Parameter, value) != true)
                    throw Ambiguous(part.Text);
                if (begun)
                    words.AddRange(part.Inline ? [$"{part.Text}:{value}"] : [part.Text, value]);
            }
            else if (begun && !verbatim && (part.Text.Length <= 2 || (!part.Exact && part.Text.Length <= FewLetters + 1)))
            {
                throw Ambiguous(part.Text);
            }
        }

        return [.. words];
    }

    /// <summary>
    /// Refuses an option in the place of the program: a parameter that the cmdlet does not have, as programs do not begin with a dash.
    /// </summary>
    /// <param name="bound">The words that PowerShell left to the program.</param>
    /// <param name="elsewhere">As in <see cref="RefuseMisspelled"/>.</param>
    /// <exception cref="CommandException">AmbiguousOption.</exception>
    public void RefuseOptionAsProgram(string[] bound, IReadOnlyDictionary<string, string?> elsewhere)
    {
        // "-z:3" is bound as two words, "-z:" and "3".
        if (bound is [['-', ..] first, ..]
            && UnknownOptions().FirstOrDefault(o => o == first || (first[^1] == ':' && o.StartsWith(first, StringComparison.Ordinal)))
                is { } option)
        {
            var name = NameOf(option);
            var meant = Find(name) is { Exact: true } found ? found.Name : elsewhere.GetValueOrDefault(name);
            throw CommandErrors.UnknownOption(
                option, _invocation.MyCommand.Name, meant is null ? NearNames.Of(name, Names()) : [meant]);
        }
    }

    /// <summary>
    /// Refuses an option behind the program that is probably meant for the cmdlet: one of its parameters but for a slip, or a name that
    /// it does not have.
    /// </summary>
    /// <param name="elsewhere">Names that other commands have, with the parameter that does it here; null if none does.</param>
    /// <exception cref="CommandException">AmbiguousOption.</exception>
    public void RefuseMisspelled(IReadOnlyDictionary<string, string?> elsewhere)
    {
        foreach (var option in UnknownOptions())
        {
            var name = NameOf(option);
            var near = option.StartsWith("--", StringComparison.Ordinal) ? [] : NearNames.Misspelled(name, Names());
            if (near.Count > 0 || elsewhere.ContainsKey(option[1..]))
                throw CommandErrors.UnknownOption(
                    option, _invocation.MyCommand.Name, elsewhere.GetValueOrDefault(name) is { } meant ? [meant] : near);
        }
    }

    /// <summary>The options before -- that are not parameters of the cmdlet, as they were typed, with their dashes.</summary>
    private IEnumerable<string> UnknownOptions() => (_elements ?? [])
        .TakeWhile(element => element.Extent.Text != "--")
        .Where(element => element switch
        {
            CommandParameterAst option => Find(option.ParameterName) is null,
            StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord, Value: ['-', '-', ..] } => true,
            _ => false,
        })
        .Select(element => element.Extent.Text);

    /// <summary>"name" of "--name=x" and "-name:x".</summary>
    private static string NameOf(string option) => option.TrimStart('-').Split('=', ':')[0];

    /// <summary>The names of the parameters, without the letters and PowerShell's own short names.</summary>
    private IEnumerable<string> Names() => _invocation.MyCommand.Parameters.Values
        .SelectMany(p => p.Aliases.Prepend(p.Name))
        .Where(name => name.Length > 1 && char.IsAsciiLetterUpper(name[0]));

    private List<Part> Read()
    {
        var parts = new List<Part>();
        var verbatim = false;
        for (var i = 0; i < _elements!.Count; i++)
        {
            var element = _elements[i];
            if (!verbatim && element.Extent.Text == "--")
            {
                verbatim = true;
                parts.Add(new Part("--", "--") { IsEnd = true });
            }
            else if (!verbatim && element is CommandParameterAst option && Find(option.ParameterName) is { } found)
            {
                parts.Add(new Part($"-{option.ParameterName}", found.Name)
                {
                    Exact = found.Exact,
                    Inline = option.Argument is not null,
                });
                if (option.Argument is null && !found.IsSwitch)
                    i++;
            }
            else
            {
                parts.Add(new Part(element.Extent.Text, null) { Count = element is CommandParameterAst { Argument: not null } ? 2 : 1 });
            }
        }

        return parts;
    }

    /// <summary>The parameter that a word names, in full or by its beginning; null for an option of the program.</summary>
    private (string Name, bool Exact, bool IsSwitch)? Find(string text)
    {
        var all = _invocation.MyCommand.Parameters.Values;
        var exact = all.FirstOrDefault(p => p.Aliases.Prepend(p.Name).Contains(text, StringComparer.OrdinalIgnoreCase));
        var found = exact
            ?? all.FirstOrDefault(p => p.Aliases.Prepend(p.Name).Any(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)));
        return found is null ? null : (found.Name, exact is not null, found.SwitchParameter);
    }

    private CommandException Ambiguous(string option) => CommandErrors.AmbiguousOption(option, _invocation.MyCommand.Name);

    /// <summary>A part of what was typed.</summary>
    /// <param name="Text">The option with its dash, or the word.</param>
    /// <param name="Parameter">The parameter that it names; null for a word of the program.</param>
    private sealed record Part(string Text, string? Parameter)
    {
        /// <summary>How many words PowerShell binds for it.</summary>
        public int Count { get; init; } = 1;

        public bool Exact { get; init; }

        public bool Inline { get; init; }

        public bool IsEnd { get; init; }
    }
}
