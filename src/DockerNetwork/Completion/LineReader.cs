using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Completion;

/// <summary>Reads what PowerShell says of the line that is completed.</summary>
internal static class LineReader
{
    /// <summary>A line. What PowerShell cannot know before the command runs is not in it.</summary>
    public static TypedLine Read(string command, string parameter, string word, CommandAst line, IDictionary bound)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        EngineEndpoint? host = null;
        NetworkSnapshot? snapshot = null;
        foreach (DictionaryEntry entry in bound)
        {
            values[(string)entry.Key] = [.. Items(entry.Value).Select(Text).OfType<string>()];
            host ??= Items(entry.Value).Select(HostOf).FirstOrDefault(h => h is not null);
            snapshot ??= Items(entry.Value).OfType<NetworkSnapshot>().FirstOrDefault();
        }

        return new TypedLine(command, parameter, TypedWord.Parse(word)) { Bound = values, Given = Given(word, line), ItemHost = host, Snapshot = snapshot };
    }

    /// <summary>The other items of the list that the word is in: of the list with the word, or where nothing is typed yet, of the one that ends with a comma.</summary>
    private static IReadOnlyList<string> Given(string word, CommandAst line)
    {
        var list = line.CommandElements
            .Select(e => e is CommandParameterAst parameter ? parameter.Argument : (Ast)e)
            .OfType<ArrayLiteralAst>()
            .LastOrDefault(l => l.Elements.Any(e => IsWord(e, word)));
        return list is null ? [] : [.. list.Elements.Where(e => !IsWord(e, word)).Select(e => (e as StringConstantExpressionAst)?.Value ?? e.Extent.Text)];
    }

    private static bool IsWord(ExpressionAst element, string word) =>
        word.Length == 0 ? element is ErrorExpressionAst : element.Extent.Text == word || TypedWord.Parse(element.Extent.Text).Text == TypedWord.Parse(word).Text;

    private static IEnumerable<object> Items(object? value) => Plain(value) switch
    {
        null => [],
        string text => [text],
        IDictionary table => [table],
        IEnumerable list => list.Cast<object?>().Select(Plain).OfType<object>(),
        var one => [one],
    };

    private static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string? Text(object item) => item switch
    {
        Network network => network.Id,
        Container container => container.Id,
        // A network of New-DockerContainer with more to say.
        IDictionary table => table["Name"]?.ToString(),
        PSObject custom => custom.Properties["Name"]?.Value?.ToString(),
        _ => Convert.ToString(item, CultureInfo.InvariantCulture),
    };

    private static EngineEndpoint? HostOf(object item) => item switch
    {
        Network network => network.DockerHost,
        Container container => container.DockerHost,
        _ => null,
    };
}
