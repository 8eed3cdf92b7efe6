using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The networks and containers of an engine at one time, complete enough to predict reachability without the engine. <see cref="Document"/>
/// holds all of it as one text, so that Export-Clixml and ConvertTo-Json preserve it at any depth.
/// </summary>
public sealed record SavedSnapshot : ModuleObject
{
    /// <summary>The engine.</summary>
    public required string DockerHost { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The number of networks in it.</summary>
    public int NetworkCount { get; init; }

    /// <summary>The number of containers in it, including stopped ones.</summary>
    public int ContainerCount { get; init; }

    /// <summary>Facts of the engine's host are in it, see <see cref="GetHostFacts"/>.</summary>
    public bool IncludesHost { get; init; }

    /// <summary>Everything, as JSON.</summary>
    public required string Document { get; init; }

    /// <summary>
    /// Reads the text of one: <see cref="Document"/>, or a whole snapshot as ConvertTo-Json writes it, which holds the document as a text.
    /// </summary>
    /// <exception cref="FormatException">It is not one, or it is damaged.</exception>
    public static SavedSnapshot Parse(string document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var parsed = SnapshotDocument.Parse(Inner(document) ?? document);
        try
        {
            // Damage is reported here, where the text comes in, and not in the middle of a test.
            _ = Restore(parsed);
        }
        catch (Exception e)
        {
            throw new FormatException($"The snapshot is damaged: {e.Message}", e);
        }

        return Of(parsed);
    }

    /// <summary>
    /// The networks in it, as Get-DockerNetwork returns them. To compare two snapshots, compare the properties of these objects.
    /// </summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: the document was changed, and is damaged now.</exception>
    public IReadOnlyList<Network> GetNetworks() => [.. ToSnapshot().Networks];

    /// <summary>The containers in it, including stopped ones, as Get-DockerContainer returns them.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: the document was changed, and is damaged now.</exception>
    public IReadOnlyList<Container> GetContainers() => [.. ToSnapshot().Containers];

    /// <summary>Which container is on which network, as Get-DockerNetworkEndpoint returns it.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: the document was changed, and is damaged now.</exception>
    public IReadOnlyList<NetworkEndpoint> GetEndpoints()
    {
        var snapshot = ToSnapshot();
        return [.. snapshot.Containers.SelectMany(snapshot.EndpointsOf)];
    }

    /// <summary>Facts of the engine's host; null if the snapshot was taken without them.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: the document was changed, and is damaged now.</exception>
    public HostFacts? GetHostFacts() => ToSnapshot().HostFacts;

    /// <summary>"3 networks and 5 containers of unix:///var/run/docker.sock".</summary>
    public override string ToString() =>
        $"{Counted.Of(NetworkCount, "network")} and {Counted.Of(ContainerCount, "container")} of {DockerHost}";

    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>: it was changed, and is damaged now.</exception>
    internal EngineSnapshot ToSnapshot() =>
        EngineSnapshot.Sound($"the snapshot of {DockerHost}", () => Restore(SnapshotDocument.Parse(Document)));

    internal static EngineSnapshot Restore(SnapshotDocument document)
    {
        var version = ApiVersion.TryParse(document.ApiVersion, out var known) ? known : ApiVersion.Newest;
        var engine = EngineProduct.Parse(document.Engine);
        var snapshot = EngineSnapshot.Create(
            document.Networks,
            document.Containers,
            Engine.Connection.DockerHost.Parse(document.DockerHost),
            version,
            engine: engine is null ? null : engine with
            {
                FirewallBackend = document.FirewallBackend,
                UserlandProxy = document.UserlandProxy,
                Experimental = document.Experimental == true,
                Rootless = document.Rootless == true,
            })
            .With(document.Details)
            .With(document.SwarmNetworks is { } networks
                ? new SwarmDocuments(
                    document.SwarmServices, networks, document.SwarmNodeAddress, document.SwarmNodeCount ?? 0, document.SwarmStopping)
                : null);
        return document.Host is { } host ? snapshot.With(host) : snapshot;
    }

    /// <summary>The document in a whole snapshot; null if the text is not one.</summary>
    private static string? Inner(string text)
    {
        if (text.Length > SnapshotDocument.MaxLength)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(nameof(Document), out var document)
                && document.ValueKind == JsonValueKind.String
                ? document.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static SavedSnapshot Of(SnapshotDocument document) => new()
    {
        DockerHost = document.DockerHost,
        Time = document.Time,
        NetworkCount = document.Networks.Count,
        ContainerCount = document.Containers.Count,
        IncludesHost = document.Host is not null,
        Document = document.ToJson(),
    };
}
