using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Reachability.Model;

/// <summary>
/// The networks and containers of an engine at one time, complete enough to predict reachability where there is no engine. All of it stands in
/// <see cref="Document"/>, a text, so that it survives Export-Clixml and ConvertTo-Json at any depth.
/// </summary>
public sealed record NetworkSnapshot
{
    /// <summary>The engine.</summary>
    public required string DockerHost { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How many networks it holds.</summary>
    public int NetworkCount { get; init; }

    /// <summary>How many containers it holds, stopped ones included.</summary>
    public int ContainerCount { get; init; }

    /// <summary>Everything, as JSON.</summary>
    public required string Document { get; init; }

    /// <summary>Takes one: two requests for the lists, and one a container, concurrently.</summary>
    public static async Task<NetworkSnapshot> ReadAsync(EngineClient client, CancellationToken cancellationToken = default)
    {
        var networks = client.ListNetworksAsync(cancellationToken);
        var containers = await client.ListContainersAsync(cancellationToken);
        var details = await EngineSnapshot.DetailsAsync(client, containers.Select(c => c.Id), cancellationToken);
        return Of(new EngineDocument
        {
            DockerHost = client.Endpoint.ToString(),
            ApiVersion = (await client.GetApiVersionAsync(cancellationToken)).ToString(),
            Time = DateTimeOffset.Now,
            Networks = await networks,
            Containers = containers,
            Details = [.. details],
        });
    }

    /// <summary>Reads the text of one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static NetworkSnapshot Parse(string document) => Of(EngineDocument.Parse(document));

    /// <summary>"3 networks and 5 containers of unix:///var/run/docker.sock".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{NetworkCount} networks and {ContainerCount} containers of {DockerHost}");

    internal EngineSnapshot ToSnapshot()
    {
        var document = EngineDocument.Parse(Document);
        var version = DockerNetwork.Engine.ApiVersion.TryParse(document.ApiVersion, out var known) ? known : DockerNetwork.Engine.ApiVersion.Newest;
        return EngineSnapshot.Create(document.Networks, document.Containers, EngineEndpoint.Parse(document.DockerHost), version).With(document.Details);
    }

    private static NetworkSnapshot Of(EngineDocument document) => new()
    {
        DockerHost = document.DockerHost,
        Time = document.Time,
        NetworkCount = document.Networks.Count,
        ContainerCount = document.Containers.Count,
        Document = document.ToJson(),
    };
}
