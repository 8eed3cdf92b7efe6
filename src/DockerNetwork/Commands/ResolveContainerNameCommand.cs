using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Resolve-ContainerName: what names resolve to inside containers, and where the answer comes from: the hosts file, the engine's DNS or an
/// upstream server. A name that does not resolve is a result, not an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "ContainerName",
    HelpUri = HelpPages.Folder + "Resolve-ContainerName.md")]
[OutputType(typeof(NameResolution))]
public sealed class ResolveContainerNameCommand : EngineCommand
{
    /// <summary>Containers to look names up in: names (wildcards allowed), ids, id prefixes, or containers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkAsContainers]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunningContainerCompleter))]
    public ContainerIdentity[] Container { get; set; } = [];

    /// <summary>Names to look up, as you would type them in the container.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResolvableNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Seconds to wait for a name server.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Resolving names");
        await ForFoundAsync(
            Container, i => i.DockerHost, Selection.Containers, ResolveAsync, output, cancellationToken, c => !c.Up);

        async Task ResolveAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> sources)
        {
            var snapshot = await SnapshotAsync(client, cancellationToken);
            var targets = Name.Select(name =>
                new ReachabilityTarget(name, snapshot.Containers.FirstOrDefault(c => c.Name == name)) { NameOnly = true });
            var scope = new TestScope(snapshot, sources, [.. targets]);
            var options = new TestOptions
            {
                LookupOnly = true,
                Planned = progress.Expect,
                Probe = new ProbeOptions(1, TimeSpan.FromSeconds(TimeoutSeconds)),
            };
            var results = TestRun.ResultsAsync(client, scope, options, text => _ = output.WriteVerboseAsync(text), cancellationToken);
            await foreach (var result in results)
            {
                await output.WriteObjectAsync(NameResolution.From(result));
                progress.Advance(result);
            }
        }
    }
}
