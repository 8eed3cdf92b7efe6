using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>What candidates are made from. Each is null where the engine does not answer in time.</summary>
internal interface IEngineAnswers
{
    /// <summary>Networks and containers.</summary>
    Task<EngineSnapshot?> SnapshotAsync();

    /// <summary>
    /// The same with what only inspect tells: aliases, addresses of stopped containers, ports. Without that where it takes too long.
    /// </summary>
    Task<EngineSnapshot?> InspectedSnapshotAsync();

    /// <summary>Network drivers.</summary>
    Task<IReadOnlyList<string>?> DriversAsync();

    /// <summary>Images that have a name.</summary>
    Task<IReadOnlyList<EngineImage>?> ImagesAsync();

    /// <summary>Ports that an image exposes.</summary>
    Task<IReadOnlyList<ExposedPort>?> ImagePortsAsync(string image);

    /// <summary>Services of the swarm.</summary>
    Task<IReadOnlyList<SwarmService>?> ServicesAsync();

    /// <summary>Interfaces and routes of the engine's host, as far as it is this machine.</summary>
    HostNetworks Host { get; }
}
