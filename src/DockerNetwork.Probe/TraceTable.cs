using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// A table of nf_tables whose rules mark the packets of one trace, so that the kernel says which rules they meet. It belongs to the socket
/// that made it (NFT_TABLE_F_OWNER): nobody else can change it, and it is gone when the socket is closed, by a crash too. Its rules decide
/// nothing.
/// </summary>
internal static class TraceTable
{
    public const int FamilyIp4 = 2, FamilyArp = 3, FamilyBridge = 7, FamilyIp6 = 10;

    private const string Prefix = "dockernetwork-trace-";
    private const string Question = "question";
    private const uint Owner = 2;
    private const int Network = 1, Transport = 2;
    private const int TypeIp4 = 0x0800, TypeArp = 0x0806, TypeIp6 = 0x86dd;

    /// <summary>A name that no other has.</summary>
    public static string NewName() =>
        Prefix + (((uint)Native.RandomNumber() << 16) | Native.RandomNumber()).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Where packets begin in a family; those of links for each link. None if packets of a trace do not come there.</summary>
    /// <param name="family">The family.</param>
    /// <param name="links">The links at which packets come to somebody's rules.</param>
    public static IReadOnlyList<TraceHook> HooksOf(int family, IEnumerable<string> links) => family switch
    {
        NftChains.FamilyNetdev => [.. links.Select((link, number) => new TraceHook($"ingress{number}", 0, link))],
        FamilyArp => [new("input", 0, null), new("output", 1, null)],

        // A bridge sends copies of a question, and the kernel gives each of them a number of its own.
        FamilyBridge =>
        [
            new("prerouting", 0, null), new("output", 3, null),
            new("input", 1, null) { ForCopies = true }, new("forward", 2, null) { ForCopies = true },
            new("postrouting", 4, null) { ForCopies = true },
        ],
        _ => [new("prerouting", 0, null), new("output", 3, null)],
    };

    /// <summary>
    /// The transaction that makes it. It has a chain for each leg at each hook where packets begin, so that the chain's name says what a
    /// packet is.
    /// </summary>
    public static byte[] Create(string name, int family, PacketSpec spec, IReadOnlyList<TraceHook> hooks)
    {
        var batch = new NftMessage().Begin();
        batch.Add(NftMessage.NewTable, family, NftMessage.Create | NftMessage.Acknowledge).Text(1, name).Number(2, Owner);
        var legs = Rules(family, spec).GroupBy(rule => rule.Leg, rule => rule.Matches).ToList();
        foreach (var hook in hooks)
        {
            foreach (var leg in legs.Where(leg => leg.Key == Question || !hook.ForCopies))
            {
                batch.Add(NftMessage.NewChain, family, NftMessage.Create | NftMessage.Acknowledge)
                    .Text(1, name).Text(3, $"{hook.Name}-{leg.Key}")
                    .Nest(4, place =>
                    {
                        place.Number(1, hook.Number).Number(2, unchecked((uint)int.MinValue));
                        if (hook.Link is { } link)
                            place.Text(3, link);
                    })
                    .Text(7, "filter");
                foreach (var matches in leg)
                {
                    batch.Add(NftMessage.NewRule, family, NftMessage.Create | NftMessage.Append | NftMessage.Acknowledge)
                        .Text(1, name).Text(2, $"{hook.Name}-{leg.Key}")
                        .Nest(4, list =>
                        {
                            matches(list);
                            SetTrace(list);
                        });
                }
            }
        }

        return batch.Commit().ToArray();
    }

    /// <summary>Which packets a chain of such a table marks.</summary>
    public static SightingKind LegOf(string chain) => chain[(chain.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
    {
        "request" => SightingKind.Request,
        "answer" => SightingKind.Answer,
        Question => SightingKind.WhoHas,
        _ => SightingKind.Error,
    };

    /// <summary>The packets; those in VXLAN packets if that is wanted; and the questions for the next hop.</summary>
    private static IEnumerable<(string Leg, Action<NftMessage> Matches)> Rules(int family, PacketSpec spec)
    {
        var v6 = spec.Family == 6;
        if (family is not FamilyArp && (family is not (FamilyIp4 or FamilyIp6) || family == FamilyIp6 == v6))
        {
            foreach (var (leg, matches) in Packets(spec))
            {
                yield return (leg, list =>
                {
                    Type(list, v6 ? TypeIp6 : TypeIp4);
                    matches(list);
                });
            }
        }

        if (spec.Tunnels && family is FamilyIp4 or FamilyIp6)
        {
            foreach (var (leg, matches) in Packets(spec, Inside(v6)).Where(rule => rule.Leg != "error"))
            {
                yield return (leg, list =>
                {
                    Type(list, family == FamilyIp6 ? TypeIp6 : TypeIp4);
                    Tunnel(list, v6);
                    matches(list);
                });
            }
        }

        foreach (var text in spec.Neighbours ?? [])
        {
            var address = IPAddress.TryParse(text, out var asked) ? asked.GetAddressBytes() : [];
            if (address.Length == 4 && family is FamilyArp or FamilyBridge or NftChains.FamilyNetdev)
            {
                // The address of the receiver, of a question; of the sender, of an answer (RFC 826).
                yield return (Question, list => Arp(list, 24, address));
                yield return (Question, list => Arp(list, 14, address));
            }
            else if (address.Length == 16 && family is FamilyIp6 or FamilyBridge or NftChains.FamilyNetdev)
            {
                yield return (Question, list => Neighbour(list, 135, address));
                yield return (Question, list => Neighbour(list, 136, address));
            }
        }
    }

    /// <summary>Where the content of a packet in a VXLAN packet begins: behind UDP, VXLAN, Ethernet and IP.</summary>
    private static uint Inside(bool v6) => 8 + 8 + 14 + (v6 ? 40u : 20u);

    private static void Tunnel(NftMessage list, bool v6)
    {
        Protocol(list, 17);
        Payload(list, Transport, 8, [8, 0, 0, 0]);
        Payload(list, Transport, 28, Short(v6 ? TypeIp6 : TypeIp4));
    }

    private static void Arp(NftMessage list, uint at, byte[] address)
    {
        Type(list, TypeArp);
        Payload(list, Network, at, address);
    }

    private static void Neighbour(NftMessage list, byte type, byte[] address)
    {
        Type(list, TypeIp6);
        Protocol(list, 58);
        Payload(list, Transport, 0, [type]);
        Payload(list, Transport, 8, address);
    }

    private static IEnumerable<(string Leg, Action<NftMessage> Matches)> Packets(PacketSpec spec, uint start = 0)
    {
        var v6 = spec.Family == 6;
        var token = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(token, spec.Token);
        byte[] short24 = [(byte)(spec.Token >> 16), (byte)(spec.Token >> 8), (byte)spec.Token];
        byte[] port = Short(spec.FromPort);

        // The header of a quoted packet, if it is IPv4 without options.
        var quoted = v6 ? 48u : 28u;
        switch (spec.Kind)
        {
            case ProbeKind.Tcp:
                // SYN alone; an answer acknowledges the next number. The reset of the source's own kernel is neither.
                yield return ("request", list =>
                {
                    Protocol(list, 6, start, v6);
                    Payload(list, Transport, start + 4, short24);
                    Masked(list, Transport, start + 13, 0x16, 0x02);
                });
                yield return ("answer", list =>
                {
                    Protocol(list, 6, start, v6);
                    Payload(list, Transport, start + 8, short24);
                    Masked(list, Transport, start + 13, 0x10, 0x10);
                });
                yield return ("error", list => Error(list, v6, 6, quoted + 4, short24));
                break;
            case ProbeKind.Udp:
                yield return ("request", list =>
                {
                    Protocol(list, 17, start, v6);
                    Payload(list, Transport, start + 8, token);
                });
                yield return ("answer", list =>
                {
                    Protocol(list, 17, start, v6);
                    Payload(list, Transport, start + 2, port);
                });
                yield return ("error", list => Error(list, v6, 17, quoted + 8, token));
                break;
            default:
                yield return ("request", list => Echo(list, v6, v6 ? 128 : 8, token, start));
                yield return ("answer", list => Echo(list, v6, v6 ? 129 : 0, token, start));
                yield return ("error", list => Error(list, v6, v6 ? 58 : 1, quoted + 8, token));
                break;
        }
    }

    private static void Echo(NftMessage list, bool v6, int type, byte[] token, uint start)
    {
        Protocol(list, v6 ? 58 : 1, start, v6);
        Payload(list, Transport, start, [(byte)type]);
        Payload(list, Transport, start + 8, token);
    }

    /// <summary>A message about a packet. An echo is none, whatever its data look like.</summary>
    private static void Error(NftMessage list, bool v6, int protocol, uint at, byte[] value)
    {
        Protocol(list, v6 ? 58 : 1);
        Element(list, "payload", data => data.Number(1, 8).Number(2, Transport).Number(3, 0).Number(4, 1));
        if (v6)
            Element(list, "cmp", data => data.Number(1, 8).Number(2, 2).Nest(3, v => v.Bytes(1, [128])));
        else
            Element(list, "range", data => data.Number(1, 8).Number(2, 0).Nest(3, v => v.Bytes(1, [3])).Nest(4, v => v.Bytes(1, [12])));
        if (!v6)
            Element(list, "cmp", data => data.Number(1, 8).Number(2, 1).Nest(3, v => v.Bytes(1, [8])));
        Payload(list, Transport, v6 ? 14u : 17u, [(byte)protocol]);
        Payload(list, Transport, at, value);
    }

    /// <summary>The type of the frame.</summary>
    private static void Type(NftMessage list, int type) => Equal(list, "meta", meta => meta.Number(1, 8).Number(2, 1), Short(type));

    /// <summary>What the packet carries, or the packet in it.</summary>
    private static void Protocol(NftMessage list, int number, uint start = 0, bool v6 = false)
    {
        if (start == 0)
            Equal(list, "meta", meta => meta.Number(1, 8).Number(2, 16), [(byte)number]);
        else
            Payload(list, Transport, start - (v6 ? 40u : 20u) + (v6 ? 6u : 9u), [(byte)number]);
    }

    private static void Payload(NftMessage list, int header, uint at, byte[] value) => Equal(
        list, "payload", data => data.Number(1, 8).Number(2, (uint)header).Number(3, at).Number(4, (uint)value.Length), value);

    private static void Masked(NftMessage list, int header, uint at, byte mask, byte value)
    {
        Element(list, "payload", data => data.Number(1, 8).Number(2, (uint)header).Number(3, at).Number(4, 1));
        Element(list, "bitwise", data => data.Number(1, 8).Number(2, 8).Number(3, 1)
            .Nest(4, m => m.Bytes(1, [mask])).Nest(5, x => x.Bytes(1, [0])));
        Compare(list, [value]);
    }

    /// <summary>Loads something into register 8, and goes on if it is this value.</summary>
    private static void Equal(NftMessage list, string load, Action<NftMessage> write, byte[] value)
    {
        Element(list, load, write);
        Compare(list, value);
    }

    private static void Compare(NftMessage list, byte[] value) =>
        Element(list, "cmp", data => data.Number(1, 8).Number(2, 0).Nest(3, v => v.Bytes(1, value)));

    private static void SetTrace(NftMessage list)
    {
        Element(list, "immediate", data => data.Number(1, 8).Nest(2, v => v.Bytes(1, [1])));
        Element(list, "meta", data => data.Number(2, 12).Number(3, 8));
    }

    private static void Element(NftMessage list, string name, Action<NftMessage> data) =>
        list.Nest(1, element => element.Text(1, name).Nest(2, data));

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}

/// <summary>A hook of nf_tables at which packets are marked.</summary>
/// <param name="Name">For the names of chains.</param>
/// <param name="Number">In its family.</param>
/// <param name="Link">The link, of a hook of links.</param>
internal sealed record TraceHook(string Name, uint Number, string? Link)
{
    /// <summary>Packets come there from another of these hooks; a copy of one is marked there again.</summary>
    public bool ForCopies { get; init; }
}
