using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The filter of a packet socket that passes nothing but the packets of one trace: requests and answers, ICMP messages about them, and
/// neighbour discovery of the addresses that are asked for. Packets begin with their IP or ARP header (packet(7), SOCK_DGRAM).
/// </summary>
internal static class PacketFilter
{
    /// <summary>Of a packet that passes. More than its headers, and those of a packet that an ICMP message quotes.</summary>
    public const int KeptLength = 192;

    private const int Icmp = 1;
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int Icmp6 = 58;
    private const int Fragment = 44;

    /// <summary>The program.</summary>
    public static FilterCode For(PacketSpec spec)
    {
        var v6 = spec.Family == 6;
        var code = new FilterCode().LoadProtocol().IfEqual(v6 ? 0x86ddu : 0x0800u, "ip");
        if (!v6)
            code.IfEqual(0x0806, "arp");
        if (spec.Tunnels)
            code.IfEqual(v6 ? 0x0800u : 0x86ddu, "outer");
        code.GoTo("drop");
        WriteArp(code, spec);
        if (spec.Tunnels)
        {
            // A VXLAN packet of the other family.
            WriteHeader(code.Label("outer"), !v6);
            code.IfEqual(Udp, "tunnel", "drop");
        }

        WriteHeader(code.Label("ip"), v6);
        if (spec.Tunnels)
        {
            code.UnlessEqual(Udp, "plain");
            // What is shorter than a place that is asked for, does not pass; so a short answer is taken before.
            if (spec.Kind == ProbeKind.Udp)
                code.LoadHalfBehindX(2).IfEqual((uint)spec.FromPort, "accept");
            WriteTunnel(code.Label("tunnel"), spec, spec.Kind == ProbeKind.Udp ? "own" : "drop");
            code.Label("plain");
        }

        var icmp = (uint)(spec.Family == 6 ? Icmp6 : Icmp);
        if (spec.Kind == ProbeKind.Icmp)
            code.IfEqual(icmp, "icmp", "drop");
        else
            code.IfEqual(Number(spec), "own").IfEqual(icmp, "icmp", "drop").Label("own");
        WriteOwn(code, spec);
        WriteIcmp(code, spec);
        return code.Label("drop").Drop().Label("accept").Accept(KeptLength);
    }

    /// <summary>
    /// Behind it, X is the length of the headers and the value the protocol behind them. Of fragments, the first passes (RFC 8200).
    /// </summary>
    private static void WriteHeader(FilterCode code, bool v6)
    {
        if (!v6)
        {
            code.LoadHalf(6).IfAnyBit(0x1fff, "drop").SetXToHeaderLength(0).LoadByte(9);
            return;
        }

        var (whole, protocol) = ($"whole{code.Count}", $"protocol{code.Count}");
        code.LoadByte(6).UnlessEqual(Fragment, whole)
            .LoadHalf(42).IfAnyBit(0xfff8, "drop").SetX(48).LoadByte(40).GoTo(protocol)
            .Label(whole).SetX(40)
            .Label(protocol);
    }

    /// <summary>
    /// VXLAN (RFC 7348) in UDP: its flags at 8, the type of the frame in it at 28, the packet in that at 30. Engines may use
    /// another port than 4789, so the port does not count.
    /// </summary>
    private static void WriteTunnel(FilterCode code, PacketSpec spec, string no)
    {
        var v6 = spec.Family == 6;
        code.LoadWordBehindX(8).UnlessEqual(0x0800_0000, no)
            .LoadHalfBehindX(28).UnlessEqual(v6 ? 0x86ddu : 0x0800u, no);
        if (!v6)
            code.LoadByteBehindX(30).UnlessEqual(0x45, no);
        code.LoadByteBehindX(30 + (v6 ? 6u : 9u));
        if (spec.Kind != ProbeKind.Icmp)
            code.IfEqual(Number(spec), "own inside");
        code.IfEqual((uint)(v6 ? Icmp6 : Icmp), "icmp inside", "drop");
        var header = 30 + (v6 ? 40u : 20u);
        if (spec.Kind != ProbeKind.Icmp)
            code.Label("own inside").Set(header).AddX().MoveToX().GoTo("own");
        code.Label("icmp inside").Set(header).AddX().MoveToX().GoTo("icmp");
    }

    private static uint Number(PacketSpec spec) => spec.Kind == ProbeKind.Tcp ? (uint)Tcp : Udp;

    /// <summary>ARP (RFC 826): sender's address at 14, wanted address at 24.</summary>
    private static void WriteArp(FilterCode code, PacketSpec spec)
    {
        if (spec.Family == 6)
            return;
        code.Label("arp");
        foreach (var address in Neighbours(spec, AddressFamily.InterNetwork))
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
            code.LoadWord(24).IfEqual(value, "accept").LoadWord(14).IfEqual(value, "accept");
        }

        code.Drop();
    }

    /// <summary>
    /// TCP: of a sequence number, or of the number that answers it, the upper 24 bits. UDP: the data, or the answer's port.
    /// </summary>
    private static void WriteOwn(FilterCode code, PacketSpec spec)
    {
        if (spec.Kind == ProbeKind.Tcp)
        {
            var token = (uint)spec.Token & 0xffffff;
            code.LoadWordBehindX(4).ShiftRight(8).IfEqual(token, "accept")
                .LoadWordBehindX(8).Subtract(1).ShiftRight(8).IfEqual(token, "accept", "drop");
        }
        else if (spec.Kind == ProbeKind.Udp)
        {
            code.LoadHalfBehindX(2).IfEqual((uint)spec.FromPort, "accept")
                .LoadWordBehindX(8).UnlessEqual((uint)((ulong)spec.Token >> 32), "drop")
                .LoadWordBehindX(12).IfEqual((uint)spec.Token, "accept", "drop");
        }
    }

    /// <summary>Echo requests and replies by their data; messages about a packet by what they quote of it; neighbour discovery.</summary>
    private static void WriteIcmp(FilterCode code, PacketSpec spec)
    {
        code.Label("icmp").LoadByteBehindX(0);
        var (echoes, errors) = spec.Family == 6
            ? ((uint[])[128, 129], (uint[])[1, 2, 3, 4])
            : ([0, 8], [3, 4, 5, 11, 12]);
        foreach (var type in errors)
            code.IfEqual(type, "error");
        if (spec.Family == 6)
            code.IfEqual(135, "neighbour").IfEqual(136, "neighbour");
        if (spec.Kind == ProbeKind.Icmp)
        {
            code.IfEqual(echoes[0], "echo").IfEqual(echoes[1], "echo", "drop")
                .Label("echo").LoadWordBehindX(8).UnlessEqual((uint)((ulong)spec.Token >> 32), "drop")
                .LoadWordBehindX(12).IfEqual((uint)spec.Token, "accept", "drop");
        }
        else
        {
            code.GoTo("drop");
        }

        WriteNeighbour(code, spec);
        WriteError(code, spec);
    }

    /// <summary>Behind this, X is the length of what stands before the quoted packet's own header, less 8.</summary>
    private static void WriteError(FilterCode code, PacketSpec spec)
    {
        code.Label("error");
        if (spec.Family == 6)
            code.LoadByteBehindX(8 + 6).UnlessEqual(spec.Kind == ProbeKind.Icmp ? Icmp6 : Number(spec), "drop").Set(40).AddX().MoveToX();
        else
            code.LoadByteBehindX(8 + 9).UnlessEqual(spec.Kind == ProbeKind.Icmp ? Icmp : Number(spec), "drop")
                .LoadByteBehindX(8).And(0xf).ShiftLeft(2).AddX().MoveToX();
        switch (spec.Kind)
        {
            case ProbeKind.Tcp:
                code.LoadWordBehindX(8 + 4).ShiftRight(8).IfEqual((uint)spec.Token & 0xffffff, "accept", "drop");
                break;
            case ProbeKind.Udp:
                code.LoadHalfBehindX(8).IfEqual((uint)spec.FromPort, "accept")
                    .LoadWordBehindX(8 + 8).UnlessEqual((uint)((ulong)spec.Token >> 32), "drop")
                    .LoadWordBehindX(8 + 12).IfEqual((uint)spec.Token, "accept", "drop");
                break;
            default:
                code.LoadHalfBehindX(8 + 4).IfEqual((uint)spec.Token & 0xffff, "accept", "drop");
                break;
        }
    }

    /// <summary>Neighbour solicitation and advertisement (RFC 4861): the wanted address at 8.</summary>
    private static void WriteNeighbour(FilterCode code, PacketSpec spec)
    {
        if (spec.Family != 6)
            return;
        code.Label("neighbour");
        var number = 0;
        foreach (var address in Neighbours(spec, AddressFamily.InterNetworkV6))
        {
            var next = $"next{number++}";
            var bytes = address.GetAddressBytes();
            for (var i = 0; i < 4; i++)
            {
                code.LoadWordBehindX((uint)(8 + (4 * i)));
                var value = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * i));
                if (i < 3)
                    code.UnlessEqual(value, next);
                else
                    code.IfEqual(value, "accept");
            }

            code.Label(next);
        }

        code.Drop();
    }

    private static IEnumerable<IPAddress> Neighbours(PacketSpec spec, AddressFamily family) =>
        (spec.Neighbours ?? []).Take(PacketSpec.MaxNeighbours)
            .Select(text => IPAddress.TryParse(text, out var address) ? address : null)
            .OfType<IPAddress>()
            .Where(address => address.AddressFamily == family);
}
