using System.Runtime.CompilerServices;
using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>What happens on the engine.</summary>
public sealed partial class EngineClient
{
    /// <summary>
    /// What changes who reaches whom: containers that start and end, and those that join and leave networks. Podman (4.3.1) tells that a
    /// container ended as "die", and filters it as "died"; "destroy" is its "remove".
    /// </summary>
    private const string NetworkEvents = """
        {"type":["container","network"],
        "event":["start","die","died","pause","unpause","rename","destroy","remove","connect","disconnect"]}
        """;

    /// <summary>
    /// The events of containers and networks that can change who reaches whom, as they happen. It ends only if the engine ends it.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">The engine cannot be asked, or its answer is not one of an engine.</exception>
    public async IAsyncEnumerable<EngineEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = RequestPath.Of("events").With("filters", NetworkEvents.ReplaceLineEndings(""));
        await foreach (var line in ReadLinesAsync(HttpMethod.Get, path, cancellationToken))
        {
            if (Event(line, path) is { } happened)
                yield return happened;
        }
    }

    private EngineEvent? Event(string line, RequestPath path)
    {
        try
        {
            return string.IsNullOrWhiteSpace(line) ? null : JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EngineException(
                EngineFailure.Protocol, $"The answer of {DockerHost} to GET {path.Shown} is not an event: {e.Message}", e)
            {
                Request = $"GET {path.Shown}",
            };
        }
    }
}
