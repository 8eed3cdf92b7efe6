using System.Text;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Topology;

/// <summary>Text in HTML: in the labels of Graphviz, and in the page.</summary>
internal static class HtmlText
{
    /// <summary>
    /// The text, with blanks for control characters, which XML does not allow, and escapes for other characters that are not seen or that
    /// turn the text around (<see cref="VisibleText"/>).
    /// </summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in VisibleText.Of(Blanked(text)).EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // Graphviz replaces \N and the like in every kind of label. A mark of no width between the two keeps them apart.
                '\\' => "&#92;&#8203;",
                _ => rune.ToString(),
            });
        }

        // An element of a label may not be empty.
        return escaped.Length == 0 ? " " : escaped.ToString();

        static string Blanked(string text) =>
            text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }
}
