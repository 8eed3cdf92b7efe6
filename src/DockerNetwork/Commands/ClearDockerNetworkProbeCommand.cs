using System.Globalization;
using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Reachability.Probing;

namespace DockerNetwork.Commands;

/// <summary>
/// Clear-DockerNetworkProbe: removes what this module keeps on an engine to probe with: its image, and containers that a crashed session left.
/// The next test makes the image again.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "DockerNetworkProbe", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Clear-DockerNetworkProbe.md")]
[OutputType(typeof(string))]
public sealed class ClearDockerNetworkProbeCommand : EngineCommand
{
    /// <summary>Also probe containers that are at work, of this session and of others.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the names of what was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var client = Engine();
        if (!await output.IsWhatIfAsync())
            await ProbeAgents.EndIdleAsync(client);

        foreach (var stray in await ProbeStrays.FindAsync(client, includeRunning: Force, cancellationToken))
        {
            var name = $"container {stray.Id[..12]} ({stray.State}, {DateTimeOffset.FromUnixTimeSeconds(stray.Created).ToString("u", CultureInfo.InvariantCulture)})";
            await RemoveAsync(name, () => client.DiscardContainerAsync(stray.Id, cancellationToken));
        }

        foreach (var image in await client.ListImagesAsync($"{ProbeImage.Label}=image", cancellationToken))
            await RemoveAsync($"image {image.RepoTags?.FirstOrDefault() ?? image.Id}", () => client.RemoveImageAsync(image.Id, cancellationToken));

        Task RemoveAsync(string name, Func<Task> remove) => ReportAsync(output, name, async () =>
        {
            if (!await output.ShouldProcessAsync(name, "Remove"))
                return;
            await remove();
            if (PassThru)
                await output.WriteObjectAsync(name);
        });
    }
}
