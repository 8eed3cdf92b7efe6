using System.Collections.Concurrent;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkSnapshot: a snapshot of the engine's networks and containers, which you can save, and test with -Snapshot without the
/// engine.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkSnapshot",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkSnapshot.md")]
[OutputType(typeof(SavedSnapshot))]
public sealed class GetDockerNetworkSnapshotCommand : EngineCommand
{
    /// <summary>
    /// Keeps facts of the engine's host too: its addresses, interfaces, routes, forwarding, listeners and port proxies. Predictions from
    /// the snapshot then use them, as a test with probes does. The agent reads them, which must be possible.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeHost { get; set; }

    /// <summary>Objects of one engine down the pipeline ask for one snapshot of it.</summary>
    private readonly ConcurrentDictionary<EngineClient, bool> _saved = [];

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        return OnEachAsync(null, null, SaveAsync, output, cancellationToken);

        async Task SaveAsync(EngineClient client)
        {
            if (_saved.TryAdd(client, true))
                await output.WriteObjectAsync(await SnapshotReader.SaveAsync(client, IncludeHost, cancellationToken));
        }
    }
}
