using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// Builds the picture of an engine from the documents that an engine would send. bridge, host and none are there from the start.
/// </summary>
internal sealed class TestEngine
{
    public static readonly DockerHost Host = DockerHost.Parse("unix:///var/run/docker.sock");

    private readonly List<NetworkResource> _networks = [];
    private readonly List<ContainerSummary> _containers = [];
    private readonly List<ContainerDetails> _details = [];
    private SwarmDocuments? _swarm;
    private EngineSnapshot? _snapshot;

    public TestEngine(string bridgeOption = "")
    {
        Network("bridge", "172.17.0.0/16", option: "com.docker.network.bridge.default_bridge=true" + bridgeOption);
        Network("host", driver: "host");
        Network("none", driver: "null");
    }

    public EngineSnapshot Snapshot =>
        _snapshot ??= Facts is null ? WithoutFacts() : WithoutFacts().With(Facts);

    /// <summary>What is known of the host; nothing unless given.</summary>
    public HostFacts? Facts { get; init; }

    /// <summary>How many nodes its swarm has; 0 if it does not know.</summary>
    public int SwarmNodes { get; init; } = 1;

    /// <summary>Ids of the tasks that its swarm is stopping.</summary>
    public List<string>? Stopping { get; init; }

    /// <summary>The engine's API version; today's where none is given.</summary>
    public ApiVersion? Version { get; init; }

    /// <summary>By which the other nodes of a swarm know the host.</summary>
    public string NodeAddress { get; init; } = "198.51.100.2";

    /// <summary>Where it listens.</summary>
    public DockerHost At { get; init; } = Host;

    /// <summary>The id of a manager of its swarm: two engines with the same one are in the same swarm.</summary>
    public string Manager { get; init; } = "m1";

    /// <summary>The nodes of its swarm that it knows, by their addresses.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>What it says is its id as a node; that of its address if not given.</summary>
    public string? NodeId { get; init; }

    /// <summary>The id of its swarm, which a worker does not know.</summary>
    public string? Cluster { get; init; }

    /// <summary>The id of the node that has an address.</summary>
    public static string IdOfNode(string address) => $"node-{address}";

    /// <summary>What the engine is; the Docker engine of the API version if none is given.</summary>
    public EngineProduct? Engine { get; init; }

    public TestEngine Network(
        string name,
        string? subnet = null,
        string driver = "bridge",
        bool isInternal = false,
        string? option = null,
        string? gateway = null)
    {
        _networks.Add(new NetworkResource
        {
            Name = name,
            Id = Id(name),
            Driver = driver,
            Scope = driver == "overlay" ? "swarm" : "local",
            Attachable = driver == "overlay",
            Ingress = name == "ingress",
            Internal = isInternal,
            Ipam = subnet is null ? null : new Ipam { Config = [new IpamConfig { Subnet = subnet, Gateway = gateway }] },
            Options = option?.Split(';').Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1]),
        });
        return this;
    }

    /// <summary>A bridge network with subnets that the short form cannot express.</summary>
    public TestEngine Network(string name, Ipam ipam, string driver = "bridge", Dictionary<string, string>? options = null)
    {
        _networks.Add(new NetworkResource
        {
            Name = name,
            Id = Id(name),
            Driver = driver,
            Scope = "local",
            Ipam = ipam,
            Options = options,
        });
        return this;
    }

    /// <summary>What the engine says of its swarm.</summary>
    public TestEngine Swarm(List<ServiceDocument>? services, params NetworkDetails[] networks)
    {
        _swarm = new SwarmDocuments(services, [.. networks], NodeAddress, SwarmNodes, Stopping)
        {
            Managers = [new SwarmManager("198.51.100.1:2377", Manager)],
            IsWorker = services is null,
            NodeId = NodeId ?? IdOfNode(NodeAddress),
            ClusterId = Cluster,
            Nodes = [.. Nodes.Select(address => new NodeDocument(IdOfNode(address), null, null, new NodeStatus("ready", address)))],
        };
        return this;
    }

    /// <summary>A container that was put in before, on a network, changed.</summary>
    public TestEngine Changed(string name, string network, Func<EndpointSettings, EndpointSettings> change)
    {
        var index = _containers.FindIndex(c => c.Id == Id(name));
        var networks = _containers[index].NetworkSettings!.Networks!;
        networks[network] = change(networks[network]!);
        return this;
    }

    /// <summary>The same, with an address that the user asked for.</summary>
    public TestEngine Pinned(string name, string network, string address) =>
        Changed(name, network, settings => settings with { IpamConfig = new EndpointIpamConfig { IPv4Address = address } });

    /// <summary>What inspect says of a container that was put in before: kernel parameters, as "net.ipv4.icmp_echo_ignore_all=1".</summary>
    public TestEngine Sysctls(string name, params string[] sysctls) =>
        Inspected(name, new HostConfig { Sysctls = sysctls.Select(s => s.Split('=')).ToDictionary(s => s[0], s => s[1]) });

    /// <summary>What inspect says of how a container that was put in before was created.</summary>
    public TestEngine Inspected(string name, HostConfig host)
    {
        _details.RemoveAll(details => details.Id == Id(name));
        _details.Add(new ContainerDetails { Id = Id(name), HostConfig = host });
        return this;
    }

    /// <summary>
    /// A container and where it stands, as "app=172.18.0.2", "app=172.18.0.2+alias", "app=172.18.0.2@172.18.0.1" (its gateway), "none".
    /// </summary>
    public TestEngine Container(string name, params string[] endpoints) => InState(name, "running", "", endpoints);

    public TestEngine Stopped(string name, params string[] networks) => InState(name, "exited", "", networks);

    public TestEngine Paused(string name, params string[] endpoints) => InState(name, "paused", "", endpoints);

    /// <summary>Uses the host's network; the engine lists it on the network "host", without an address.</summary>
    public TestEngine OnHost(string name) => InState(name, "running", "host", "host");

    /// <summary>Shares the network namespace of another; the engine lists no networks for it.</summary>
    public TestEngine Sharing(string name, string owner) => InState(name, "running", "container:" + Id(owner));

    /// <summary>Runs, with ports as the docker CLI prints them, but for IPv6: "0.0.0.0:8080->80/tcp", "80/tcp".</summary>
    public TestEngine Publishing(string name, params string[] ports) => PublishingFrom(name, [], ports);

    /// <summary>The same, on networks.</summary>
    public TestEngine PublishingFrom(string name, string[] endpoints, params string[] ports)
    {
        InState(name, "running", "", endpoints);
        _containers[^1] = _containers[^1] with
        {
            Ports = [.. ports
                .Select(text => text.Replace("->", "|", StringComparison.Ordinal).Replace("]:", "]|", StringComparison.Ordinal))
                .Select(text => text.StartsWith('[') ? text : text.Replace(':', '|'))
                .Select(text => text.TrimStart('[').Replace("]", "", StringComparison.Ordinal).Split('|', '/'))
                .Select(parts => parts.Length == 4
                ? new PortSummary(parts[0], Number(parts[2]), Number(parts[1]), parts[3])
                : new PortSummary(null, Number(parts[0]), null, parts[1]))],
        };
        return this;

        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    public TestEngine InState(string name, string state, string mode, params string[] endpoints)
    {
        var settings = endpoints.Select(text => text.Split('@')[0].Split('=', '+')).ToDictionary(
            parts => parts[0],
            EndpointSettings? (parts) => new EndpointSettings
            {
                NetworkId = _networks.Find(n => n.Name == parts[0])?.Id ?? "",
                IPAddress = parts.Length > 1 && !parts[1].Contains(':', StringComparison.Ordinal) ? parts[1] : "",
                GlobalIPv6Address = parts.Length > 1 && parts[1].Contains(':', StringComparison.Ordinal) ? parts[1] : "",
                Aliases = parts.Length > 2 ? [parts[2]] : null,
                Gateway = GatewayOf(parts[0]) is { } gateway && !gateway.Contains(':', StringComparison.Ordinal) ? gateway : "",
                IPv6Gateway = GatewayOf(parts[0]) is { } gateway6 && gateway6.Contains(':', StringComparison.Ordinal) ? gateway6 : "",
            });
        _containers.Add(new ContainerSummary
        {
            Id = Id(name),
            Names = ["/" + name],
            State = state,
            HostConfig = new HostConfigSummary(mode),
            NetworkSettings = new NetworkSettings { Networks = settings },
        });
        return this;

        string? GatewayOf(string network) =>
            endpoints.First(text => text.Split('@', '=')[0] == network).Split('@') is [_, var gateway] ? gateway : null;
    }

    /// <summary>The ports that the list of containers tells of one that was put in before.</summary>
    public TestEngine Ports(string name, params PortSummary[] ports)
    {
        var index = _containers.FindIndex(c => c.Id == Id(name));
        _containers[index] = _containers[index] with { Ports = [.. ports] };
        return this;
    }

    /// <summary>What inspecting a container shows of its bindings, as "80/tcp" and the address of the host, which may be empty.</summary>
    public TestEngine Inspected(string name, params (string Port, string HostAddress)[] bindings)
    {
        _details.Add(new ContainerDetails
        {
            Id = Id(name),
            Config = new ContainerConfig(
                null,
                bindings.Select(b => b.Port).Distinct().ToDictionary(port => port, EmptyObject? (_) => new EmptyObject())),
            HostConfig = new HostConfig
            {
                PortBindings = bindings.GroupBy(b => b.Port).ToDictionary(
                    group => group.Key,
                    IReadOnlyList<PortBinding>? (group) => [.. group.Select(b => new PortBinding(b.HostAddress, "8080"))]),
            },
        });
        return this;
    }

    /// <summary>A running container of a Compose project, with the alias that Compose gives it.</summary>
    public TestEngine Service(string name, string service, string network, params (string Key, string Value)[] labels)
    {
        InState(name, "running", "", $"{network}=172.18.0.{_containers.Count + 2}+{service}");
        _containers[^1] = _containers[^1] with
        {
            Labels = labels
                .Append(("com.docker.compose.project", name.Split('-')[0]))
                .Append(("com.docker.compose.service", service))
                .DistinctBy(label => label.Item1)
                .ToDictionary(label => label.Item1, label => label.Item2),
        };
        return this;
    }

    /// <summary>Makes a container that was put in before a task of a service. The list says of its state, "Up (healthy)".</summary>
    public TestEngine Task(string name, string service, string status = "")
    {
        var index = _containers.FindIndex(c => c.Id == Id(name));
        _containers[index] = _containers[index] with
        {
            Labels = new() { ["com.docker.swarm.service.name"] = service },
            Status = status,
        };
        return this;
    }

    /// <summary>Gives a network a name that the texts of this class could not hold, as one with "=". Endpoints know it by its id.</summary>
    public TestEngine Renamed(string network, string name)
    {
        var index = _networks.FindIndex(n => n.Name == network);
        _networks[index] = _networks[index] with { Name = name };
        return this;
    }

    public Container this[string name] => Snapshot.Containers.Single(c => c.Name == name);

    public Network NetworkNamed(string name) => Snapshot.Networks.Single(n => n.Name == name);

    /// <summary>Asks for a container by its name, or by something else that it is called.</summary>
    public Verdict Predict(string source, string target, string? literal = null) =>
        Predictor.Predict(new Question(Snapshot, this[source], this[target], literal ?? target));

    /// <summary>Asks for an address or a host name that is no container's.</summary>
    public Verdict PredictOther(string source, string literal) => Predictor.Predict(new Question(Snapshot, this[source], null, literal));

    private EngineSnapshot WithoutFacts() =>
        EngineSnapshot.Create(_networks, _containers, At, Version, engine: Engine).With(_details).With(_swarm);

    /// <summary>An id that looks like one and tells whose it is.</summary>
    public static string Id(string name) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    public static IPAddress Address(string text) => IPAddress.Parse(text);
}
