using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.Pipeline;
using DockerNetwork.Topology;

namespace DockerNetwork.Commands;

/// <summary>
/// Export-DockerNetworkTopology: draws the networks of an engine, or of several in one picture, as an HTML page, SVG, Mermaid, DOT or JSON,
/// with the results of a reachability test if they are piped in.
/// </summary>
[Cmdlet(VerbsData.Export, "DockerNetworkTopology", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Export-DockerNetworkTopology.md")]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportDockerNetworkTopologyCommand : EngineCommand
{
    private readonly List<NetworkTopology> _topologies = [];
    private readonly List<ReachabilityResult> _results = [];
    private string? _file;

    /// <summary>The file to write. Without it, the cmdlet returns the text, as Mermaid unless -Format says otherwise.</summary>
    [Parameter(Position = 0)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The format. Auto uses the extension of -Path.</summary>
    [Parameter(Position = 1)]
    public TopologyFormat Format { get; set; }

    /// <summary>
    /// A topology from Get-DockerNetworkTopology, a snapshot from Get-DockerNetworkSnapshot, results of Test-ContainerReachability, or
    /// traces of Trace-ContainerReachability.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object? InputObject { get; set; }

    /// <summary>
    /// The topology to draw piped results into. Without it and -Snapshot, they are drawn into the topology of their engine.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public NetworkTopology? Topology { get; set; }

    /// <summary>
    /// Reads a snapshot instead of asking an engine: an object from Get-DockerNetworkSnapshot, also after Export-Clixml or
    /// ConvertTo-Json and back, or the JSON text of a file.
    /// </summary>
    [Parameter]
    [SavedSnapshotTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SavedSnapshot? Snapshot { get; set; }

    /// <summary>Also overwrites a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not overwrite an existing file; that is an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Force && NoClobber)
        {
            ThrowTerminatingError(ErrorRecords.Conflict(
                nameof(Force),
                nameof(NoClobber),
                "Choose one: -Force overwrites a read-only file, -NoClobber keeps an existing file."));
        }

        if (Topology is not null && Snapshot is not null)
            ThrowTerminatingError(ErrorRecords.Conflict(nameof(Topology), nameof(Snapshot), "Name only one topology to draw."));
        try
        {
            Format = TopologyFormats.Resolve(Format, Path);
            _file = Path is null ? null : TopologyFile.Resolve(SessionState, Path);
        }
        catch (CommandException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Path));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        switch (InputObject.Unwrapped())
        {
            case null:
                break;
            case NetworkTopology topology:
                _topologies.Add(topology);
                break;
            case SavedSnapshot snapshot:
                _topologies.Add(TopologyBuilder.Of(snapshot.ToSnapshot()));
                break;
            case ReachabilityResult result:
                _results.Add(result);
                break;
            case ReachabilityTrace trace:
                _results.Add(trace.Result);
                break;
            case var other:
                await GuardAsync(output, other, () => throw CommandErrors.NotATopology($"{other}"));
                break;
        }
    }

    /// <inheritdoc/>
    protected override Task EndProcessingAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        // A pipeline that brought nothing has had its error; the whole engine is not what it was about.
        if (MyInvocation.ExpectingInput && _topologies.Count + _results.Count == 0)
            return Task.CompletedTask;
        return GuardAsync(output, Path, async () =>
        {
            var topologies = await TopologiesAsync(output, cancellationToken);
            if (topologies.Count == 0)
                return;
            var (topology, leftOut) = ReachabilityPairs.Add(SeveralEngines.Of(topologies), _results);
            foreach (var warning in leftOut.Warnings())
                await output.WriteWarningAsync(warning);

            if (_file is null)
            {
                await output.WriteObjectAsync(await TopologyFormats.WriteAsync(topology, Format, _file, cancellationToken));
                return;
            }

            if (!await output.ShouldProcessAsync(_file, $"Export the topology as {Format}"))
                return;
            TopologyFile.Write(_file, await TopologyFormats.WriteAsync(topology, Format, _file, cancellationToken), Force, NoClobber);
            if (PassThru)
                await output.WriteObjectAsync(new FileInfo(_file));
        });
    }

    /// <summary>The topology of each engine. One that cannot be read has an error.</summary>
    /// <exception cref="CommandException">SeveralTopologies.</exception>
    private async Task<IReadOnlyList<NetworkTopology>> TopologiesAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        NetworkTopology[] given =
        [
            .. _topologies,
            .. new[] { Topology }.OfType<NetworkTopology>(),
            .. Snapshot is null ? Array.Empty<NetworkTopology>() : [TopologyBuilder.Of(Snapshot.ToSnapshot())],
        ];
        if (given.GroupBy(t => t.DockerHost).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw CommandErrors.SeveralTopologies(twice.Count(), twice.Key.ToString());
        if (given.Length > 0)
            return given;

        // Both ends of each pair are drawn.
        DockerHost[] tested = [.. _results.SelectMany(r => new[] { r.DockerHost, r.TargetDockerHost }).OfType<DockerHost>().Distinct()];
        var hosts = tested.Length > 0 ? tested : await HostsAsync(output);
        if (hosts is [var only])
            return [TopologyBuilder.Of(await SnapshotAsync(Client(only), cancellationToken))];
        var read = new List<NetworkTopology>();
        await foreach (var (_, snapshot) in SnapshotsAsync(hosts, output, cancellationToken))
            read.Add(TopologyBuilder.Of(snapshot));
        return read;
    }
}
