using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A task as <c>GET /tasks</c> sends it; only managers of a swarm do. Tasks that have ended are among them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ServiceId">Its service.</param>
/// <param name="Slot">Its number in a replicated service; 0 in others.</param>
/// <param name="NodeId">Where it is; empty until the swarm has decided.</param>
/// <param name="Status">What it does.</param>
/// <param name="DesiredState">What it is to do.</param>
/// <param name="Attachments">Its addresses.</param>
public sealed record TaskDocument(
    [property: JsonPropertyName("ID")] string? Id,
    [property: JsonPropertyName("ServiceID")] string? ServiceId,
    int Slot,
    [property: JsonPropertyName("NodeID")] string? NodeId,
    TaskStatus? Status,
    string? DesiredState,
    [property: JsonPropertyName("NetworksAttachments")] List<TaskAttachment>? Attachments);

/// <summary>What a task does.</summary>
/// <param name="Timestamp">Since when.</param>
/// <param name="State">running, preparing, failed …</param>
/// <param name="Err">Why it failed.</param>
/// <param name="ContainerStatus">Its container.</param>
public sealed record TaskStatus(DateTimeOffset Timestamp, string? State, string? Err, TaskContainer? ContainerStatus);

/// <summary>The container of a task.</summary>
/// <param name="ContainerId">Its id, on its node.</param>
public sealed record TaskContainer([property: JsonPropertyName("ContainerID")] string? ContainerId);

/// <summary>A task on a network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Addresses">With prefix lengths.</param>
public sealed record TaskAttachment(TaskNetwork? Network, IReadOnlyList<string>? Addresses);

/// <summary>The network of a task.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spec">What was asked for.</param>
public sealed record TaskNetwork([property: JsonPropertyName("ID")] string? Id, TaskNetworkSpec? Spec = null);

/// <summary>What was asked for of a network.</summary>
/// <param name="Name">Its name.</param>
public sealed record TaskNetworkSpec(string? Name);

/// <summary>A node of a swarm as <c>GET /nodes</c> sends it; only managers do.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Status">What the managers see of it.</param>
public sealed record NodeDocument(
    [property: JsonPropertyName("ID")] string? Id, NodeSpec? Spec, NodeDescription? Description, NodeStatus? Status);

/// <summary>What was asked for of a node.</summary>
/// <param name="Role">worker or manager.</param>
/// <param name="Availability">active, pause or drain.</param>
public sealed record NodeSpec(string? Role, string? Availability);

/// <summary>What a node says of itself.</summary>
/// <param name="Hostname">Its name, which need not be its own alone.</param>
public sealed record NodeDescription(string? Hostname);

/// <summary>What the managers see of a node.</summary>
/// <param name="State">ready, down, disconnected or unknown.</param>
/// <param name="Addr">Its address, as the managers see it.</param>
public sealed record NodeStatus(string? State, string? Addr);
