using System.Net.Sockets;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Tracing;

/// <summary>What the largest packet that arrives says about the links on the way.</summary>
internal static class MtuRules
{
    /// <summary>A veth pair takes packets that are larger than its MTU by the tag of a VLAN (is_skb_forwardable of the kernel).</summary>
    public const int VlanTag = 4;

    private const string Option = "com.docker.network.driver.mtu";

    /// <summary>
    /// The reason; null if the source's packets all arrive, or it is not known. An interface is named only if its MTU is exactly the
    /// largest packet that arrives: a smaller one cannot have let it through, and a larger one does not explain it.
    /// </summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="target">The target, as the probe names it.</param>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="found">What the search found.</param>
    /// <param name="links">The interfaces that the request passes, the source's own first; empty if they are not known.</param>
    public static Reason? For(string source, string target, AddressFamily family, MtuFound found, IReadOnlyList<MtuLink> links)
    {
        var first = links.Count > 0 ? links[0] : null;
        var own = found.OwnMtu ?? first?.Mtu;
        if (found is not { Certain: true, Mtu: { } mtu, Refusal: { } refusal } || own is null || mtu >= own)
            return null;

        var narrow = links.FirstOrDefault(link => link.Mtu == mtu)
            ?? links.FirstOrDefault(link => link.Mtu + VlanTag == mtu);
        var where = narrow is not null ? $"The narrow link is {narrow}{Network(narrow)}, with an MTU of {narrow.Mtu} bytes."
            : refusal.Sender is { } router ? $"The narrow link is beyond {router}, which reported it."
            : "None of the interfaces that can be seen here has that MTU: the narrow link is beyond them, or a firewall drops large "
                + "packets.";
        var what = refusal.Silent
            ? "Larger ones are lost without a message (a black hole), so a TCP connection stalls as soon as it carries much data, while "
                + "ping succeeds."
            : "A message tells the sender, so TCP adapts to it.";
        return new Reason(
            ReasonCode.PathMtu, narrow?.ToString() ?? refusal.Sender?.ToString() ?? source,
            $"Packets of at most {mtu} bytes get from {source} to {target}, but the MTU of the interface of {source} is {own} bytes. "
            + $"{where} {what}"
            + (refusal.Silent ? Advice(family, narrow, mtu, own.Value, first?.Network) : ""));
    }

    /// <summary>In brackets; empty if it belongs to none.</summary>
    public static string Network(MtuLink link) => link.Network is { } network ? $" (network {network})" : "";

    /// <summary>
    /// How to make a link of a network wider, with a space behind; empty for others, because that of a tunnel or an uplink may have to be
    /// as it is.
    /// </summary>
    public static string Widen(MtuLink narrow, int mtu) => narrow.Network is null ? ""
        : narrow.Place == TracePlace.Host.Name ? $"On the host: ip link set {narrow.Interface} mtu {mtu}. "
        : $"In the network namespace of {narrow.Place}: ip link set {narrow.Interface} mtu {mtu}. ";

    /// <summary>A network keeps its options, so it has to be made again; and a firewall can make TCP send less.</summary>
    private static string Advice(AddressFamily family, MtuLink? narrow, int arrives, int own, string? network)
    {
        var mtu = narrow?.Mtu ?? arrives;
        var wider = narrow is null ? "" : Widen(narrow, own);
        var name = network is null ? "the source's network" : $"the network {network}";
        var command = $"New-DockerNetwork {(network is null ? "NAME" : PowerShellWord.Of(network))} -Option @{{ '{Option}' = '{mtu}' }}";
        var segment = mtu - (family == AddressFamily.InterNetworkV6 ? 60 : 40);
        return $" {(wider.Length == 0 ? "Raise the MTU of the link, or" : wider + "Or")} remove {name} and create it again with that MTU: "
            + $"{command}. A rule that sets the maximum segment size of TCP to {segment} (TCPMSS) helps TCP alone.";
    }
}
