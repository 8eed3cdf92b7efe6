using System.Management.Automation;
using DockerNetwork.Commands.Base;
using DockerNetwork.Completion;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Commands;

/// <summary>Get-DockerContainer: lists containers, including stopped ones, with their networks and addresses.</summary>
[Cmdlet(VerbsCommon.Get, "DockerContainer", DefaultParameterSetName = "Name",
    HelpUri = HelpPages.Folder + "Get-DockerContainer.md")]
[OutputType(typeof(Container))]
public sealed class GetDockerContainerCommand : EngineCommand
{
    private readonly HashSet<NetworkIdentity> _gone = [];

    /// <summary>
    /// Names (wildcards allowed), ids, id prefixes, or containers. A name without wildcards that does not exist is an error; a pattern that
    /// matches nothing is not.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Name")]
    [Alias("Container")]
    [NetworkAsContainers]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public ContainerIdentity[]? Name { get; set; }

    /// <summary>Ids or id prefixes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only containers in one of these states.</summary>
    [Parameter]
    public ContainerState[]? State { get; set; }

    /// <summary>Only containers with one of these health states.</summary>
    [Parameter]
    public ContainerHealth[]? Health { get; set; }

    /// <summary>
    /// Only containers on one of these networks (names, wildcards allowed, or networks), and containers that share the network namespace
    /// of such a container, because changes to the network affect them too. A network that no longer exists is an error.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkIdentity[]? Network { get; set; }

    /// <summary>Only containers of one of these images (wildcards allowed). A name without a tag matches any tag.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageInUseCompleter))]
    public string[]? Image { get; set; }

    /// <summary>Only containers with all of these labels, as key or key=value (wildcards allowed).</summary>
    [Parameter]
    [LabelFilterTransformation]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerLabelCompleter))]
    public string[]? Label { get; set; }

    /// <summary>Only containers that hold one of these ports of the host, as 8080 or 53/udp. Stopped containers hold none.</summary>
    [Parameter]
    [Alias("HostPort")]
    [ArgumentCompleter(typeof(HeldPortCompleter))]
    public PortIdentity[]? PublishedPort { get; set; }

    /// <summary>
    /// Only containers with one of these addresses, or with an address in one of these subnets. Of a stopped container, its static
    /// addresses count.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointAddressCompleter))]
    public AddressIdentity[]? IPAddress { get; set; }

    /// <summary>Only containers with one of these MAC addresses, in any usual spelling (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MacAddressCompleter))]
    public MacIdentity[]? MacAddress { get; set; }

    /// <summary>
    /// Only containers that have one of these names on a network: aliases, and what the engine's DNS resolves (wildcards allowed). The
    /// containers that meet all other conditions are inspected.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndpointAliasCompleter))]
    public string[]? Alias { get; set; }

    /// <summary>Only containers of one of these Compose projects (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComposeProjectCompleter))]
    public string[]? ComposeProject { get; set; }

    /// <summary>Only containers of one of these Compose services (wildcards allowed).</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComposeServiceCompleter))]
    public string[]? ComposeService { get; set; }

    /// <summary>
    /// Also inspects each container, with one more request: its restart policy, host name, process id, start time, links, hosts file
    /// entries and, of its endpoints, the aliases and DNS names.
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var host = (Id is null ? Names[0].DockerHost : null) ?? Array.Find(Network ?? [], n => n.DockerHost is not null)?.DockerHost;
        await FindNetworksAsync(host, output, cancellationToken);
        var inspect = Detailed || Endpoint.OnlyInspectTells;
        await (Id is null
            ? WriteFoundAsync(Names, host, Selection.Containers, Fits, output, cancellationToken, inspect ? InspectAsync : null)
            : WriteFoundAsync(Id, host, Selection.ContainersById, Fits, output, cancellationToken, inspect ? InspectAsync : null));

        async Task<IReadOnlyList<Container>> InspectAsync(
            EngineClient client, EngineSnapshot snapshot, IReadOnlyList<Container> containers)
        {
            // The names of one that shares a namespace are those of the owner's endpoints.
            var inspected = await snapshot.InspectAsync(
                client,
                containers.Concat(containers.Select(snapshot.NamespaceOwner).OfType<Container>()).Select(c => c.Id),
                cancellationToken);
            return
            [
                .. containers
                    .Select(c => inspected.Container(c.Id) ?? c)
                    .Where(c => Endpoint.IsEmpty || inspected.EndpointsOf(c).Any(Endpoint.Fits)),
            ];
        }
    }

    /// <summary>A network that does not exist is one error, however many containers are piped; the other networks still count.</summary>
    private async Task FindNetworksAsync(DockerHost? host, CommandOutput output, CancellationToken cancellationToken)
    {
        var wanted = Array.FindAll(
            Network ?? [], n => (n.Id is not null || !Wildcards.IsPattern(n.Text)) && !_gone.Contains(n));
        if (wanted.Length == 0)
            return;
        if (NamesSeveral)
        {
            _gone.UnionWith(await ForFoundAsync(
                wanted, _ => host, Known, (_, _, _) => Task.CompletedTask, output, cancellationToken));
            return;
        }

        // Before the networks are looked up, so that an engine that fails is one error.
        var client = Engine(host);
        await SnapshotAsync(client, cancellationToken);
        if (PipesEngines)
        {
            await ForFoundAsync(wanted, _ => host, Known, (_, _, _) => Task.CompletedTask, output, cancellationToken);
            return;
        }

        foreach (var network in wanted)
        {
            if (!await GuardAsync(output, network.ToString(), () => FindAsync(client, s => Known(s, network), cancellationToken)))
                _gone.Add(network);
        }

        // A container that is not running may still have an endpoint on a network that is gone.
        static IReadOnlyList<Model.Networks.Network> Known(EngineSnapshot snapshot, NetworkIdentity network) =>
            network.Id is null && snapshot.Containers.Any(c => c.Endpoints.Any(e => Selection.IsOn([network], e)))
                ? []
                : Selection.Networks(snapshot, network);
    }

    private EndpointFilter Endpoint => new(Network, IPAddress, MacAddress, Alias);

    private ContainerIdentity[] Names => Name ?? [new ContainerIdentity("*")];

    private bool Fits(EngineSnapshot snapshot, Container container) =>
        (State is null || State.Contains(container.State))
        && (Health is null || Health.Contains(container.Health))
        && (Endpoint.IsEmpty || snapshot.EndpointsOf(container).Any(Endpoint.MayFit))
        && (Image is null || NamesOf(container.Image).Any(name => Selection.Matches(Image, name)))
        && Selection.HasLabels(Label, container.Label)
        && (PublishedPort is null || container.Ports.Any(held => Array.Exists(PublishedPort, p => p.Matches(held))))
        && (ComposeProject is null || container.ComposeProject is { } project && Selection.Matches(ComposeProject, project))
        && (ComposeService is null || container.ComposeService is { } service && Selection.Matches(ComposeService, service));

    /// <summary>An image's name with and without tag. Podman writes the registry and folder too that Docker leaves out.</summary>
    private static IEnumerable<string> NamesOf(string image)
    {
        string[] prefixes = ["docker.io/library/", "docker.io/", ""];
        return prefixes
            .Where(prefix => image.StartsWith(prefix, StringComparison.Ordinal))
            .Select(prefix => image[prefix.Length..])
            .SelectMany(name => new[] { name, WithoutTag(name) });
    }

    /// <summary>"registry:5000/web:1.2" is "registry:5000/web": a colon before a slash is a port.</summary>
    private static string WithoutTag(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
