using System.Management.Automation;
using DockerNetwork.Engine;

namespace DockerNetwork.Formats;

/// <summary>
/// The cells of an object from a file that somebody changed, so that it cannot be what it was: the texts that are there, as they are.
/// </summary>
/// <param name="item">The object.</param>
/// <param name="type">What it was before it was exported.</param>
/// <param name="why">Why it cannot be that again.</param>
internal sealed class UnreadableCells(PSObject item, Type type, string why)
{
    /// <summary>A text that is longer fills the terminal.</summary>
    private const int MostShown = 1000;

    private static readonly string[] Endings = ["Cell", "Item"];

    private string Title => $"{Shown(item)}: {Shown(why)}";

    /// <summary>A property for each one that the views of the type read.</summary>
    public PSObject Properties()
    {
        var cells = new PSObject(this);
        foreach (var property in typeof(Cells).Assembly.GetType($"{typeof(Cells).FullName![..^nameof(Cells).Length]}{type.Name}Cells")!
            .GetProperties()
            .Where(property => property.Name != nameof(Cells.Engine)))
            cells.Properties.Add(new PSNoteProperty(property.Name, Text(property.Name)));
        return cells;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{type.Name} {Title}";

    private string Text(string name)
    {
        if (name is nameof(Cells.Title) or "Heading")
            return Title;
        if (name is nameof(Cells.Head))
            return "";
        if (name is "ReportItem" or nameof(Cells.Line))
            return CellText.FoldRest(Title, CurrentHost.Width, 0);
        if (name is "State" or "Why")
            return item.Properties[name] is null ? Shown(why) : Shown(item.Properties[name].Value);
        var ending = Array.Find(Endings, end => name.EndsWith(end, StringComparison.Ordinal)) ?? "";
        return Shown((item.Properties[name] ?? item.Properties[name[..^ending.Length]])?.Value);
    }

    private static string Shown(object? value)
    {
        var text = VisibleText.Of(value?.ToString());
        return text.Length <= MostShown ? text : text[..(MostShown - 1)] + "…";
    }
}
