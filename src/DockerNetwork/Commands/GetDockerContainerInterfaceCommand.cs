using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerContainerInterface: the interfaces of running containers, from inside and from the host: addresses, MAC address and MTU, the
/// other end of the veth pair, and the bridge that it is attached to. Without the cmdlet, this takes <c>ip addr</c> twice and <c>brctl
/// show</c>.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerContainerInterface",
    HelpUri = HelpPages.Folder + "Get-DockerContainerInterface.md")]
[OutputType(typeof(ContainerInterface))]
public sealed class GetDockerContainerInterfaceCommand : EngineCommand
{
    /// <summary>Containers: names (wildcards allowed), ids, id prefixes, or containers. All running containers if not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NetworkAsContainers]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunningContainerCompleter))]
    public ContainerIdentity[]? Container { get; set; }

    /// <summary>Only interfaces whose other end on the host has one of these names, as veth12ab3cd (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[]? HostInterface { get; set; }

    /// <summary>Only interfaces with one of these addresses, or with an address in one of these subnets.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointAddressCompleter))]
    public AddressIdentity[]? IPAddress { get; set; }

    /// <summary>Only interfaces with one of these MAC addresses, in any usual spelling (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MacAddressCompleter))]
    public MacIdentity[]? MacAddress { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(output, "Reading interfaces");
        await ForFoundAsync(
            Container ?? [new ContainerIdentity("*")],
            i => i.DockerHost,
            Selection.Containers,
            ReadAsync,
            output,
            cancellationToken,
            c => !c.Up);

        async Task ReadAsync(EngineClient client, ContainerIdentity identity, IReadOnlyList<Container> containers)
        {
            var snapshot = await SnapshotAsync(client, cancellationToken);
            snapshot = await snapshot.InspectAsync(client, containers.Select(c => c.Id), cancellationToken);
            output.Expect(containers.Select(c => c.Name));
            progress.Expect(containers.Count);
            var reader = new NamespaceReader(client, text => _ = output.WriteVerboseAsync(text));
            foreach (var container in containers.Select(c => snapshot.Container(c.Id)).OfType<Container>())
            {
                await GuardAsync(
                    output, container.Name, () => WriteAsync(snapshot, reader, container, identity, output, cancellationToken));
                progress.Advance(container);
            }
        }
    }

    private async Task WriteAsync(
        EngineSnapshot snapshot,
        NamespaceReader reader,
        Container container,
        ContainerIdentity identity,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        if (container.State is not (ContainerState.Running or ContainerState.Paused))
        {
            if (Wildcards.IsPattern(identity.Text))
                return;
            throw CommandErrors.NoInterfaces(container.Name, container.State.ToString().ToLowerInvariant());
        }

        var interfaces = await reader.InterfacesAsync(snapshot, container, cancellationToken);
        await output.WriteObjectsAsync([.. interfaces.Where(Fits)]);
    }

    private bool Fits(ContainerInterface item) =>
        (HostInterface is null || (item.HostInterface is { } host && Selection.Matches(HostInterface, host)))
        && (IPAddress is null || item.Addresses.Any(own => Array.Exists(IPAddress, wanted => wanted.Matches(own.Address))))
        && (MacAddress is null || Array.Exists(MacAddress, wanted => wanted.Matches(item.MacAddress)));
}
