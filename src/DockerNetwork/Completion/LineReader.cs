using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Completion;

/// <summary>Reads what PowerShell says of the line that is completed.</summary>
internal static class LineReader
{
    /// <summary>A line. What PowerShell cannot know before the command runs is not in it.</summary>
    public static TypedLine Read(string command, string parameter, string word, CommandAst line, IDictionary bound)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        DockerHost? host = null;
        SavedSnapshot? snapshot = null;
        foreach (DictionaryEntry entry in bound)
        {
            values[(string)entry.Key] = [.. Items(entry.Value).Select(Text).OfType<string>()];
            host ??= Items(entry.Value).Select(HostOf).FirstOrDefault(h => h is not null);
            snapshot ??= Items(entry.Value).OfType<SavedSnapshot>().FirstOrDefault();
        }

        if (!values.ContainsKey("DockerHost") && !values.ContainsKey("Context"))
            AddDefaults(command, values);
        return new TypedLine(parameter, TypedWord.Parse(word))
        {
            Bound = values,
            Given = Given(word, line),
            ItemHost = host,
            Snapshot = snapshot,
        };
    }

    /// <summary>
    /// The engine that <c>$PSDefaultParameterValues</c> names for the command, which PowerShell leaves out of what is bound.
    /// </summary>
    private static void AddDefaults(string command, Dictionary<string, IReadOnlyList<string>> values)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // A script, not Get-Variable: that one would load its module first. In a scope of its own: a session in ConstrainedLanguage
        // refuses to dot-source it.
        shell.AddScript("$PSDefaultParameterValues", useLocalScope: true);
        if (shell.Invoke() is not [{ BaseObject: IDictionary defaults }] || LanguagePrimitives.IsTrue(defaults["Disabled"]))
            return;
        foreach (DictionaryEntry entry in defaults)
        {
            if (entry.Key.ToString()?.Split(':') is [var pattern, var parameter]
                && (parameter.Equals("DockerHost", StringComparison.OrdinalIgnoreCase)
                    || parameter.Equals("Context", StringComparison.OrdinalIgnoreCase))
                && WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(command)
                && entry.Value.UnwrappedUnlessCustom() is not (null or ScriptBlock))
            {
                values[parameter] = [.. Items(entry.Value).Select(Text).OfType<string>()];
            }
        }
    }

    /// <summary>
    /// The other items of the list that the word is in. A list that ends with a comma, where nothing is typed yet, is an error to the
    /// parser.
    /// </summary>
    private static IReadOnlyList<string> Given(string word, CommandAst line)
    {
        var arguments = line.CommandElements.Select(e => e is CommandParameterAst parameter ? parameter.Argument : (Ast)e);
        if (word.Length == 0)
        {
            var open = arguments.OfType<ErrorExpressionAst>().LastOrDefault();
            return open is null
                ? []
                :
                [
                    .. open
                        .FindAll(ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false)
                        .Cast<StringConstantExpressionAst>()
                        .Select(item => item.Value),
                ];
        }

        var typed = TypedWord.Parse(word).Text;
        var list = arguments.OfType<ArrayLiteralAst>().LastOrDefault(l => l.Elements.Any(e => Value(e) == typed));
        return list is null ? [] : [.. list.Elements.Select(Value).Where(value => value != typed)];
    }

    private static string Value(ExpressionAst element) => element is StringConstantExpressionAst text ? text.Value : element.Extent.Text;

    private static IEnumerable<object> Items(object? value) => value.UnwrappedUnlessCustom() switch
    {
        null => [],
        string text => [text],
        IDictionary table => [table],
        IEnumerable list => list.Cast<object?>().Select(PowerShellValue.UnwrappedUnlessCustom).OfType<object>(),
        var one => [one],
    };

    private static string? Text(object item) => item switch
    {
        Network network => network.Id,
        Container container => container.Id,
        // A network of New-DockerContainer with more to say.
        IDictionary table => table["Name"]?.ToString(),
        PSObject custom => custom.Properties["Name"]?.Value?.ToString(),
        _ => Convert.ToString(item, CultureInfo.InvariantCulture),
    };

    private static DockerHost? HostOf(object item) => item switch
    {
        Network network => network.DockerHost,
        Container container => container.DockerHost,
        _ => null,
    };
}
