using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>One answer to Tab.</summary>
/// <param name="Text">The value, without quotes; what the list of answers shows.</param>
/// <param name="ToolTip">The details of it; names in it may contain any characters.</param>
internal sealed record Candidate(string Text, string ToolTip)
{
    /// <summary>The details of it, safe to show at the prompt.</summary>
    public string ToolTip { get; init; } = VisibleText.Of(Excerpt.Of(ToolTip, Excerpt.MostOfSentence));

    /// <summary>The value that is put on the line in quotes, if that is not <see cref="Text"/>.</summary>
    public string Value { get; init; } = Text;

    /// <summary>
    /// What is put on the line as it stands, where that is not <see cref="Text"/> with its quotes: a hashtable, <c>$true</c>.
    /// </summary>
    public string? Expression { get; init; }

    /// <summary>What the typed word is compared with, where that is more than <see cref="Text"/>.</summary>
    public IReadOnlyList<string> FoundBy { get; init; } = [Text];

    /// <summary>
    /// A name, for a parameter that takes patterns. Wildcards in it are escaped on the line, so that it selects this one only; the list
    /// shows the name. Both are found by what is typed, because Tab is pressed again on what it wrote.
    /// </summary>
    public static Candidate Name(string name, string toolTip)
    {
        var escaped = Wildcards.Escape(name);
        return new Candidate(name, toolTip) { Value = escaped, FoundBy = escaped == name ? [name] : [name, escaped] };
    }

    /// <summary>A hashtable of one entry. Found also by the last part of a dotted name: <c>enable_icc</c>.</summary>
    public static Candidate Entry(string name, string value, string toolTip)
    {
        var text = $"{name}={value}";
        var lastPart = text[(name.LastIndexOf('.') + 1)..];
        var entry = $"@{{ {PowerShellWord.InSingleQuotes(name)} = {PowerShellWord.InSingleQuotes(value)} }}";
        return new Candidate(text, toolTip) { Expression = entry, FoundBy = [text, lastPart] };
    }

    /// <summary>A port: a number where it is TCP, else as "53/udp".</summary>
    public static Candidate Port(int port, string protocol, string toolTip)
    {
        var number = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return protocol == "tcp" ? new Candidate(number, toolTip) { Expression = number } : new Candidate($"{number}/{protocol}", toolTip);
    }

    /// <summary>The candidates that fit a line: what the word begins, what stands in the list already left out, each once.</summary>
    public static IEnumerable<Candidate> Fitting(IEnumerable<Candidate> candidates, TypedLine line) => candidates
        .Where(c => c.FoundBy.Any(line.Word.Fits) && !line.Given.Contains(c.Value, StringComparer.Ordinal) && IsShown(c.Text))
        .DistinctBy(c => c.Text, StringComparer.Ordinal);

    /// <summary>
    /// A label may contain anything, including an escape sequence, which cannot be shown in a list. With an escape in the list and the
    /// character itself on the line, the user would not see what is inserted, so it is not offered at all.
    /// </summary>
    private static bool IsShown(string text) => text.Length is > 0 and <= 200 && PowerShellWord.IsPrintable(text);
}
