using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a <see cref="SightingItem"/> is about.</summary>
[JsonConverter(typeof(CamelCaseWords<SightingKind>))]
internal enum SightingKind
{
    /// <summary>Something else, of no use to the reader.</summary>
    None,

    /// <summary>From now on packets are seen.</summary>
    Watching,

    /// <summary>A packet was sent.</summary>
    Sent,

    /// <summary>A packet could not be sent.</summary>
    NotSent,

    /// <summary>A packet of the source.</summary>
    Request,

    /// <summary>An answer to one.</summary>
    Answer,

    /// <summary>An ICMP message about a packet of the source.</summary>
    Error,

    /// <summary>Somebody asks who has an address (ARP, neighbour discovery).</summary>
    WhoHas,

    /// <summary>Somebody says that he has an address.</summary>
    IHave,

    /// <summary>A datagram that the namespace sends to the sender of a request, from another address than was asked.</summary>
    Stray,

    /// <summary>A frame for another hardware address, which the namespace hears and does not take.</summary>
    Overheard,

    /// <summary>Packets were lost before they were looked at; their number is <see cref="SightingItem.Number"/>.</summary>
    Missed,
}
