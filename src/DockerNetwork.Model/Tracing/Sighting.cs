using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>A packet of a trace, where it was seen. What cannot be read of it is left out.</summary>
/// <param name="Place">The namespace.</param>
/// <param name="Item">What the probe program says.</param>
internal sealed record Sighting(TracePlace Place, SightingItem Item)
{
    /// <summary>The sender's address; null if the packet has none.</summary>
    public IPAddress? From { get; } = Addresses.ParseAddress(Item.From);

    /// <summary>The receiver's address, or the one that is asked for.</summary>
    public IPAddress? To { get; } = Addresses.ParseAddress(Item.To);

    /// <summary>What it is.</summary>
    public SightingKind Kind => Item.Sighting;

    /// <summary>When, in nanoseconds of the host's clock.</summary>
    public long At => Item.At;

    /// <summary>It is the packet of the source.</summary>
    public bool IsRequest => Kind == SightingKind.Request;

    /// <summary>It answers one: an answer, a reset, or an ICMP message about it.</summary>
    public bool IsAnswer => Kind is SightingKind.Answer or SightingKind.Error;

    /// <summary>Sender and receiver, as text.</summary>
    public (string From, string To) Ends => (End(From, Item.FromPort), End(To, Item.ToPort));

    /// <summary>It goes back between the two between which another went.</summary>
    public bool Mirrors(Sighting request) =>
        Equals(From, request.To) && Equals(To, request.From)
        && (Item.FromPort, Item.ToPort) == (request.Item.ToPort, request.Item.FromPort);

    private static string End(IPAddress? address, int? port) => (address, port) switch
    {
        (null, _) => "",
        (_, null) => address.ToString(),
        _ => new IPEndPoint(address, Math.Clamp(port.Value, 0, 65535)).ToString(),
    };
}
