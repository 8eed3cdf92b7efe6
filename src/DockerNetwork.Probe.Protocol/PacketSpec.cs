using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>
/// What tells the packets of one trace from all others, whatever addresses they have on the way: a number that cannot be guessed. An echo
/// request and a datagram carry it as their first data; a TCP connection begins with a sequence number of which it is the upper part.
/// </summary>
internal sealed record PacketSpec
{
    /// <summary>Fewer packets than the number of a packet has values: it is 8 bits of a sequence number.</summary>
    public const int MaxCount = 200;

    /// <summary>No more addresses whose neighbour discovery is watched.</summary>
    public const int MaxNeighbours = 16;

    /// <summary>icmp, tcp or udp.</summary>
    public ProbeKind Kind { get; init; }

    /// <summary>4 or 6.</summary>
    public int Family { get; init; }

    /// <summary>The number; the lower 24 bits for TCP, the lower 16 for the identifier of an echo request.</summary>
    public long Token { get; init; }

    /// <summary>The port that TCP and UDP packets come from, as long as nobody translates it; 1 to 65535.</summary>
    public int FromPort { get; init; }

    /// <summary>Where the packets go, for who sends them; null for who watches.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? To { get; init; }

    /// <summary>The port that TCP and UDP packets go to, for who sends them; 1 to 65535.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ToPort { get; init; }

    /// <summary>Data of an echo request or a datagram, in bytes, 16 to <see cref="JobMessage.MaxSize"/>; 0 for 16.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Size { get; init; }

    /// <summary>No router may cut the packets into fragments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DontFragment { get; init; }

    /// <summary>Watch for the same packets inside VXLAN packets (RFC 7348) too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Tunnels { get; init; }

    /// <summary>Addresses whose ARP or neighbour discovery is watched too.</summary>
    public IReadOnlyList<string>? Neighbours { get; init; }
}
