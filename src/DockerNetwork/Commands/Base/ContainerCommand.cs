using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands.Base;

/// <summary>A cmdlet that does one thing to each of the containers it is given.</summary>
public abstract class ContainerCommand : EngineCommand
{
    /// <summary>Containers: names (wildcards allowed), ids, beginnings of ids, or containers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Gives the containers: as they are afterwards, or where they were removed, as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What -WhatIf says.</summary>
    private protected abstract string Action { get; }

    /// <summary>The one thing.</summary>
    private protected abstract Task ActAsync(EngineClient client, Container container, CancellationToken cancellationToken);

    /// <summary>The container that -PassThru gives; null where it has gone meanwhile.</summary>
    private protected virtual async Task<Container?> AfterAsync(EngineClient client, Container container, CancellationToken cancellationToken) =>
        (await EngineSnapshot.ReadAsync(client, cancellationToken)).Container(container.Id);

    /// <inheritdoc/>
    protected sealed override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Container)
        {
            await ReportAsync(output, identity.ToString(), async () =>
            {
                var client = Engine(identity.DockerHost);
                var snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);
                foreach (var container in Selection.Containers(snapshot, identity.Text))
                {
                    await ReportAsync(output, container.Name, async () =>
                    {
                        if (!await output.ShouldProcessAsync(container.Name, Action))
                            return;
                        await ActAsync(client, container, cancellationToken);
                        if (PassThru && await AfterAsync(client, container, cancellationToken) is { } after)
                            await output.WriteObjectAsync(after);
                    });
                }
            });
        }
    }
}
