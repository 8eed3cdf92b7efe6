using System.Buffers.Binary;
using System.Globalization;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// A table of nf_tables whose rules mark the packets of one trace, so that the kernel says which rules they meet. It belongs to the socket
/// that made it (NFT_TABLE_F_OWNER): nobody else can change it, and it is gone when the socket is closed, by a crash too. Its rules decide
/// nothing.
/// </summary>
internal static class TraceTable
{
    public const int FamilyIp4 = 2, FamilyBridge = 7, FamilyIp6 = 10;

    private const string Prefix = "dockernetwork-trace-";
    private const uint Owner = 2;
    private const int Network = 1, Transport = 2;

    /// <summary>A name that no other has.</summary>
    public static string NewName() =>
        Prefix + (((uint)Native.RandomNumber() << 16) | Native.RandomNumber()).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>
    /// The transaction that makes it. It has a chain for each leg at each hook where packets begin, so that the chain's name says what a
    /// packet is.
    /// </summary>
    public static byte[] Create(string name, int family, PacketSpec spec)
    {
        var batch = new NftMessage().Begin();
        batch.Add(NftMessage.NewTable, family, NftMessage.Create | NftMessage.Acknowledge).Text(1, name).Number(2, Owner);
        foreach (var (hook, number) in (ReadOnlySpan<(string, uint)>)[("prerouting", 0), ("output", 3)])
        {
            foreach (var (leg, matches) in Rules(spec))
            {
                batch.Add(NftMessage.NewChain, family, NftMessage.Create | NftMessage.Acknowledge)
                    .Text(1, name).Text(3, $"{hook}-{leg}")
                    .Nest(4, place => place.Number(1, number).Number(2, unchecked((uint)int.MinValue)))
                    .Text(7, "filter");
                batch.Add(NftMessage.NewRule, family, NftMessage.Create | NftMessage.Append | NftMessage.Acknowledge)
                    .Text(1, name).Text(2, $"{hook}-{leg}")
                    .Nest(4, list =>
                    {
                        Equal(list, "meta", meta => meta.Number(1, 8).Number(2, 1), Short(spec.Family == 6 ? 0x86dd : 0x0800));
                        matches(list);
                        SetTrace(list);
                    });
            }
        }

        return batch.Commit().ToArray();
    }

    /// <summary>Which packets a chain of such a table marks.</summary>
    public static SightingKind LegOf(string chain) => chain[(chain.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
    {
        "request" => SightingKind.Request,
        "answer" => SightingKind.Answer,
        _ => SightingKind.Error,
    };

    private static IEnumerable<(string Leg, Action<NftMessage> Matches)> Rules(PacketSpec spec)
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
                    Protocol(list, 6);
                    Payload(list, Transport, 4, short24);
                    Masked(list, Transport, 13, 0x16, 0x02);
                });
                yield return ("answer", list =>
                {
                    Protocol(list, 6);
                    Payload(list, Transport, 8, short24);
                    Masked(list, Transport, 13, 0x10, 0x10);
                });
                yield return ("error", list => Error(list, v6, 6, quoted + 4, short24));
                break;
            case ProbeKind.Udp:
                yield return ("request", list =>
                {
                    Protocol(list, 17);
                    Payload(list, Transport, 8, token);
                });
                yield return ("answer", list =>
                {
                    Protocol(list, 17);
                    Payload(list, Transport, 2, port);
                });
                yield return ("error", list => Error(list, v6, 17, quoted + 8, token));
                break;
            default:
                yield return ("request", list => Echo(list, v6, v6 ? 128 : 8, token));
                yield return ("answer", list => Echo(list, v6, v6 ? 129 : 0, token));
                yield return ("error", list => Error(list, v6, v6 ? 58 : 1, quoted + 8, token));
                break;
        }
    }

    private static void Echo(NftMessage list, bool v6, int type, byte[] token)
    {
        Protocol(list, v6 ? 58 : 1);
        Payload(list, Transport, 0, [(byte)type]);
        Payload(list, Transport, 8, token);
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

    private static void Protocol(NftMessage list, int number) =>
        Equal(list, "meta", meta => meta.Number(1, 8).Number(2, 16), [(byte)number]);

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
