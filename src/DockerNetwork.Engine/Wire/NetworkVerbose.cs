using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A service, as an overlay network knows it.</summary>
/// <param name="Vip">Its virtual address there; empty or "&lt;nil&gt;" if it has none (the mode dnsrr).</param>
/// <param name="Tasks">Its tasks that DNS answers with, whatever their node.</param>
/// <param name="Ports">What it publishes, in the engine's words: "Target: 80, Publish: 8080".</param>
public sealed record ServiceOnNetwork(
    [property: JsonPropertyName("VIP")] string? Vip, List<TaskOnNetwork>? Tasks, IReadOnlyList<string>? Ports = null);

/// <summary>A container on an overlay network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="EndpointId">Its endpoint.</param>
/// <param name="EndpointIP">Its address.</param>
/// <param name="Info">What the driver adds: "Host IP" is the address of its node.</param>
public sealed record TaskOnNetwork(
    string? Name,
    [property: JsonPropertyName("EndpointID")] string? EndpointId,
    [property: JsonPropertyName("EndpointIP")] string? EndpointIP,
    Dictionary<string, string>? Info = null);

/// <summary>A node that takes part in an overlay network.</summary>
/// <param name="Name">Made of the node's id.</param>
/// <param name="IP">Its address in the network below.</param>
public sealed record NetworkPeer(string? Name, [property: JsonPropertyName("IP")] string? IP);
