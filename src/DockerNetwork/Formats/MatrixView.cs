using System.Management.Automation;
using System.Runtime.CompilerServices;
using DockerNetwork.Model.Matrix;

namespace DockerNetwork.Formats;

/// <summary>
/// What is shown of a row of a matrix. The row has a property for each target, and Clixml would write any other one too, even if it were
/// hidden. So the hidden property View is that of the text Source, which is a text all the same.
/// </summary>
public sealed class MatrixView
{
    private static readonly ConditionalWeakTable<string, MatrixView> Known = [];

    private readonly MatrixTable _table;
    private readonly MatrixRow _row;

    private MatrixView(MatrixTable table, MatrixRow row) => (_table, _row) = (table, row);

    /// <summary>The names of the columns.</summary>
    public string Head => _table.Head(CurrentHost.Width, CurrentHost.Style(Tone.Header));

    /// <summary>The row, in one line or more.</summary>
    public string Line => _table.Line(_row, CurrentHost.Width, CurrentHost.Style);

    /// <summary>The view of the source of a row. Named in DockerNetwork.types.ps1xml.</summary>
    public static object? Of(PSObject source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.BaseObject is string text && Known.TryGetValue(text, out var view) ? view : null;
    }

    /// <summary>The source of a row, as a text that knows the row.</summary>
    internal static PSObject Attach(string source, MatrixTable table, MatrixRow row)
    {
        var own = new string(source.AsSpan());
        Known.AddOrUpdate(own, new MatrixView(table, row));
        var text = PSObject.AsPSObject(own);
        text.TypeNames.Insert(0, "DockerNetwork.ReachabilityMatrixSource");
        return text;
    }
}
