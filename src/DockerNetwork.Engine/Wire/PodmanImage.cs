using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>An image as Podman's own <c>GET /libpod/images/{name}/json</c> sends it: the parts that containers get.</summary>
/// <param name="Config">Its configuration, by name.</param>
/// <param name="Annotations">Containers of the image inherit them, and a runtime acts on some. Null for none.</param>
/// <param name="HealthCheck">A command that is run in containers of the image; null or absent for none.</param>
public sealed record PodmanImage(
    [property: JsonPropertyName("Config")] Dictionary<string, JsonElement>? Config,
    [property: JsonPropertyName("Annotations")] Dictionary<string, JsonElement>? Annotations,
    [property: JsonPropertyName("Healthcheck")] JsonElement? HealthCheck);
