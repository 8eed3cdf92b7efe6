using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Clear-DockerNetworkProbe: removes what this module leaves on an engine: the probe's image, and containers of a crashed session. The next
/// test makes the image again. An image or container that merely has the probe's label or name is not the module's, and stays.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "DockerNetworkProbe", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Clear-DockerNetworkProbe.md")]
[OutputType(typeof(string))]
public sealed class ClearDockerNetworkProbeCommand : EngineCommand
{
    /// <summary>The user waits for it and can interrupt it; an engine under load needs a minute to remove a container.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>Also removes probe containers that are running, of this session and of others.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the names of the containers and images that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) =>
        OnEachAsync(null, null, client => ClearAsync(client, output, cancellationToken), output, cancellationToken);

    private async Task ClearAsync(EngineClient client, CommandOutput output, CancellationToken cancellationToken)
    {
        if (!await output.IsWhatIfAsync())
            await ProbeAgents.EndIdleAsync(client);

        foreach (var stray in await ProbeStrays.FindAsync(client, includeRunning: Force, cancellationToken))
            await RemoveAsync(ProbeStrays.Describe(stray), () => client.DiscardContainerAsync(stray.Id, Patience, cancellationToken));

        foreach (var image in await ProbeImages.FindAsync(client, cancellationToken))
            await RemoveAsync($"image {image.Name}", () => ProbeImages.RemoveAsync(client, image, cancellationToken));

        Task RemoveAsync(string name, Func<Task> remove) => GuardAsync(output, name, async () =>
        {
            if (!await ShouldProcessAsync(output, client.DockerHost, name, "Remove"))
                return;
            await remove();
            if (PassThru)
                await output.WriteObjectAsync(name);
        });
    }
}
