using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Identities;

/// <summary>
/// Reads a file of results (Export-Clixml, Export-Csv, ConvertTo-Json) or of a snapshot. What kind it is, its first character tells, not
/// its name. Anyone may have written it: it is read up to a limit, object by object, and what is not a result ends that.
/// </summary>
/// <param name="take">Takes each object of the file.</param>
/// <param name="takeSnapshot">Takes the snapshot that the file is.</param>
internal sealed class ResultFile(Action<PSObject> take, Action<SavedSnapshot> takeSnapshot)
{
    /// <summary>A million results as CSV.</summary>
    private const long MaxLength = 1024L * 1024 * 1024;

    /// <summary>Reads a file. On the pipeline thread.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="CommandException">ResultFileNotFound, InvalidResultFile, and what the takers throw.</exception>
    public void Read(string path)
    {
        if (!File.Exists(path))
            throw CommandErrors.ResultFileNotFound(path);
        var file = new FileInfo(path);
        // Also of a pipe or a device, which would never end.
        if (file.Length == 0)
            throw CommandErrors.InvalidResultFile(path, "It is empty.");
        if (file.Length > MaxLength)
            throw CommandErrors.InvalidResultFile(path, "It is larger than 1 GB.");
        try
        {
            switch (FirstCharacter(path))
            {
                case '{':
                    takeSnapshot(SavedSnapshot.Parse(JsonOf(file)));
                    break;
                case '[':
                    Run(shell => shell.AddCommand("ConvertFrom-Json").AddParameter("InputObject", JsonOf(file)));
                    break;
                case '<':
                    Run(shell => shell.AddCommand("Import-Clixml").AddParameter("LiteralPath", path));
                    break;
                default:
                    ReadCsv(path);
                    break;
            }
        }
        catch (CommandException e)
        {
            throw CommandErrors.InvalidResultFile(path, e.Message);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or EngineException)
        {
            throw CommandErrors.InvalidResultFile(path, e.Message);
        }
    }

    private static string JsonOf(FileInfo file) => file.Length <= SnapshotDocument.MaxLength
        ? File.ReadAllText(file.FullName)
        : throw new FormatException("It is larger than 256 MB.");

    /// <summary>The first character that is not white space; NUL if there is none in the first block.</summary>
    private static char FirstCharacter(string path)
    {
        using var reader = new StreamReader(path);
        Span<char> start = stackalloc char[1024];
        return start[..reader.ReadBlock(start)].TrimStart() is [var first, ..] ? first : '\0';
    }

    /// <summary>As Import-Csv does, but within limits, and up to the first damaged row.</summary>
    private void ReadCsv(string path)
    {
        using var reader = new StreamReader(path);
        IReadOnlyList<string>? columns = null;
        var taken = false;
        foreach (var row in CsvRows.Read(reader))
        {
            if (columns is null && row[0].StartsWith("#TYPE", StringComparison.OrdinalIgnoreCase))
                continue;
            if (columns is null)
            {
                columns = row;
                if (row.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Key.Length > 0 && g.Skip(1).Any())
                    is { } twice)
                {
                    throw new FormatException($"It has the column '{twice.Key}' twice.");
                }

                continue;
            }

            take(ItemOf(columns, row));
            taken = true;
        }

        if (!taken)
            throw new FormatException("It contains no object.");
    }

    private static PSObject ItemOf(IReadOnlyList<string> columns, IReadOnlyList<string> row)
    {
        var item = new PSObject();
        foreach (var (name, value) in columns.Zip(row).Where(field => field.First.Length > 0))
        {
            try
            {
                item.Properties.Add(new PSNoteProperty(name, value));
            }
            catch (ExtendedTypeSystemException e)
            {
                // "psobject" and its kind, which no property can be called.
                throw new FormatException(e.Message, e);
            }
        }

        return item;
    }

    /// <summary>Runs a command of PowerShell, and takes its objects as they come.</summary>
    private void Run(Action<PowerShell> add)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        add(shell);
        shell.AddParameter("ErrorAction", ActionPreference.Stop);
        CommandException? refusal = null;
        var taken = 0;
        using var objects = new PSDataCollection<PSObject>();
        objects.DataAdded += (_, _) =>
        {
            foreach (var item in objects.ReadAll())
                Take(item);
        };
        try
        {
            shell.Invoke(null, objects);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw new FormatException(e.InnerException?.Message ?? e.Message, e);
        }

        if (refusal is not null)
            throw refusal;
        if (taken == 0)
            throw new FormatException("It contains no object.");

        void Take(PSObject? item)
        {
            // What follows a damaged row is read but not looked at.
            if (refusal is not null || item is null)
                return;
            taken++;
            try
            {
                take(item);
            }
            catch (CommandException e)
            {
                refusal = e;
            }
        }
    }
}
