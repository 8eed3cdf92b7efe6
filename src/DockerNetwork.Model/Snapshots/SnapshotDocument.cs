using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The networks and containers of an engine at one time, in the engine's own documents, to be saved and read again without the engine. It
/// does not contain environment variables.
/// </summary>
public sealed record SnapshotDocument
{
    /// <summary>Increases when older versions can no longer read the document.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The maximum number of characters of a text. An engine with 10,000 containers results in about 40 million.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    /// <summary>The format it was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The engine.</summary>
    public required string DockerHost { get; init; }

    /// <summary>The API version of the requests.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>
    /// The kind and version of the engine, from the header <c>Server</c> of its answers: "Docker/28.5.2". Null if it is not known, and in
    /// documents that were written before it was kept: the API version then counts as the engine's own.
    /// </summary>
    public string? Engine { get; init; }

    /// <summary>"iptables" or "nftables"; null if the engine does not report it.</summary>
    public string? FirewallBackend { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Of <c>GET /networks</c>.</summary>
    public required List<NetworkResource> Networks { get; init; }

    /// <summary>Of <c>GET /containers/json?all=1</c>.</summary>
    public required List<ContainerSummary> Containers { get; init; }

    /// <summary>Of <c>GET /containers/{id}/json</c>, one for each container; containers that could not be inspected are missing.</summary>
    public required List<ContainerDetails> Details { get; init; }

    /// <summary>Of <c>GET /services</c>. Null if the engine is not a manager of a swarm.</summary>
    public List<ServiceDocument>? SwarmServices { get; init; }

    /// <summary>
    /// Of <c>GET /networks/{id}?verbose=1</c>: overlay networks with containers, and docker_gwbridge. Null without overlay networks.
    /// </summary>
    public List<NetworkDetails>? SwarmNetworks { get; init; }

    /// <summary>An address of the engine's host, by which the other nodes of its swarm know it.</summary>
    public string? SwarmNodeAddress { get; init; }

    /// <summary>How many nodes the swarm has. Null if the engine is not a manager of it.</summary>
    public int? SwarmNodeCount { get; init; }

    /// <summary>
    /// Ids of the tasks that still run and are to stop. Null if there are none, or if the engine is not a manager of a swarm.
    /// </summary>
    public List<string>? SwarmStopping { get; init; }

    /// <summary>False if the engine has no port proxy (<c>--userland-proxy=false</c>); null if the engine does not report it.</summary>
    public bool? UserlandProxy { get; init; }

    /// <summary>True if the engine was started with <c>--experimental</c>; null if not.</summary>
    public bool? Experimental { get; init; }

    /// <summary>True if the engine is rootless; null if not.</summary>
    public bool? Rootless { get; init; }

    /// <summary>Facts of the engine's host. Null if they were not asked for.</summary>
    public HostFacts? Host { get; init; }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Document);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a snapshot, it is damaged, or its format is a later one.</exception>
    public static SnapshotDocument Parse(string json) => Parse(json, MaxLength);

    internal static SnapshotDocument Parse(string json, int maxLength)
    {
        if (json.Length > maxLength)
            throw new FormatException($"The snapshot has more than {maxLength} characters. It is damaged, or another program wrote it.");
        try
        {
            return JsonSerializer.Deserialize(json, SnapshotJson.Document) switch
            {
                null => throw new FormatException("The snapshot is empty."),
                { Format: > CurrentFormat } later => throw new FormatException(
                    $"The snapshot has format {later.Format}, but this version reads only format {CurrentFormat}. Update the module."),
                { DockerHost: null } or { ApiVersion: null } or { Networks: null } or { Containers: null } or { Details: null } =>
                    throw new FormatException("The snapshot is damaged: a required part is null."),
                { Host: { } host } when !host.IsSound() =>
                    throw new FormatException("The snapshot is damaged: it contains facts of the host that are impossible."),
                var document => document,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException($"This is not a snapshot of an engine's networks: {e.Message}", e);
        }
    }
}
