using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Commands;

/// <summary>
/// Compare-ContainerReachability: what has changed between two tests, or between two states of an engine. It asks no engine.
/// </summary>
[Cmdlet(VerbsData.Compare, "ContainerReachability", HelpUri = HelpPages.Folder + "Compare-ContainerReachability.md")]
[OutputType(typeof(ReachabilityChange))]
public sealed class CompareContainerReachabilityCommand : PSCmdlet
{
    private readonly ReachabilityComparison _comparison = new();

    /// <summary>
    /// The first test: results of Test-ContainerReachability, including results that were exported with Export-Clixml, Export-Csv or
    /// ConvertTo-Json and read back, the path of such a file, or a snapshot.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowNull, AllowEmptyCollection]
    public PSObject[] Reference { get; set; } = [];

    /// <summary>The second test, as the first.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull, AllowEmptyCollection]
    public PSObject[] Difference { get; set; } = [];

    /// <summary>Also writes what has not changed.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Add(Reference, _comparison.AddReference);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Add(Difference, _comparison.AddDifference);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var change in _comparison.Changes(IncludeEqual))
            WriteObject(change);
    }

    /// <summary>
    /// What cannot be read ends the command: a side that is not complete would show pairs as vanished or new that are not.
    /// </summary>
    private void Add(PSObject?[]? items, Action<ComparedProbe> add)
    {
        // The lines of a file, as Get-Content gives them.
        if (items is { Length: > 1 } lines && Array.TrueForAll(lines, line => line?.BaseObject is string) && IsJson($"{lines[0]}"))
            items = [string.Join('\n', lines.Select(line => $"{line}"))];
        foreach (var item in items ?? [])
        {
            try
            {
                if (item is not null)
                    Add(item, add);
            }
            catch (CommandException e)
            {
                ThrowTerminatingError(ErrorRecords.From(e, item));
            }
            catch (Exception e) when (e is FormatException or EngineException)
            {
                ThrowTerminatingError(ErrorRecords.From(CommandErrors.InvalidResult(e.Message), item));
            }
        }
    }

    private void Add(PSObject item, Action<ComparedProbe> add)
    {
        switch (item.BaseObject)
        {
            case SavedSnapshot snapshot:
                AddSnapshot(snapshot, add);
                break;
            case string text when IsJson(text):
                AddSnapshot(SavedSnapshot.Parse(text), add);
                break;
            case string path:
                Read(path, add);
                break;
            case FileInfo file:
                Read(file.FullName, add);
                break;
            case var _ when item.Properties[nameof(SavedSnapshot.Document)]?.Value?.ToString() is { Length: > 0 } document:
                AddSnapshot(SavedSnapshot.Parse(document), add);
                break;
            default:
                add(ResultReader.ReadCompared(item));
                break;
        }
    }

    private void Read(string path, Action<ComparedProbe> add)
    {
        string full;
        try
        {
            full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
                throw CommandErrors.ResultFileNotFound(path);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException
            or ProviderNotFoundException or PSInvalidOperationException)
        {
            throw CommandErrors.ResultFileNotFound(path);
        }

        new ResultFile(
            item =>
            {
                if (item.BaseObject is string)
                    throw CommandErrors.InvalidResult("It contains plain text, and no results.");
                Add(item, add);
            },
            snapshot => AddSnapshot(snapshot, add)).Read(full);
    }

    /// <summary>Every container of a snapshot to every other one, as predicted.</summary>
    private void AddSnapshot(SavedSnapshot saved, Action<ComparedProbe> add)
    {
        var snapshot = saved.ToSnapshot();
        var targets = snapshot.Containers.Select(container => new ReachabilityTarget(container.Name, container)).ToList();
        var scope = new TestScope(snapshot, [.. snapshot.Containers], targets);
        foreach (var result in new PredictedRun(TestPlan.Create(scope, new TestOptions())).Results())
        {
            if (Stopping)
                throw new PipelineStoppedException();
            if (result.SourceId != result.TargetId)
                add(ComparedProbe.From(result));
        }
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart().StartsWith("{");
}
