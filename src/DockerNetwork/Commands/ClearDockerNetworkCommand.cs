using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Clear-DockerNetwork: removes the networks that no container is on (<c>docker network prune</c>). The engine's own prune has no preview.
/// This cmdlet first makes a list, which -WhatIf shows, and removes only networks on it. Unlike with prune, a network that a stopped
/// container is on stays, because the container could not start again without it. Each network is checked again right before it is removed.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "DockerNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Clear-DockerNetwork.md")]
[OutputType(typeof(Network))]
public sealed class ClearDockerNetworkCommand : EngineCommand
{
    /// <summary>Only networks with all of these labels, as key or key=value (wildcards allowed).</summary>
    [Parameter]
    [LabelFilterTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UnusedNetworkLabelCompleter))]
    public string[]? Label { get; set; }

    /// <summary>Skips networks with one of these labels, as key or key=value (wildcards allowed).</summary>
    [Parameter]
    [LabelFilterTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(UnusedNetworkLabelCompleter))]
    public string[]? ExcludeLabel { get; set; }

    /// <summary>
    /// Only networks that were created before this time, or longer ago than this: a time, a time span, or text of the engine as 24h.
    /// </summary>
    [Parameter]
    [TimeOrAgeTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the networks that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private readonly HashSet<EngineClient> _cleared = [];

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) =>
        OnEachAsync(null, null, client => ClearAsync(client, output, cancellationToken), output, cancellationToken);

    private async Task ClearAsync(EngineClient client, CommandOutput output, CancellationToken cancellationToken)
    {
        // Objects of one engine down the pipeline are one request to clear it.
        if (!_cleared.Add(client))
            return;
        // An object from a file or of another engine was meant itself, if anything; there, -Force must not remove what else there is.
        if (!IsUsual(client.DockerHost))
            throw CommandErrors.EngineNotTyped(client.DockerHost.ToString());
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var unused = snapshot.Networks.Where(n => Fits(snapshot, n)).OrderBy(n => n.Name, StringComparer.Ordinal).ToList();
        await using var progress = new CommandProgress(output, "Removing unused networks", unused.Count);
        foreach (var network in unused)
        {
            await GuardAsync(output, network.Name, async () =>
            {
                if (!await AgreedAsync(client.DockerHost, network, output))
                    return;
                if (await NetworkUsers.ReadAsync(client, network, cancellationToken) is { Count: > 0 } users)
                {
                    await output.WriteWarningAsync(
                        $"The network '{network}' was not removed, because "
                        + $"{string.Join(", ", users.Select(e => e.Container))} joined it after the list was made.");
                    return;
                }

                await NetworkUsers.RemoveAsync(client, network, cancellationToken);
                if (PassThru)
                    await output.WriteObjectAsync(network);
            });
            progress.Advance(network);
        }
    }

    private bool Fits(EngineSnapshot snapshot, Network network) =>
        snapshot.IsUnused(network)
        && Selection.HasLabels(Label, network.Label)
        && (ExcludeLabel is null || !Array.Exists(ExcludeLabel, label => Selection.HasLabels([label], network.Label)))
        && (Until is null || network.Created < Until);

    private async Task<bool> AgreedAsync(DockerHost host, Network network, CommandOutput output)
    {
        // -Force answers the question, not -WhatIf, nor an explicit -Confirm.
        var asked = MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm");
        return (Force && !asked && !await output.IsWhatIfAsync())
            || await ShouldProcessAsync(output, host, network.Name, "Remove unused network");
    }
}
