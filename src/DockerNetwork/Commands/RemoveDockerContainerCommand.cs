using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Remove-DockerContainer: removes containers. Removing a running container is an error unless -Force is given. With -Link it removes
/// legacy links of the default bridge instead (<c>docker rm --link</c>), and no container.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DockerContainer", SupportsShouldProcess = true, DefaultParameterSetName = ContainerSet,
    HelpUri = HelpPages.Folder + "Remove-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class RemoveDockerContainerCommand : ContainerCommand
{
    private const string ContainerSet = "Container";
    private const string LinkSet = "Link";

    /// <inheritdoc/>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ContainerSet)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public override ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Also removes running containers. They are killed first.</summary>
    [Parameter(ParameterSetName = ContainerSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Also removes the anonymous volumes of the containers.</summary>
    [Parameter(ParameterSetName = ContainerSet)]
    public SwitchParameter Volume { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ContainerSet)]
    public override SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Legacy links of the default bridge to remove, as container/alias (wildcards allowed): web/db is what web calls db. No container is
    /// removed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = LinkSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string[]? Link { get; set; }

    private protected override string Action => "Remove container";

    private protected override bool Removes => true;

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken) =>
        Link is null ? base.ProcessRecordAsync(output, cancellationToken) : RemoveLinksAsync(output, cancellationToken);

    private protected override Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        client.RemoveContainerAsync(container.Id, Force, Volume, cancellationToken);

    private async Task RemoveLinksAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await ForFoundAsync(Link!, _ => null, Selection.Links, RemoveAsync, output, cancellationToken);

        async Task RemoveAsync(EngineClient client, string text, IReadOnlyList<string> links)
        {
            foreach (var link in links)
            {
                await GuardAsync(output, link, async () =>
                {
                    if (!await ShouldProcessAsync(output, client.DockerHost, link, "Remove link"))
                        return;
                    await client.RemoveLinkAsync(link, cancellationToken);
                    DoubtSnapshots();
                });
            }
        }
    }
}
