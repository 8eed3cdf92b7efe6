using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>
/// The two lists of an engine with one network and one container, as an engine sends them. The first list of a session takes ten times as
/// long as the second one, because the runtime compiles the code that reads it. Reading this sample meanwhile lets a second core do that.
/// </summary>
public static class SampleLists
{
    private const string Network = """
        [{"Name":"bridge","Id":"1","Created":"2026-01-01T00:00:00.1Z","Scope":"local","Driver":"bridge","EnableIPv4":true,"EnableIPv6":false,
        "IPAM":{"Driver":"default","Options":null,"Config":[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.1"}]},"Internal":false,
        "Attachable":false,"Ingress":false,"ConfigFrom":{"Network":""},"ConfigOnly":false,"Containers":{},
        "Options":{"com.docker.network.bridge.name":"docker0"},"Labels":{"a":"b"}}]
        """;

    private const string Container = """
        [{"Id":"2","Names":["/web"],"Image":"web","ImageID":"sha256:3","Command":"sleep 9","Created":1767225600,"State":"running",
        "Status":"Up","Labels":{"a":"b"},"Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],
        "HostConfig":{"NetworkMode":"bridge"},"Mounts":[],"NetworkSettings":{"Networks":{"bridge":{"IPAMConfig":null,"Links":null,
        "Aliases":null,"MacAddress":"02:42:ac:11:00:02","DriverOpts":null,"NetworkID":"1","EndpointID":"4","Gateway":"172.17.0.1",
        "IPAddress":"172.17.0.2","IPPrefixLen":16,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,"DNSNames":null}}}}]
        """;

    /// <summary>The networks of the sample.</summary>
    public static IReadOnlyList<NetworkResource> Networks() => JsonSerializer.Deserialize(Network, EngineJson.Default.ListNetworkResource)!;

    /// <summary>The containers of the sample, one of them on its network.</summary>
    public static IReadOnlyList<ContainerSummary> Containers() =>
        JsonSerializer.Deserialize(Container, EngineJson.Default.ListContainerSummary)!;
}
