using DockerNetwork.Engine;

namespace DockerNetwork.Model.Results;

/// <summary>An interface that packets of a trace passed, or a process that took them.</summary>
public sealed record TraceHop : HopProperties
{
    internal new TimeSpan Offset { get; init; }

    /// <summary>As "web eth0 out 172.18.0.2:40001 -> 172.18.0.3:80".</summary>
    public override string ToString() =>
        $"{Place}{(Interface is null ? "" : $" {Interface}")} {(Direction == HopDirection.In ? "in" : "out")} {From} -> {To}";
}

/// <summary>
/// The properties of <see cref="TraceHop"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record HopProperties : ModuleObject
{
    private protected HopProperties()
    {
    }

    /// <summary>Its place among the hops, from 1. The hops of the request come before those of the answer.</summary>
    public int Number { get; init; }

    /// <summary>The request or the answer.</summary>
    public TraceLeg Leg { get; init; }

    /// <summary>
    /// Where it is, by name: a container, @host, a process of the host such as docker-proxy, or @overlay, the namespace in which the engine
    /// keeps the bridge and the VXLAN interface of an overlay network.
    /// </summary>
    public required string Place { get; init; }

    /// <summary>The network namespace: the container that owns it, @host, or @overlay.</summary>
    public required string Namespace { get; init; }

    /// <summary>The interface, such as eth0 or br-0123456789ab; null for a process.</summary>
    public string? Interface { get; init; }

    /// <summary>The network that the interface belongs to; null if it belongs to none.</summary>
    public string? Network { get; init; }

    /// <summary>Which way the packet passed it.</summary>
    public HopDirection Direction { get; init; }

    /// <summary>The sender as the packet names it here: an address, with its port for TCP and UDP.</summary>
    public required string From { get; init; }

    /// <summary>The receiver as the packet names it here.</summary>
    public required string To { get; init; }

    /// <summary>What was translated since the hop before.</summary>
    public AddressTranslation Translated { get; init; }

    /// <summary>How many of <see cref="Sent"/> packets were seen here.</summary>
    public int Seen { get; init; }

    /// <summary>How many packets the source sent.</summary>
    public int Sent { get; init; }

    /// <summary>The packets were lost after this hop: it is the one that <see cref="PacketTrace.Lost"/> names.</summary>
    public bool Lost { get; init; }

    /// <summary>How long after it was sent the first packet was seen here.</summary>
    public string Offset => Typed.Offset.ToString();

    /// <summary>What else is to be said of it, such as "TCP reset" or "docker-proxy, process 4711"; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The index of <see cref="Interface"/> in its namespace.</summary>
    internal int? Link { get; init; }

    private TraceHop Typed => (TraceHop)this;
}
