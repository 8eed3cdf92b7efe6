using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a <see cref="HostItem"/> describes.</summary>
[JsonConverter(typeof(CamelCaseWords<FactKind>))]
internal enum FactKind
{
    /// <summary>Something else, of no use to the reader.</summary>
    None,

    /// <summary>Whether packets of a family are forwarded (net.ipv4.ip_forward, net.ipv6.conf.all.forwarding).</summary>
    Forwarding,

    /// <summary>A socket that takes connections or datagrams.</summary>
    Listener,

    /// <summary>All listeners were written.</summary>
    AllListeners,

    /// <summary>A process of the engine that serves a published port (docker-proxy).</summary>
    Proxy,

    /// <summary>All proxies were written.</summary>
    AllProxies,

    /// <summary>Whether the kernel has IPVS, the load balancer of a swarm (ip_vs is loaded or built in).</summary>
    Ipvs,
}
