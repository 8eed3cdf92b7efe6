using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A line of <c>GET /events</c>.</summary>
/// <param name="Type">"container" or "network".</param>
/// <param name="Action">As "start", "die", "connect".</param>
/// <param name="Actor">What it is about.</param>
public sealed record EngineEvent(
    [property: JsonPropertyName("Type")] string? Type,
    [property: JsonPropertyName("Action")] string? Action,
    [property: JsonPropertyName("Actor")] EventActor? Actor);

/// <summary>What an event is about.</summary>
/// <param name="Id">The full id of a container or network.</param>
/// <param name="Attributes">Its name, and the labels of a container.</param>
public sealed record EventActor(
    [property: JsonPropertyName("ID")] string? Id,
    [property: JsonPropertyName("Attributes")] IReadOnlyDictionary<string, string>? Attributes);
