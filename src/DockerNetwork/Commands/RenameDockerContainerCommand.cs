using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Rename-DockerContainer: gives containers other names, one after the other, in the order of the input, so that a name that one container
/// gives up can be given to the next.
/// </summary>
[Cmdlet(VerbsCommon.Rename, "DockerContainer", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Rename-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class RenameDockerContainerCommand : EngineCommand
{
    /// <summary>The container: a name (wildcards allowed), id, id prefix, or container. A new name is for one container.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [RefuseNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>The new name; for several containers of a pipeline a script block, as <c>{ "old-$($_.Name)" }</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string NewName { get; set; } = "";

    /// <summary>Returns the containers with their new names.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var found = new List<(EngineClient Client, Container Container, string Target)>();
        await ForFoundAsync(Container, i => i.DockerHost, Selection.Containers, KeepAsync, output, cancellationToken);
        // A name is for one container of an engine.
        foreach (var engine in found.DistinctBy(item => item.Container.Id).GroupBy(item => item.Client))
        {
            await OnAsync(engine.Key, () => GuardAsync(output, NewName, () => engine.ToList() switch
            {
                [var (client, container, target)] =>
                    GuardAsync(output, target, () => RenameAsync(client, container, output, cancellationToken)),
                var several => throw CommandErrors.NameForSeveral(NewName, several.Select(item => item.Container.Name)),
            }));
        }

        Task KeepAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            found.AddRange(containers.Select(container => (client, container, identity.TargetOf(container))));
            return Task.CompletedTask;
        }
    }

    private async Task RenameAsync(EngineClient client, Container container, CommandOutput output, CancellationToken cancellationToken)
    {
        if (!await ShouldProcessAsync(output, client.DockerHost, container.Name, $"Rename container to {NewName}"))
            return;
        await client.RenameContainerAsync(container.Id, NewName, cancellationToken);
        DoubtSnapshots();
        if (PassThru && (await NewSnapshotAsync(client, cancellationToken)).Container(container.Id) is { } renamed)
            await output.WriteObjectAsync(renamed);
    }
}
