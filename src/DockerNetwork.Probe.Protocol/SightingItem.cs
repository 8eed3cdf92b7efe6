using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>A packet of a trace, where it was seen. What a kind does not have is null.</summary>
internal sealed record SightingItem : Answer
{
    /// <summary>What it is.</summary>
    public SightingKind Sighting { get; init; }

    /// <summary>Which packet of the trace, from 0. An answer has the number of its request, if it tells.</summary>
    public int? Number { get; init; }

    /// <summary>When, in nanoseconds of the host's clock.</summary>
    public long At { get; init; }

    /// <summary>The index of the interface.</summary>
    public int? Link { get; init; }

    /// <summary>It leaves the namespace by the interface; else it enters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Out { get; init; }

    /// <summary>It is a frame for another hardware address than that of the interface (PACKET_OTHERHOST).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ForAnother { get; init; }

    /// <summary>The sender's address.</summary>
    public string? From { get; init; }

    /// <summary>The sender's port, 1 to 65535.</summary>
    public int? FromPort { get; init; }

    /// <summary>The receiver's address.</summary>
    public string? To { get; init; }

    /// <summary>The receiver's port, 1 to 65535.</summary>
    public int? ToPort { get; init; }

    /// <summary>The sender of the VXLAN packet that the packet was in; null if it was in none.</summary>
    public string? TunnelFrom { get; init; }

    /// <summary>The receiver of the VXLAN packet that the packet was in; null if it was in none.</summary>
    public string? TunnelTo { get; init; }

    /// <summary>The number of the VXLAN network (VNI) that the VXLAN packet names.</summary>
    public int? Tunnel { get; init; }

    /// <summary>Time to live, or hop limit.</summary>
    public int? HopLimit { get; init; }

    /// <summary>Of the whole IP packet, in bytes.</summary>
    public int? Length { get; init; }

    /// <summary>A TCP answer that refuses the connection.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Reset { get; init; }

    /// <summary>Type and code of an ICMP message, as type * 256 + code.</summary>
    public int? Icmp { get; init; }

    /// <summary>The MTU that an ICMP message names, in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>What an ICMP message quotes.</summary>
    public QuotedPacket? Quoted { get; init; }

    /// <summary>The hardware address of the sender, or of who has an address.</summary>
    public string? Mac { get; init; }

    /// <summary>The kernel's error number, if a packet could not be sent: 1 (EPERM) if a firewall of the namespace dropped it.</summary>
    public int? Errno { get; init; }

    /// <summary>Why a packet could not be sent.</summary>
    public string? Text { get; init; }
}
