using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Commands;

/// <summary>Get-DockerContainer: lists containers, stopped ones included, with their networks and addresses.</summary>
[Cmdlet(VerbsCommon.Get, "DockerContainer", DefaultParameterSetName = "Name")]
[OutputType(typeof(Container))]
public sealed class GetDockerContainerCommand : EngineCommand
{
    private readonly Dictionary<EngineClient, EngineSnapshot> _snapshots = [];

    /// <summary>Names (wildcards allowed), ids or beginnings of ids. A literal that is not there is an error, a pattern is not.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [Alias("Container")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Ids or beginnings of ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>Only containers in one of these states.</summary>
    [Parameter]
    public ContainerState[]? State { get; set; }

    /// <summary>Only containers on one of these networks (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Network { get; set; }

    /// <summary>Only containers of one of these images (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Image { get; set; }

    /// <summary>Only containers with all of these labels, as key or key=value (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Label { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var client = Engine();
        if (!_snapshots.TryGetValue(client, out var snapshot))
            _snapshots[client] = snapshot = await EngineSnapshot.ReadAsync(client, cancellationToken);

        foreach (var text in Id ?? Name ?? ["*"])
        {
            await ReportAsync(output, text, async () =>
            {
                foreach (var container in (Id is null ? Selection.Containers(snapshot, text) : Selection.ContainersById(snapshot, text)).Where(Fits))
                    await output.WriteObjectAsync(container);
            });
        }
    }

    private bool Fits(Container container) =>
        (State is null || State.Contains(container.State))
        && (Network is null || container.Networks.Any(n => Selection.Matches(Network, n)))
        && Selection.Matches(Image, container.Image)
        && Selection.HasLabels(Label, container.Label);
}
