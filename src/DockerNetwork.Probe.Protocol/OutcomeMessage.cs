using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What came of one probe.</summary>
internal sealed record OutcomeMessage : Answer
{
    /// <summary>The caller's number for the probe.</summary>
    [JsonPropertyName("i")]
    public int Index { get; init; }

    /// <summary>What came of it.</summary>
    public ProbeState State { get; init; }

    /// <summary>More about <see cref="State"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ProbeDetail Detail { get; init; }

    /// <summary>The address that was probed.</summary>
    public string? Address { get; init; }

    /// <summary>All addresses of the name.</summary>
    public IReadOnlyList<string?>? Addresses { get; init; }

    /// <summary>What resolved the name: "hosts", or a name server's address.</summary>
    public string? Via { get; init; }

    /// <summary>Packets or connections that were sent.</summary>
    public int Sent { get; init; }

    /// <summary>How many were answered.</summary>
    public int Received { get; init; }

    /// <summary>The shortest round trip in nanoseconds; of the lookup for DNS. Null without an answer, as the next two.</summary>
    public long? Min { get; init; }

    /// <summary>The mean round trip in nanoseconds.</summary>
    public long? Avg { get; init; }

    /// <summary>The longest round trip in nanoseconds.</summary>
    public long? Max { get; init; }

    /// <summary>The status of an HTTP answer.</summary>
    public int? Status { get; init; }

    /// <summary>Who refused the packet in place of the target: the source address of the ICMP message. Null if there was none.</summary>
    public string? Sender { get; init; }

    /// <summary>With <see cref="ProbeDetail.TooLarge"/>: the MTU that the packet does not fit, in bytes; null if nobody named it.</summary>
    public int? Mtu { get; init; }

    /// <summary>What the system said, for people. Decides nothing.</summary>
    public string? Text { get; init; }
}
