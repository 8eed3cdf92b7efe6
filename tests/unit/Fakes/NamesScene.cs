using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>An engine with every kind of name, all of its containers inspected.</summary>
internal sealed class NamesScene
{
    private static readonly Dictionary<string, string[]> Aliases = new()
    {
        ["db"] = ["data"],
        ["job"] = ["report"],
        ["lone"] = ["far", "api.example.com"],
        ["old"] = ["gone"],
    };

    private readonly TestEngine _engine;

    public NamesScene(ApiVersion version)
    {
        _engine = new TestEngine { Version = version }
            .Network("app")
            .Network("back")
            .Network("Mixed")
            .Network("inner", "10.5.0.0/24", isInternal: true)
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Container("store", "app=10.1.0.4")
            .Container("job", "app=10.1.0.5", "back=10.2.0.5")
            .Container("lone", "back=10.2.0.6")
            .Stopped("old", "app")
            .Container("mm", "Mixed=10.3.0.2")
            .Container("inn", "inner=10.5.0.2")
            .Container("dnsinn", "inner=10.5.0.3")
            .Container("non", "none")
            .Container("host", "bridge=172.17.0.2@172.17.0.1")
            .Container("linker", "bridge=172.17.0.3@172.17.0.1")
            .Container("six", "app=10.1.0.6")
            .Container("hosts", "app=10.1.0.7")
            .Container("resolv", "app=10.1.0.8")
            .Sharing("sharer", "hosts")
            .Stopped("ended", "bridge")
            .Sharing("left", "ended");
        var hasDnsNames = version >= new ApiVersion(1, 44);
        Snapshot = _engine.Snapshot.With(_engine.Snapshot.Containers.Select(c => Details(c, hasDnsNames)));
    }

    public EngineSnapshot Snapshot { get; }

    public Verdict Predict(string source, string literal, string? target = null, AddressFamily? family = null)
    {
        var question = new Question(
            Snapshot, Snapshot.ContainerNamed(source)!, target is null ? null : Snapshot.ContainerNamed(target), literal)
        {
            Family = family,
        };
        return Predictor.Predict(question);
    }

    private static ContainerDetails Details(Container container, bool hasDnsNames) => new()
    {
        Id = container.Id,
        Config = container.Name switch
        {
            "db" => new ContainerConfig("dbhost"),
            "web" => new ContainerConfig("www.example.com"),
            "job" => new ContainerConfig("a.b", null, "c.d"),
            "host" => new ContainerConfig("hosthost"),
            "ended" => new ContainerConfig("endhost"),
            _ => null,
        },
        HostConfig = new HostConfig
        {
            ExtraHosts = container.Name switch
            {
                "web" => ["Pinned:10.1.0.4", "both:fd00::4", "both:10.1.0.4"],
                "host" => ["host.docker.internal:host-gateway"],
                "six" => ["six.example:fd00::4"],
                _ => null,
            },
            Links = container.Name == "linker" ? ["/host:/linker/database", "/ended:/linker/past"] : null,
            Dns = container.Name == "dnsinn" ? ["10.5.0.53"] : null,
            Sysctls = container.Name == "six" ? new Dictionary<string, string> { ["net.ipv6.conf.all.disable_ipv6"] = "1" } : null,
        },
        Mounts = container.Name switch
        {
            "hosts" => [new MountPoint("/data"), new MountPoint("/etc/hosts")],
            "resolv" => [new MountPoint("/etc/resolv.conf")],
            _ => null,
        },
        NetworkSettings = new NetworkSettings
        {
            Networks = container.Endpoints.ToDictionary(e => e.Network, e => Settings(e, hasDnsNames)),
        },
    };

    private static EndpointSettings? Settings(NetworkEndpoint endpoint, bool hasDnsNames)
    {
        // An alias of job holds on its second network alone.
        var aliases = endpoint is { Container: "job", Network: "app" } ? [] : Aliases.GetValueOrDefault(endpoint.Container) ?? [];
        string[] hostNames = endpoint.Container == "db" ? ["dbhost"] : [];
        return new EndpointSettings
        {
            NetworkId = endpoint.NetworkId,
            IPAddress = endpoint.IPAddress?.ToString(),
            Gateway = endpoint.Gateway?.ToString(),
            Aliases = hasDnsNames ? aliases : [.. aliases, .. hostNames],
            Links = endpoint.Container == "web" ? ["db:store", $"{endpoint.Container}:me"] : null,
            DnsNames = hasDnsNames && endpoint.State == ContainerState.Running
                ? [endpoint.Container, .. aliases, endpoint.ContainerId[..12], .. hostNames]
                : null,
        };
    }
}
