namespace DockerNetwork.Model.Tracing;

/// <summary>How probes are traced.</summary>
public sealed record TraceOptions
{
    /// <summary>How many packets are sent, 1 to 100.</summary>
    public int Count { get; init; } = 3;

    /// <summary>Name the rule of a firewall that ended the packets. The agent gets NET_ADMIN for it.</summary>
    public bool Explain { get; init; }

    /// <summary>Bytes of data in an echo request or a datagram; null for a few.</summary>
    public int? Size { get; init; }

    /// <summary>No router may cut the packets into fragments.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Search the largest packet that arrives, with echo requests of many sizes.</summary>
    public bool FindMtu { get; init; }

    /// <summary>Trace every probe, not only those that failed or disagree with their prediction.</summary>
    public bool All { get; init; }
}
