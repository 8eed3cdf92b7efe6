using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Compare-ContainerReachability: what has changed between two tests, or between two states of an engine. It asks no engine.
/// </summary>
[Cmdlet(VerbsData.Compare, "ContainerReachability", HelpUri = HelpPages.Folder + "Compare-ContainerReachability.md")]
[OutputType(typeof(ReachabilityChange))]
public sealed class CompareContainerReachabilityCommand : AsyncCommand
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
    protected override void BeginProcessing() => Add(Reference, _comparison.Reference);

    /// <summary>Reading needs the pipeline thread, which resolves paths and runs Import-Clixml.</summary>
    protected override bool TryProcess()
    {
        Add(Difference, _comparison.Difference);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var sources = _comparison.Sources;
        await using var progress = new CommandProgress(output, "Comparing reachability", sources.Count);
        output.Expect(sources);
        foreach (var source in sources)
        {
            ReachabilityChange[] changes = [.. _comparison.Changes(source, IncludeEqual)];
            cancellationToken.ThrowIfCancellationRequested();
            if (changes.Length > 0)
                await output.WriteObjectsAsync(changes);
            progress.Advance(source);
        }
    }

    /// <summary>
    /// What cannot be read ends the command: a side that is not complete would show pairs as vanished or new that are not.
    /// </summary>
    private void Add(PSObject?[]? items, ComparedSide side)
    {
        // The lines of a file, as Get-Content gives them.
        if (items is { Length: > 1 } lines && Array.TrueForAll(lines, line => line?.BaseObject is string) && IsJson($"{lines[0]}"))
            items = [string.Join('\n', lines.Select(line => $"{line}"))];
        foreach (var item in items ?? [])
        {
            try
            {
                if (item is not null)
                    Add(item, side);
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

    private void Add(PSObject item, ComparedSide side)
    {
        switch (item.BaseObject)
        {
            case SavedSnapshot snapshot:
                AddSnapshot(snapshot, side);
                break;
            case string text when IsJson(text):
                AddSnapshot(SavedSnapshot.Parse(text), side);
                break;
            case string path:
                Read(path, side);
                break;
            case FileInfo file:
                Read(file.FullName, side);
                break;
            case var _ when item.Properties[nameof(SavedSnapshot.Document)]?.Value?.ToString() is { Length: > 0 } document:
                AddSnapshot(SavedSnapshot.Parse(document), side);
                break;
            default:
                side.Add(ResultReader.ReadCompared(item));
                break;
        }
    }

    private void Read(string path, ComparedSide side)
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
                if (Stopping)
                    throw new PipelineStoppedException();
                if (item.BaseObject is string)
                    throw CommandErrors.InvalidResult("It contains plain text, and no results.");
                Add(item, side);
            },
            snapshot => AddSnapshot(snapshot, side)).Read(full);
    }

    /// <summary>Every container of a snapshot to every other one, as predicted, source by source.</summary>
    private void AddSnapshot(SavedSnapshot saved, ComparedSide side)
    {
        var snapshot = saved.ToSnapshot();
        var targets = snapshot.Containers.Select(container => new ReachabilityTarget(container.Name, container)).ToList();
        var plan = TestPlan.Create(new TestScope(snapshot, [.. snapshot.Containers], targets), new TestOptions());
        var run = new PredictedRun(plan);
        foreach (var source in plan.Sources)
        {
            side.Add(source.Container.Name, snapshot.DockerHost.ToString(), source.Probes
                .TakeWhile(_ => !Lifetime.IsCancellationRequested)
                .Select(run.Result)
                .Where(result => result.SourceId != result.TargetId)
                .Select(ComparedProbe.From));
        }
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart().StartsWith("{");
}
