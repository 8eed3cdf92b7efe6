using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Where the kernel said that packets ended: at a rule, or at the policy of a chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Handle">The rule; 0 for the policy.</param>
/// <param name="Hook">Where the packet came to the table of the chain.</param>
/// <param name="Queued">It was handed to a program, and nothing more was seen of it.</param>
internal sealed record TraceEnd(ChainName Chain, ulong Handle, string? Hook, bool Queued);

/// <summary>How many packets ended at one place.</summary>
internal sealed record EndedPackets(TraceEnd End, int Packets);

/// <summary>
/// What the kernel says of the packets of a trace (NFT_MSG_TRACE). Those of others, which somebody else traces, are passed over: only who
/// met a rule of the own table counts.
/// </summary>
/// <param name="table">The name of the own table.</param>
/// <param name="families">The families that it was made in. In another, a table of this name is somebody else's.</param>
/// <param name="chains">The chains of the namespace.</param>
internal sealed class TraceTally(string table, IReadOnlySet<int> families, NftChains chains)
{
    /// <summary>A packet of the trace at a time is one that meets thousands of rules; the numbers of packets are few.</summary>
    private const int MaxPackets = 10_000;
    private const int MaxEnds = 1000;

    private readonly Dictionary<uint, Packet> _packets = [];
    private readonly Dictionary<EndOfLeg, int> _ends = [];
    private readonly Dictionary<TraceEnd, int> _accepted = [];

    /// <summary>At least one packet of the trace was seen.</summary>
    public bool Any { get; private set; }

    /// <summary>How many packets of the source have ended.</summary>
    public int Requests { get; private set; }

    /// <summary>A question for the next hop, or its answer, has ended.</summary>
    public bool AskedInVain { get; private set; }

    /// <summary>Where packets ended, and how many. If requests did, messages about them are left out: these are the consequence.</summary>
    public IReadOnlyList<EndedPackets> Ends()
    {
        var all = new Dictionary<EndOfLeg, int>(_ends);
        foreach (var packet in _packets.Values)
        {
            if (packet.Queue is { } queue)
                all[new(queue, packet.Leg)] = all.GetValueOrDefault(new(queue, packet.Leg)) + 1;
        }

        var requests = all.Keys.Any(key => key.Leg == SightingKind.Request);
        return [.. all.Keys.Where(key => !requests || key.Leg == SightingKind.Request)
            .OrderBy(key => key.Leg).ThenByDescending(key => all[key])
            .GroupBy(key => key.End)
            .Select(group => new EndedPackets(group.Key, group.Sum(key => all[key])))];
    }

    /// <summary>The rules that took requests as they came, in the tables that translate: one of them may have translated them.</summary>
    public IReadOnlyList<EndedPackets> Accepted() => [.. _accepted.Select(pair => new EndedPackets(pair.Key, pair.Value))];

    /// <summary>
    /// NFTA_TRACE_TABLE (1), _CHAIN (2), _RULE_HANDLE (3), _TYPE (4: policy 1, return 2, rule 3), _VERDICT (5), _ID (6), _POLICY (16).
    /// </summary>
    public void Add(int family, ReadOnlySpan<byte> attributes)
    {
        var (inTable, chain, handle, type, verdict, id, policy) = ("", "", 0ul, 0, 0, 0u, 0);
        var reader = new AttributeReader(attributes);
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case 1: inTable = reader.Text; break;
                case 2: chain = reader.Text; break;
                case 3: handle = reader.Number; break;
                case 4: type = (int)reader.Number; break;
                case 5: verdict = NftExpression.ReadVerdict(reader.Value).Code; break;
                case 6: id = (uint)reader.Number; break;
                case 16: policy = (int)reader.Number; break;
            }
        }

        if (inTable == table && families.Contains(family))
        {
            if (type == 3 && _packets.Count < MaxPackets)
                Begin(id, TraceTable.LegOf(chain));
        }
        else if (_packets.TryGetValue(id, out var packet))
        {
            Add(packet, new ChainName(family, inTable, chain), type == 3 ? handle : 0, type == 1 ? policy : verdict, type == 2);
        }
    }

    /// <summary>The kernel uses the number of a packet again for a later one; at a second hook the packet is the same.</summary>
    private void Begin(uint id, SightingKind leg)
    {
        Any = true;
        if (_packets.TryGetValue(id, out var known) && known.Queue is { } queue)
            Count(queue, known.Leg);
        _packets[id] = new Packet(leg);
    }

    private void Add(Packet packet, ChainName chain, ulong handle, int verdict, bool returned)
    {
        packet.Queue = null;
        if (chains[chain] is { Hook: { } hook })
            packet.Hooks[(chain.Family, chain.Table)] = hook;
        if (returned || verdict < 0)
            return;
        var end = new TraceEnd(chain, handle, packet.Hooks.GetValueOrDefault((chain.Family, chain.Table)), false);

        // An error may stand in the upper part of the verdict, the number of the queue too.
        switch (verdict & 0xff)
        {
            case NftExpression.Drop:
                Count(end, packet.Leg);
                break;
            case NftExpression.Accept when handle != 0 && packet.Leg == SightingKind.Request && chains.Translates(chain):
                if (_accepted.Count < MaxEnds || _accepted.ContainsKey(end))
                    _accepted[end] = _accepted.GetValueOrDefault(end) + 1;
                break;
            case NftExpression.Queue:
                packet.Queue = end with { Queued = true };
                break;
        }
    }

    private void Count(TraceEnd end, SightingKind leg)
    {
        if (leg == SightingKind.Request)
            Requests++;
        AskedInVain |= leg == SightingKind.WhoHas;
        var key = new EndOfLeg(end, leg);
        if (_ends.Count < MaxEnds || _ends.ContainsKey(key))
            _ends[key] = _ends.GetValueOrDefault(key) + 1;
    }

    private sealed record EndOfLeg(TraceEnd End, SightingKind Leg);

    private sealed class Packet(SightingKind leg)
    {
        public SightingKind Leg => leg;

        public Dictionary<(int Family, string Table), string> Hooks { get; } = [];

        public TraceEnd? Queue { get; set; }
    }
}
