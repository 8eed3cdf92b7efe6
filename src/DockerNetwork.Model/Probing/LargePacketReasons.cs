using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>Why a packet of some size did not arrive (<see cref="ProbeOptions.Size"/>).</summary>
internal static class LargePacketReasons
{
    /// <summary>Of ICMP, and of UDP as well.</summary>
    private const int ProbeHeader = 8;

    /// <summary>Data of an echo request if nobody asks for more or less, as of ping.</summary>
    private const int UsualSize = 56;

    /// <summary>The least MTU that an IPv4 link may have (RFC 791). Less in a message is a mistake or a lie.</summary>
    private const int LeastMtu = 68;

    /// <summary>That of the loopback interface.</summary>
    private const int MostMtu = 65536;

    /// <summary>The reason; null if it was not the size.</summary>
    /// <param name="source">Where the probe started.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="size">Its data in bytes; null for the usual.</param>
    public static Reason? For(Container source, PlannedProbe probe, OutcomeMessage answer, int? size)
    {
        var header = HeaderOf(Addresses.ParseAddress(answer.Address) ?? probe.Name.Address) + ProbeHeader;
        var packet = (size ?? UsualSize) + header;
        var large = Of(answer);
        var mtu = large?.Mtu;
        return large switch
        {
            { Sender: { } router } => new Reason(
                ReasonCode.PathMtu, router.ToString(),
                $"{router} could not forward a packet of {packet} bytes from {source} to {probe.Literal}: it is larger than the MTU of the "
                + $"next link{(mtu is null ? "" : $", {mtu} bytes")}, and it must not be fragmented. The message of {router} arrived, so "
                + $"TCP adapts to that link.{Fitting(mtu - header)}"),
            { Silent: false } => new Reason(
                ReasonCode.PathMtu, source.Name,
                $"{source} cannot send a packet of {packet} bytes to {probe.Literal}: it is larger than the MTU of its own interface"
                + $"{(mtu is null ? "" : $", {mtu} bytes")}, and it must not be fragmented.{Fitting(mtu - header)}"),
            { Silent: true } => new Reason(
                ReasonCode.PathMtu, source.Name,
                $"Small packets from {source} to {probe.Literal} are answered, but packets of {packet} bytes are lost without a message: "
                + "an interface on the way has a smaller MTU, or a firewall drops large packets, fragments, or the messages about them. A "
                + "TCP connection can then stall as soon as it carries data. To find the largest packet that arrives, use "
                + "Trace-ContainerReachability -FindMtu."),
            _ => null,
        };
    }

    /// <summary>What an answer says about the size; null for nothing.</summary>
    public static TooLarge? Of(OutcomeMessage answer) => (answer.State, answer.Detail) switch
    {
        (ProbeState.Blocked, ProbeDetail.TooLarge) => new TooLarge(
            Addresses.ParseAddress(answer.Sender), answer.Mtu is >= LeastMtu and <= MostMtu ? answer.Mtu : null, Silent: false),
        (ProbeState.Blocked, ProbeDetail.LargeLost) => new TooLarge(null, null, Silent: true),
        _ => null,
    };

    /// <summary>IPv4 without options, or IPv6 without extensions. A name whose address is not known counts as IPv4.</summary>
    private static int HeaderOf(IPAddress? address) => address?.AddressFamily == AddressFamily.InterNetworkV6 ? 40 : 20;

    private static string Fitting(int? size) => size is null or < 0 ? "" : $" Data of {size} bytes fits (-Size {size}).";
}
