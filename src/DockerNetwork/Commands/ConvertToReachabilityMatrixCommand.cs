using System.Management.Automation;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Formats;
using DockerNetwork.Identities;
using DockerNetwork.Model.Matrix;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Commands;

/// <summary>
/// ConvertTo-ReachabilityMatrix: results of Test-ContainerReachability as a table, with one row for each source and one column for each
/// target.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "ReachabilityMatrix",
    HelpUri = HelpPages.Folder + "ConvertTo-ReachabilityMatrix.md")]
[OutputType(typeof(PSObject))]
public sealed class ConvertToReachabilityMatrixCommand : PSCmdlet
{
    private const string Source = "Source";
    private const string Sources = "Sources";
    private const string Targets = "Targets";
    private readonly List<ProbeOutcome> _probes = [];

    /// <summary>
    /// Results of Test-ContainerReachability, including results that were exported (Export-Clixml, Export-Csv, ConvertTo-Json) and read
    /// back.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Result")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Combines sources with equal rows, and targets with equal columns. Cells then show no latency.</summary>
    [Parameter]
    public SwitchParameter Group { get; set; }

    /// <summary>
    /// Shows one mark for each pair, and numbers instead of the names of targets, so that thirty targets fit into 80 columns and a hundred
    /// into 160. The property Targets says which number is which target.
    /// </summary>
    [Parameter]
    public SwitchParameter Compact { get; set; }

    /// <summary>Writes + and x instead of ✓ and ✗, for consoles and files without these characters.</summary>
    [Parameter]
    public SwitchParameter Ascii { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in InputObject)
        {
            try
            {
                _probes.Add(ResultReader.Read(item));
            }
            catch (CommandException e)
            {
                WriteError(ErrorRecords.From(e, item));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var matrix = ReachabilityMatrix.Create(_probes, Group, unicode: !Ascii, Compact);
        var captions = Captions(matrix);
        var targets = string.Join("; ", matrix.Columns
            .Zip(captions)
            .Where(c => Compact || c.First.Count > 1)
            .Select(c => $"{c.Second}: {string.Join(", ", c.First)}"));
        var shown = matrix.Shown();
        var table = new MatrixTable(shown, Captions(shown), Compact, unicode: !Ascii);
        foreach (var (row, line) in matrix.Rows.Zip(shown.Rows))
        {
            var item = new PSObject();
            item.TypeNames.Insert(0, "DockerNetwork.ReachabilityMatrix");
            item.Properties.Add(new PSNoteProperty(Source, MatrixView.Attach(ReachabilityMatrix.Caption(row.Sources), table, line)));
            for (var i = 0; i < captions.Count; i++)
                item.Properties.Add(new PSNoteProperty(captions[i], row.Cells[i]));
            // In full, and last.
            if (Group)
                item.Properties.Add(new PSNoteProperty(Sources, VisibleText.Of(string.Join(", ", row.Sources))));
            if (Group || Compact)
                item.Properties.Add(new PSNoteProperty(Targets, VisibleText.Of(targets)));
            WriteObject(item);
        }
    }

    private IReadOnlyList<string> Captions(ReachabilityMatrix matrix) =>
        Compact ? matrix.Numbers : Group ? matrix.Captions(Source, Sources, Targets) : matrix.Captions(Source);
}
