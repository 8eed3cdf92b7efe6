using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>
/// Get-DockerNetworkService: the services of the engine's swarm, with their virtual addresses, published ports, and tasks on all nodes. A
/// worker knows only those on overlay networks of its own containers.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DockerNetworkService",
    HelpUri = HelpPages.Folder + "Get-DockerNetworkService.md")]
[OutputType(typeof(SwarmService))]
public sealed class GetDockerNetworkServiceCommand : CollectingCommand<NetworkIdentity>
{
    /// <summary>Only services on these networks: names (wildcards allowed), ids, id prefixes, or networks.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ContainerAsNetworks]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OverlayNetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>
    /// Names of services (wildcards allowed), or ids. A name without wildcards that no service has is an error; a pattern that matches
    /// nothing is not.
    /// </summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        foreach (var identity in Network ?? [new NetworkIdentity("*")])
            await CollectAsync(identity.DockerHost, identity, output);
    }

    private protected override async Task RunAsync(
        DockerHost? host, IReadOnlyList<NetworkIdentity> items, CommandOutput output, CancellationToken cancellationToken)
    {
        var client = Engine(host);
        var snapshot = await SnapshotAsync(client, cancellationToken);
        var services = await SwarmServices.ReadAsync(client, snapshot, cancellationToken);
        if (Network is not null)
        {
            var networks = await SelectAsync(items, identity => Selection.Networks(snapshot, identity), output);
            var ids = networks.Values.SelectMany(found => found).Select(network => network.Id).ToHashSet(StringComparer.Ordinal);
            services = [.. services.Where(service => service.Networks.Any(on => ids.Contains(on.NetworkId)))];
        }

        foreach (var name in Name ?? [])
        {
            await GuardAsync(output, name, () =>
            {
                if (Wildcards.IsPattern(name) || services.Any(service => IsNamed(service, name)))
                {
                    Found(name);
                    return Task.CompletedTask;
                }

                var refusal = CommandErrors.NoSuchService(
                    Wildcards.Literal(name), client.DockerHost.ToString(), [.. services.Select(s => s.Name)]);
                return Defers(name, refusal) ? Task.CompletedTask : throw refusal;
            });
        }

        await output.WriteObjectsAsync([.. services.Where(s => Name is null || Array.Exists(Name, name => IsNamed(s, name)))]);
    }

    private static bool IsNamed(SwarmService service, string name) =>
        Selection.Matches([name], service.Name) || service.Id == Wildcards.Literal(name);
}
