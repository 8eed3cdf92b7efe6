namespace DockerNetwork.Engine;

/// <summary>
/// Something that Podman's Docker API does not offer, whatever API version it speaks. It would drop most of these without a word, so the
/// client refuses them before it sends anything (<see cref="EngineFailure.NotOffered"/>).
/// </summary>
/// <param name="What">What is missing, as the rest of "Podman has no …".</param>
/// <param name="Advice">Why, or what to do instead, in a sentence.</param>
/// <param name="Since">The version of Podman that brought it; null if none that is known has it.</param>
public sealed record PodmanGap(string What, string Advice, EngineVersion? Since = null)
{
    private const string NoSwarm = "Podman has no Swarm.";

    /// <summary>Services, nodes and tasks.</summary>
    public static readonly PodmanGap Swarm = new("services", $"{NoSwarm} It has only containers that you create one by one.")
    {
        OnlyRead = true,
    };

    /// <summary>A change of an existing container.</summary>
    public static readonly PodmanGap Update = new(
        "way to change a container in its Docker API",
        "Podman 5.1 brought it. Before that, create the container again with -RestartPolicy.",
        new(5, 1));

    /// <summary>Nobody asks for it to change something, so the refusal need not say that nothing was changed.</summary>
    public bool OnlyRead { get; init; }

    /// <summary>Whether this engine lacks it.</summary>
    public bool Concerns(EngineProduct engine) =>
        engine.Kind == EngineKind.Podman && (Since is not { } since || engine.Version < since);

    internal static PodmanGap OverlayDriver { get; } = new("overlay networks", NoSwarm);

    internal static PodmanGap Attachable { get; } = new(
        "attachable networks", $"{NoSwarm} Any container can join any of its networks. Omit -Attachable.");

    internal static PodmanGap Ingress { get; } = new("ingress networks", $"{NoSwarm} Omit -Ingress.");

    internal static PodmanGap Scope(string scope) => new($"networks of scope '{scope}'", $"{NoSwarm} Omit -Scope.");

    internal static PodmanGap Configuration { get; } = new(
        "configuration-only networks", "Give each network its subnets and options itself (-Subnet, -Option).");

    internal static PodmanGap OptionalIPv4 { get; } = new(
        "networks with a choice of IPv4", "All its networks have IPv4 addresses. Omit -EnableIPv4.");

    internal static PodmanGap IpamDriver(string driver) => new(
        $"address management by the driver '{driver}' in its Docker API", "It always chooses the addresses itself. Omit -IpamDriver.");

    internal static PodmanGap IpamOptions { get; } = new(
        "options of address management in its Docker API", "Omit -IpamOption.");

    internal static PodmanGap ReservedAddresses { get; } = new(
        "reserved addresses", "Use -IPRange instead of -AuxAddress: containers get no address outside it unless they ask for one.");

    internal static PodmanGap NetworkOption(string option, string driver, IEnumerable<string> known) => new(
        $"driver option '{option}' for the driver {driver} in its Docker API",
        option == "isolate"
            ? "It isolates each network that its Docker API creates. To choose, use podman network create --opt isolate=…."
            : $"It knows {string.Join(", ", known)}.");

    internal static PodmanGap Links { get; } = new(
        "legacy links", "Names resolve on each user-defined network. For another name, use an alias.");

    internal static PodmanGap LinkLocalAddresses { get; } = new("link-local addresses for endpoints", "Omit -LinkLocalIPAddress.");

    internal static PodmanGap EndpointOptions { get; } = new(
        "driver options for endpoints in its Docker API", "Omit -DriverOption.");

    internal static PodmanGap GatewayPriority { get; } = new("gateway priorities", "Omit -GatewayPriority.");

    internal static PodmanGap DomainName { get; } = new(
        "domain names for containers in its Docker API", "Write the domain into the host name: -HostName web.example.com.");

    internal static PodmanGap HostGateway { get; } = new(
        "address host-gateway",
        "It writes host.containers.internal with that address into the hosts file of each container by itself.",
        new(4, 7));

    internal static PodmanGap HostPortRange(string range) => new(
        $"choice of a host port from a range ({range})", "Publish at one host port, or give none to let Podman choose from all.");
}
