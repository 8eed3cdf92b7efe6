using DockerNetwork.Model.Results;
namespace DockerNetwork.Model.Tracing;

/// <summary>An interface on the way of a packet, and its MTU.</summary>
/// <param name="Place">Where it is: a container, or @host.</param>
/// <param name="Interface">Its name.</param>
/// <param name="Network">The network that it belongs to; null if it belongs to none.</param>
/// <param name="Mtu">In bytes.</param>
internal sealed record MtuLink(string Place, string Interface, string? Network, int Mtu)
{
    /// <summary>
    /// The interfaces that the request passed, in order, each once. What no look shows is left out.
    /// </summary>
    /// <param name="hops">The hops of a trace.</param>
    /// <param name="lookOf">
    /// The look at a namespace, by the name that <see cref="HopProperties.Namespace"/> has; null if there is none.
    /// </param>
    public static IReadOnlyList<MtuLink> Of(IEnumerable<TraceHop> hops, Func<string, NamespaceLook?> lookOf) =>
    [
        .. from hop in hops
           where hop is { Leg: TraceLeg.Request, Interface: not null }
           let mtu = lookOf(hop.Namespace)?.Link(hop.Interface)?.Mtu
           where mtu > 0
           group new MtuLink(hop.Place, hop.Interface!, hop.Network, mtu.Value) by (hop.Namespace, hop.Interface) into same
           select same.First(),
    ];

    /// <summary>"vethab12 of @host".</summary>
    public override string ToString() => $"{Interface} of {Place}";
}
