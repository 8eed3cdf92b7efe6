using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>How the engine says what is wrong.</summary>
/// <param name="Message">The sentence.</param>
public sealed record ErrorDocument([property: JsonPropertyName("message")] string? Message);

/// <summary>The parts of <c>GET /version</c> that are used.</summary>
/// <param name="Version">The engine's version, as 20.10.24.</param>
/// <param name="ApiVersion">The newest API version it speaks.</param>
/// <param name="MinApiVersion">The oldest.</param>
/// <param name="Os">linux or windows.</param>
/// <param name="Arch">amd64, arm64 … (Go's names).</param>
/// <param name="Components">What it is made of; Podman's is called "Podman Engine".</param>
public sealed record VersionDocument(
    string? Version,
    string? ApiVersion,
    [property: JsonPropertyName("MinAPIVersion")] string? MinApiVersion,
    string? Os,
    string? Arch,
    List<EngineComponent>? Components = null);

/// <summary>A part of an engine.</summary>
/// <param name="Name">Engine, containerd, Podman Engine …</param>
/// <param name="Version">Its version.</param>
public sealed record EngineComponent(string? Name, string? Version);

/// <summary>The parts of <c>GET /info</c> that are used.</summary>
/// <param name="Plugins">What is built in or plugged in.</param>
/// <param name="FirewallBackend">Who writes the rules of the firewall; from API 1.49 on.</param>
/// <param name="Swarm">The swarm that the engine is in.</param>
/// <param name="SecurityOptions">As "name=seccomp,profile=default"; "name=rootless" and "name=userns" among them.</param>
public sealed record SystemInformation(
    EnginePlugins? Plugins,
    FirewallInformation? FirewallBackend = null,
    SwarmInformation? Swarm = null,
    List<string?>? SecurityOptions = null)
{
    /// <summary>Whether a security option is among them.</summary>
    /// <param name="name">As "rootless".</param>
    public bool Has(string name) => SecurityOptions?.Exists(option => option?.Split(',')[0] == $"name={name}") == true;
}

/// <summary>The swarm that an engine is in.</summary>
/// <param name="NodeAddr">The address of the engine's host that the other nodes use; empty without a swarm.</param>
/// <param name="LocalNodeState">"active" for an engine that is in a swarm.</param>
/// <param name="ControlAvailable">It is a manager of the swarm.</param>
/// <param name="RemoteManagers">The managers that it knows.</param>
/// <param name="Nodes">How many nodes the swarm has; 0 for all but managers.</param>
/// <param name="NodeId">Its id as a node of the swarm.</param>
/// <param name="Cluster">The swarm; null for all but managers.</param>
public sealed record SwarmInformation(
    string? NodeAddr,
    string? LocalNodeState = null,
    bool ControlAvailable = false,
    List<SwarmManager>? RemoteManagers = null,
    int Nodes = 0,
    [property: JsonPropertyName("NodeID")] string? NodeId = null,
    SwarmCluster? Cluster = null)
{
    /// <summary>It is in a swarm, and does not know all of it.</summary>
    [JsonIgnore]
    public bool IsWorker => LocalNodeState == "active" && !ControlAvailable;
}

/// <summary>A swarm.</summary>
/// <param name="Id">Its id.</param>
public sealed record SwarmCluster([property: JsonPropertyName("ID")] string? Id);

/// <summary>A manager of a swarm.</summary>
/// <param name="Addr">Its address and port.</param>
/// <param name="NodeId">Its id in the swarm.</param>
public sealed record SwarmManager(string? Addr, [property: JsonPropertyName("NodeID")] string? NodeId = null);

/// <summary>The firewall of an engine.</summary>
/// <param name="Driver">iptables, nftables, or iptables+firewalld and the like.</param>
/// <param name="Info">Pairs of a name and a value. "EnableUserlandProxy" is among them from 29.5 on, if the port proxy is on.</param>
public sealed record FirewallInformation(string? Driver, List<List<string>>? Info = null)
{
    /// <summary>Whether the port proxy is on, for an engine that tells it.</summary>
    public bool EnableUserlandProxy => Info?.Exists(pair => pair is ["EnableUserlandProxy", "true", ..]) == true;
}

/// <summary>Drivers of an engine.</summary>
/// <param name="Network">Network drivers, as bridge, host, macvlan, null, overlay, and those of plugins.</param>
public sealed record EnginePlugins(List<string>? Network);
