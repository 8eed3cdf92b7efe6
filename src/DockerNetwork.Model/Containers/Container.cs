using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>A container and its network properties.</summary>
public sealed record Container : ContainerProperties
{
    internal new IReadOnlyList<NetworkEndpoint> Endpoints { get; init => field = Listing.Of(value); } = Listing.Of<NetworkEndpoint>([]);

    /// <summary>The lines of a hosts file that is mounted in it; null if none is, or if it was not read.</summary>
    internal IReadOnlyList<(string Name, IPAddress Address)>? MountedHosts { get; init; }

    /// <summary>Its kernel ignores echo requests of a family.</summary>
    internal bool IgnoresEcho(AddressFamily family) =>
        IsSet(family == AddressFamily.InterNetwork ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all");

    /// <summary>Whether a sysctl is on; null if --sysctl does not name it.</summary>
    internal bool? Disables(string sysctl) => Sysctl.TryGetValue(sysctl, out var value) ? value.Trim() is not ("0" or "") : null;

    /// <summary>
    /// IPv6 is switched off in its namespace. Engines before 26.0 (seen on 20.10) list IPv6 addresses all the same; the later ones (seen
    /// on 28.5) list none.
    /// </summary>
    internal bool IPv6Disabled => IsSet("net.ipv6.conf.all.disable_ipv6");

    private bool IsSet(string sysctl) => Disables(sysctl) == true;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// The properties of <see cref="Container"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ContainerProperties : ModuleObject
{
    private static readonly Dictionary<string, string> NoSysctl = [];

    private protected ContainerProperties()
    {
    }

    /// <summary>The name, without the slash that the API puts before it.</summary>
    public required string Name { get; init; }

    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>The image, by the name that was given when the container was created.</summary>
    public string Image { get; init; } = "";

    /// <summary>The command as one line.</summary>
    public string Command { get; init; } = "";

    /// <summary>The state.</summary>
    public ContainerState State { get; init; }

    /// <summary>The state in words, such as "Up 5 minutes".</summary>
    public string Status { get; init; } = "";

    /// <summary>
    /// The state of the health check, from <see cref="Status"/>. None if there is no health check or the container is stopped.
    /// </summary>
    public ContainerHealth Health => ContainerHealthText.Parse(Status);

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>bridge (also as "default"), host, none, container:ID, or the network it was created on.</summary>
    public string NetworkMode { get; init; } = "";

    /// <summary>The networks it is on; "host" alone in host mode, none for a shared namespace.</summary>
    public IReadOnlyCollection<NetworkEndpoint> Endpoints => ListedEndpoint.Of(Typed.Endpoints);

    /// <summary>Exposed and published ports; only while it runs.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init => field = Listing.Of(value); } = Listing.Of<PublishedPort>([]);

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Label { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>Its Compose project; null if it has none.</summary>
    public string? ComposeProject => Label.GetValueOrDefault("com.docker.compose.project");

    /// <summary>Its Compose service; null if it has none.</summary>
    public string? ComposeService => Label.GetValueOrDefault("com.docker.compose.service");

    /// <summary>The service of a swarm that it is a task of; null if it is none.</summary>
    internal string? SwarmService => Label.GetValueOrDefault("com.docker.swarm.service.name") is { Length: > 0 } service ? service : null;

    /// <summary>
    /// Entries that --add-host wrote, as "name:address". Null if the container was not inspected: a list does not have them.
    /// </summary>
    public IReadOnlyList<string>? ExtraHost { get; init => field = Listing.OrNull(value); }

    /// <summary>Legacy links, as "/target:/this/alias". Null if the container was not inspected.</summary>
    public IReadOnlyList<string>? Link { get; init => field = Listing.OrNull(value); }

    /// <summary>
    /// The host name inside; empty if it has none, such as a container that shares a namespace. Null if the container was not inspected.
    /// </summary>
    public string? HostName { get; init; }

    /// <summary>The domain that --domainname adds to the host name; empty for none. Known only if the container was inspected.</summary>
    internal string DomainName { get; init; } = "";

    /// <summary>Where files, folders and volumes are mounted in it. Known only if the container was inspected.</summary>
    internal IReadOnlyList<string> MountPoints { get; init; } = [];

    /// <summary>Name servers of --dns. Known only if the container was inspected.</summary>
    internal IReadOnlyList<IPAddress> NameServers { get; init; } = [];

    /// <summary>The DNS search domains that it was created with; "." for none.</summary>
    internal IReadOnlyList<string> SearchDomains { get; init; } = [];

    /// <summary>A name with fewer dots is first tried with each search domain; 0 unless it was created with the option ndots.</summary>
    internal int MinDots { get; init; }

    /// <summary>
    /// The id of its first process on the engine's host; 0 if it is stopped. Null if the container was not inspected: a list does not have
    /// it.
    /// </summary>
    public int? ProcessId { get; init; }

    /// <summary>When it was last started. Known only if the container was inspected.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// When the engine starts it again by itself: no, always, unless-stopped, on-failure or on-failure:5. Null if the container was not
    /// inspected: a list does not have it.
    /// </summary>
    public string? RestartPolicy { get; init; }

    /// <summary>
    /// Ids of the containers that must run before this one can start: the owner of its namespace, and the targets of its legacy links.
    /// </summary>
    internal IReadOnlyList<string> StartsAfter { get; init; } = [];

    /// <summary>
    /// Its names in the legacy links of others on the default bridge, as "web/db" if web calls it db. A container on a user-defined network
    /// has none: the links there belong to the endpoint.
    /// </summary>
    internal IReadOnlyList<string> LinkedAs { get; init; } = [];

    /// <summary>Kernel parameters of its namespaces (<c>--sysctl</c>), by name. Known only if the container was inspected.</summary>
    internal IReadOnlyDictionary<string, string> Sysctl { get; init; } = NoSysctl;

    /// <summary>The ports that it exposes and publishes when it starts; null if the container was not inspected.</summary>
    internal PortConfiguration? PortConfiguration { get; init; }

    /// <summary>This is not a container but the engine's host, as a source of probes.</summary>
    internal bool IsHost { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The names of the networks it is on.</summary>
    public IReadOnlyList<string> Networks => Listing.Of(Typed.Endpoints.Select(e => e.Network));

    /// <summary>Its processes run and can answer: it is running and not paused.</summary>
    public bool Running => State == ContainerState.Running;

    /// <summary>
    /// Its network namespace exists: it is running or paused. The kernel answers for a paused container's addresses, and its names resolve.
    /// </summary>
    internal bool Up => State is ContainerState.Running or ContainerState.Paused;

    /// <summary>The id of the container whose network namespace it shares; null if it has its own.</summary>
    public string? NamespaceOwnerId =>
        NetworkMode.StartsWith("container:", StringComparison.Ordinal) ? NetworkMode["container:".Length..] : null;

    /// <summary>
    /// The name of the container with <see cref="NamespaceOwnerId"/>, or its id if it no longer exists. Null if this container has its own
    /// namespace.
    /// </summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>
    /// State of <see cref="NamespaceOwner"/>. If the owner stopped, this container has only the loopback interface until it is itself
    /// started after the owner. Null if this container has its own namespace, or if the owner no longer exists.
    /// </summary>
    public ContainerState? NamespaceOwnerState { get; init; }

    /// <summary>The container whose namespace it shares was removed. This container can no longer be started, only created again.</summary>
    public bool NamespaceOwnerGone => NamespaceOwner is not null && NamespaceOwnerState is null;

    /// <summary>It uses the network of the engine's host.</summary>
    public bool HostNetwork => NetworkMode == "host";

    /// <summary>
    /// It has the capability NET_ADMIN, so it may give itself addresses that the engine does not know. Null if the container was not
    /// inspected.
    /// </summary>
    internal bool? SetsAddresses { get; init; }

    /// <summary>Whether --sysctl switches IPv6 off for the loopback interface; null if no sysctl sets it.</summary>
    internal bool? LoopbackIPv6Disabled =>
        (Sysctl.GetValueOrDefault("net.ipv6.conf.lo.disable_ipv6") ?? Sysctl.GetValueOrDefault("net.ipv6.conf.all.disable_ipv6"))
        is { } value ? value.Trim() != "0" : null;

    private Container Typed => (Container)this;
}
