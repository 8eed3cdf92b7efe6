namespace DockerNetwork.Engine;

/// <summary>A part of the Engine API that older engines lack: they would ignore it in silence, or take it and fail later.</summary>
/// <param name="Name">What the user asks for, as the subject of a message.</param>
/// <param name="Since">The API version that brought it.</param>
public sealed record EngineFeature(string Name, ApiVersion Since)
{
    /// <summary>The routing mesh of a swarm as a network that one creates. Docker 17.05.</summary>
    public static readonly EngineFeature IngressNetwork = new("An ingress network", new(1, 29));

    /// <summary>A network of the swarm or of this engine alone, by choice. Docker 17.06.</summary>
    public static readonly EngineFeature NetworkScope = new("The scope of a network", new(1, 30));

    /// <summary>Networks that only hold configuration, and those made from one. Docker 17.06.</summary>
    public static readonly EngineFeature ConfigurationOnlyNetwork = new("A configuration-only network", new(1, 30));

    /// <summary>The folder in which a further command of a container starts. Docker 17.12.</summary>
    public static readonly EngineFeature WorkingDirectory = new("The working directory of a command", new(1, 35));

    /// <summary>The name host-gateway in place of an address of the host. Docker 20.10.</summary>
    public static readonly EngineFeature HostGateway = new("The address host-gateway in a hosts file entry", new(1, 41));

    /// <summary>Several networks when a container is created. Docker 25.</summary>
    public static readonly EngineFeature SeveralEndpoints = new("A MAC address on a second network", new(1, 44));

    /// <summary>IPv4 that is not on. Docker 28.</summary>
    public static readonly EngineFeature OptionalIPv4 = new("Turning IPv4 on or off for a network", new(1, 48));

    /// <summary>Which network has the default route. Docker 28.</summary>
    public static readonly EngineFeature GatewayPriority = new("A gateway priority", new(1, 48));

    /// <summary>
    /// The MAC address of a container that is connected later. Older engines take the field and ignore it (tried on 20.10 and 28.5).
    /// </summary>
    public static readonly EngineFeature MacAddressOnConnect = new("A MAC address when connecting a container", new(1, 54));
}
