using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Matrix;

/// <summary>A row: a source, or several that are alike.</summary>
/// <param name="Sources">Their names.</param>
/// <param name="Cells">One for each column.</param>
public sealed record MatrixRow(IReadOnlyList<string> Sources, IReadOnlyList<string> Cells);

/// <summary>
/// Reachability results as a table: one row for each source, one column for each target, in the order in which they came. Containers are
/// told apart by engine and id, and their names are marked if several have one name.
/// </summary>
public sealed class ReachabilityMatrix
{
    /// <summary>What each object of PowerShell has itself; a property with such a name is an error.</summary>
    private static readonly string[] Reserved = ["psadapted", "psbase", "psextended", "psobject", "pstypenames"];

    private readonly IReadOnlyDictionary<string, string> _engines;

    private ReachabilityMatrix(
        IReadOnlyList<IReadOnlyList<string>> columns, IReadOnlyList<MatrixRow> rows, IReadOnlyDictionary<string, string> engines)
    {
        Columns = columns;
        Rows = rows;
        _engines = engines;
    }

    /// <summary>Each column's target, or targets that are alike.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<MatrixRow> Rows { get; }

    /// <summary>Makes a matrix.</summary>
    /// <param name="probes">What was tried.</param>
    /// <param name="group">
    /// Puts sources together that have equal rows, then targets that have equal columns. Cells are then without latency, as they are if
    /// there is more than one service.
    /// </param>
    /// <param name="unicode">The marks are ✓ and ✗; else + and x.</param>
    /// <param name="compact">Each cell is one mark, and each column has a number.</param>
    public static ReachabilityMatrix Create(IReadOnlyList<ProbeOutcome> probes, bool group, bool unicode, bool compact = false)
    {
        ArgumentNullException.ThrowIfNull(probes);
        var services = probes.Select(p => p.Service).Where(s => s != Service.Lookup).Distinct().Count() > 1;
        var style = new CellStyle(unicode, Latency: !group && !services, services, compact);
        var sources = ProbeEnd.Labels(probes.Select(p => p.SourceEnd));
        var targets = ProbeEnd.Labels(probes.Select(p => p.TargetEnd));
        ProbeEnd[] across = [.. probes.Select(p => p.TargetEnd).Distinct()];
        var pairs = probes
            .GroupBy(p => (p.SourceEnd, p.TargetEnd))
            .ToDictionary(g => g.Key, g => MatrixCell.Text(PairOutcome.Of([.. g]), style));
        // An engine that died, for example, has left out pairs: a cell without a text would look as if nothing were wrong with them.
        var untested = MatrixMarks.OfNothing(style);
        var rows = probes.Select(p => p.SourceEnd)
            .Distinct()
            .Select(s => new MatrixRow([sources[s]], across.Select(t => pairs.GetValueOrDefault((s, t), untested)).ToArray()))
            .ToArray();
        IReadOnlyList<string>[] columns = [.. across.Select(t => new[] { targets[t] })];
        var engines = ShortHost.Of(sources.Keys.Concat(targets.Keys).Select(end => end.DockerHost).OfType<string>());
        return group ? Grouped(columns, rows, engines) : new ReachabilityMatrix(columns, rows, engines);
    }

    /// <summary>The same for eyes: names that are marked with a long address of an engine have its end.</summary>
    public ReachabilityMatrix Shown()
    {
        var longer = _engines.Where(engine => engine.Key != engine.Value).ToList();
        return longer.Count == 0
            ? this
            : new([.. Columns.Select(Short)], [.. Rows.Select(row => row with { Sources = Short(row.Sources) })], _engines);

        IReadOnlyList<string> Short(IReadOnlyList<string> names) => [.. names.Select(name => longer.Aggregate(
            name, (text, engine) => text.Replace($" ({engine.Key}", $" ({engine.Value}", StringComparison.Ordinal)))];
    }

    /// <summary>
    /// "a", "a, b, c (3)"; if there are many, the first ones, "web-1, web-2 … (12)": one wide column would push all others off the
    /// console. Safe to show.
    /// </summary>
    public static string Caption(IReadOnlyList<string> names)
    {
        const int Enough = 28;
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 1)
            return VisibleText.Of(names[0]);
        var shown = 1;
        while (shown < names.Count && names.Take(shown + 1).Sum(n => n.Length + 2) <= Enough)
            shown++;
        var text = VisibleText.Of(string.Join(", ", names.Take(shown)));
        return string.Create(CultureInfo.InvariantCulture, $"{text}{(shown < names.Count ? " …" : "")} ({names.Count})");
    }

    /// <summary>The names of the columns, which no two may share, whatever their case, and which PowerShell takes for a property.</summary>
    /// <param name="taken">Names of other columns, which they may not share either.</param>
    public IReadOnlyList<string> Captions(params string[] taken)
    {
        var used = new HashSet<string>([.. taken, .. Reserved], StringComparer.OrdinalIgnoreCase);
        return Columns.Select(Caption).Select(caption =>
        {
            var name = caption;
            for (var i = 2; !used.Add(name); i++)
                name = string.Create(CultureInfo.InvariantCulture, $"{caption} [{i}]");
            return name;
        }).ToArray();
    }

    /// <summary>The names of the columns of a compact matrix: "1", "2", "3".</summary>
    public IReadOnlyList<string> Numbers => [.. Enumerable.Range(1, Columns.Count).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    private static ReachabilityMatrix Grouped(
        IReadOnlyList<string>[] columns, MatrixRow[] rows, IReadOnlyDictionary<string, string> engines)
    {
        var alike = rows
            .GroupBy(r => Key(r.Cells))
            .Select(g => new MatrixRow(g.SelectMany(r => r.Sources).ToArray(), g.First().Cells))
            .ToArray();
        var kept = Enumerable.Range(0, columns.Length)
            .GroupBy(c => Key(alike.Select(r => r.Cells[c])))
            .Select(g => g.ToArray())
            .ToArray();
        return new ReachabilityMatrix(
            kept.Select(g => g.SelectMany(c => columns[c]).ToArray()).ToArray(),
            alike.Select(r => r with { Cells = kept.Select(g => r.Cells[g[0]]).ToArray() }).ToArray(),
            engines);

        static string Key(IEnumerable<string> cells) => string.Join('\n', cells);
    }
}
