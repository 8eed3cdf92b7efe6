using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

/// <summary>
/// What the format file shows of an object: properties, which the script blocks there read as <c>$_.View.Name</c>. They do nothing else,
/// as a session in ConstrainedLanguage lets them call no method of this module. X is the whole text, for lists and wide tables; XItem is
/// folded to what a list leaves of the console. Head and Line are the table. Whatever an engine says in them is safe to show (<see
/// cref="VisibleText"/>). Numbers, addresses and enumerations are as they are, for the alignment of columns; they too are read here, as an
/// object that somebody made up may have text in their place.
/// </summary>
/// <remarks>The classes are public for speed: PowerShell reads the properties of others by reflection.</remarks>
public abstract class Cells
{
    /// <summary>
    /// The names of the columns of the table that the object is a row of; above them what the rows have in common, if they are grouped.
    /// Rows of one table have the same: PowerShell shows it where it changes.
    /// </summary>
    public string Head
    {
        get
        {
            var header = TableLayout.Styled(Layout.Header(), CurrentHost.Style(Tone.Header));
            string[] groups = [.. new[] { EngineGroup is { } engine ? $"Engine: {engine}" : "", Group }.Where(group => group.Length > 0)];
            return groups.Length > 0 ? $"   {string.Join("\n   ", groups)}\n\n{header}" : header;
        }
    }

    /// <summary>The row of the table: a line, or several.</summary>
    public string Line => Layout.Line(Row, CurrentHost.Style);

    /// <summary>By what a table of PowerShell's is grouped. Null would be a group with an empty name, and no value is no group.</summary>
    public PSObject Engine => EngineGroup is { } engine ? PSObject.AsPSObject(engine) : AutomationNull.Value;

    /// <summary>
    /// The object's command works on several engines, so its table is grouped by engine: what stands above the rows of one.
    /// </summary>
    internal Func<string, string>? EngineName { get; set; }

    /// <summary>"lab-1 (unix:///a.sock)"; null if the command has one engine only, or if a column shows it.</summary>
    private string? EngineGroup =>
        EngineName is not null
        && GetType().GetProperty("DockerHost")?.GetValue(this) is string { Length: > 0 } engine
        && Row.All(cell => cell.Label != "DockerHost")
            ? EngineName(engine)
            : null;

    /// <summary>The columns that the object shares with the others of its table; null for columns of its own.</summary>
    internal Func<TableLayout>? Columns { get; set; }

    /// <summary>What tells the object from others of its type, in one line. Format-Wide shows it.</summary>
    public abstract string Title { get; }

    /// <summary>The cells of the table.</summary>
    internal virtual IReadOnlyList<TableCell> Row => [];

    /// <summary>What rows have in common, "Source: web"; empty if they are not grouped.</summary>
    private protected virtual string Group => "";

    /// <summary>What stands above the rows of a group in a table of PowerShell's, with the engine if there are several.</summary>
    private protected string WithEngine(string group) => EngineGroup is { } engine ? $"{group}\n   Engine: {engine}" : group;

    /// <summary>The columns of the table beside <see cref="Title"/>, each in one line.</summary>
    protected abstract IEnumerable<(string Name, string Text)> More { get; }

    /// <summary>
    /// "Network app; Driver: bridge; Scope: local": the object in one line. PowerShell shows it, by the DefaultDisplayPropertySet of the
    /// type, if the output began with an object of another type. It then asks no view, and would show each property as it is.
    /// </summary>
    public sealed override string ToString() => string.Join("; ", More
        .Where(part => part.Text.Length > 0)
        .Select(part => $"{part.Name}: {part.Text}")
        .Prepend($"{GetType().Name[..^nameof(Cells).Length]} {Title}"));

    private TableLayout Layout => Columns?.Invoke() ?? TableLayout.Of(Row, [Row], [], CurrentHost.Width);

    /// <summary>As it may be shown.</summary>
    protected static string Text(object? value) => VisibleText.Of(Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>"a, b".</summary>
    protected static string List(IEnumerable? items) => Text(CellText.List(items));

    /// <summary>"name=value, other=value".</summary>
    protected static string Pairs(IReadOnlyDictionary<string, string>? pairs) => Text(CellText.Pairs(pairs));

    /// <summary>Folded to what the columns before leave of the console.</summary>
    protected static string Rest(object? value, int before) => CellText.FoldRest(Text(value), CurrentHost.Width, before);

    /// <summary>As <see cref="Rest"/>, of a list.</summary>
    protected static string ListRest(string? text, int before) => CellText.FoldListRest(Text(text), CurrentHost.Width, before);

    /// <summary>As <see cref="Rest"/>, of lines that are safe to show already.</summary>
    protected static string LinesRest(string lines, int before) => CellText.FoldRest(lines, CurrentHost.Width, before);

    /// <summary>In the style of warnings if the port is open to the world.</summary>
    /// <param name="mapping">The port.</param>
    /// <param name="value">The cell.</param>
    protected static string Highlighted(PortMapping mapping, object value) =>
        PortView.Highlight(mapping, Text(value), mapping.Exposure == PortExposure.Open ? CurrentHost.Style(Tone.Doubtful) : default);

    private protected static TableCell Named(string label, int usual, string text, Tone tone = Tone.None) =>
        new(label, usual, text) { Name = true, Tone = tone };

    private protected static TableCell Plain(string label, int usual, object? value, Tone tone = Tone.None) =>
        new(label, usual, Text(value)) { Tone = tone };

    private protected static TableCell Listed(string label, int usual, string text) => new(label, usual, text) { List = true };
}
