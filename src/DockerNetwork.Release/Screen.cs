using System.Globalization;
using System.Xml.Linq;

namespace DockerNetwork.Release;

/// <summary>
/// Draws a terminal window as SVG: one file, no scripts, no fonts from elsewhere. The window brings its own background, so that it is
/// readable on a light and on a dark page. Every piece of text is stretched to its columns, whatever font the reader has.
/// </summary>
internal static class Screen
{
    private const double CellWidth = 8.4;
    private const double CellHeight = 19;
    private const double Margin = 18;
    private const double Bar = 36;
    private const int FewestColumns = 80;

    private static readonly string[] ButtonColors = ["#ff5f57", "#febc2e", "#28c840"];
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The text of the file.</summary>
    public static string Draw(string title, IReadOnlyList<IReadOnlyList<Piece>> lines)
    {
        var columns = lines.SelectMany(line => line).Select(piece => piece.Column + piece.Text.Length).Append(FewestColumns).Max();
        var width = Math.Ceiling(2 * Margin + columns * CellWidth);
        var height = Math.Ceiling(Bar + 2 * Margin + (lines.Count - 1) * CellHeight);
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            new XElement(
                Svg + "rect",
                new XAttribute("x", "0.5"),
                new XAttribute("y", "0.5"),
                new XAttribute("width", Number(width - 1)),
                new XAttribute("height", Number(height - 1)),
                new XAttribute("rx", "9"),
                new XAttribute("fill", "#0d1117"),
                new XAttribute("stroke", "#6e7681")),
            Buttons(),
            new XElement(
                Svg + "text",
                new XAttribute("x", Number(width / 2)),
                new XAttribute("y", "24"),
                new XAttribute("text-anchor", "middle"),
                new XAttribute("font-family", "system-ui, sans-serif"),
                new XAttribute("font-size", "13"),
                new XAttribute("fill", "#8b949e"),
                title),
            new XElement(
                Svg + "g",
                new XAttribute("font-family", "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"),
                new XAttribute("font-size", "14"),
                new XAttribute("fill", "#e6edf3"),
                lines.SelectMany((line, index) => line.SelectMany(piece => Of(piece, Bar + Margin + index * CellHeight)))));
        return root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static IEnumerable<XElement> Buttons() => ButtonColors.Select((color, index) => new XElement(
        Svg + "circle",
        new XAttribute("cx", Number(22 + 20 * index)),
        new XAttribute("cy", "19"),
        new XAttribute("r", "6"),
        new XAttribute("fill", color)));

    private static IEnumerable<XElement> Of(Piece piece, double baseline)
    {
        if (piece.Look.Background is { } background)
        {
            yield return new(
                Svg + "rect",
                new XAttribute("x", Number(Margin + piece.Column * CellWidth)),
                new XAttribute("y", Number(baseline - 14)),
                new XAttribute("width", Number(piece.Text.Length * CellWidth)),
                new XAttribute("height", Number(CellHeight)),
                new XAttribute("fill", background));
        }

        // Spaces at the start would be lost or stretched; the column says where the text starts.
        var text = piece.Text.TrimStart(' ');
        var column = piece.Column + piece.Text.Length - text.Length;
        if (text.Length > 0)
            yield return new(Svg + "text", Attributes(piece.Look, text.Length, column, baseline), text);
    }

    private static IEnumerable<XAttribute> Attributes(Look look, int length, int column, double baseline)
    {
        yield return new("x", Number(Margin + column * CellWidth));
        yield return new("y", Number(baseline));
        yield return new("textLength", Number(length * CellWidth));
        yield return new("lengthAdjust", "spacingAndGlyphs");
        yield return new(XNamespace.Xml + "space", "preserve");
        if (look.Color is { } color)
            yield return new("fill", color);
        if (look.Bold)
            yield return new("font-weight", "bold");
        if (look.Italic)
            yield return new("font-style", "italic");
        if (look.Underline)
            yield return new("text-decoration", "underline");
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
