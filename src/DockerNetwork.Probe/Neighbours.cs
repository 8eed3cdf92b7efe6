using System.Buffers.Binary;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>
/// The neighbours that probes leave in the namespace of one source. In a mesh every container becomes the neighbour of every other, and
/// the kernel's table
/// (<see cref="NeighbourTable"/>) is soon full. So what a large job adds is taken out again as it goes, where that is allowed.
/// </summary>
internal sealed class Neighbours : IDisposable
{
    /// <summary>
    /// NUD_REACHABLE, STALE, DELAY, PROBE and FAILED. One that is being resolved (INCOMPLETE) holds a packet and stays, as do permanent
    /// ones.
    /// </summary>
    private const int Settled = 2 | 4 | 8 | 16 | 32;

    private const ushort GetNeighbour = 30;
    private const int Body = 12;

    private readonly HashSet<(int Index, IPAddress Address)> _before = [];
    private readonly List<IPNetwork> _onLink = [];
    private readonly bool _keep;
    private Netlink? _netlink;

    /// <param name="source">Whose namespace it is.</param>
    /// <param name="age">
    /// Milliseconds since the first probe of any source. An entry that changed since then came by the probes of others before this
    /// source was known, or may as well be made again: it is taken out too.
    /// </param>
    public Neighbours(Source source, long age)
    {
        _keep = source.Job.KeepNeighbours;
        _netlink = Netlink.Open(source);
        if (_netlink?.Dump(GetNeighbour, Body) is not { } entries || _netlink.Dump(Interfaces.GetAddress, 8) is not { } addresses)
        {
            Close();
            return;
        }

        foreach (var entry in entries)
        {
            if (Key(entry) is { } key && Unchanged(entry) > age)
                _before.Add(key);
        }

        foreach (var (body, attributes) in addresses)
        {
            const int Address = 1, Local = 2;
            if ((attributes.GetValueOrDefault(Local) ?? attributes.GetValueOrDefault(Address)) is { Length: 4 or 16 } bytes)
                _onLink.Add(Subnet(bytes, body[1]));
        }
    }

    /// <summary>Descriptors that were taken for it.</summary>
    public int Taken { get; set; }

    /// <summary>True if a packet to the address needs a neighbour of its own, not just the gateway's.</summary>
    public bool IsOnLink(IPAddress address) => _onLink.Exists(subnet => subnet.Contains(address));

    /// <summary>Takes out what was not there before.</summary>
    public void Flush()
    {
        if (_netlink?.Dump(GetNeighbour, Body) is not { } entries)
        {
            Close();
            return;
        }

        var added = new List<(int Index, IPAddress Address)>();
        foreach (var entry in entries)
        {
            var settled = (BinaryPrimitives.ReadUInt16LittleEndian(entry.Body.AsSpan(8)) & Settled) != 0;
            if (settled && Key(entry) is { } key && !_before.Contains(key))
                added.Add(key);
        }

        // Without NET_ADMIN nothing can be taken out, now or later.
        if (!_netlink.DeleteNeighbours(added))
            Close();
    }

    public void Dispose()
    {
        if (!_keep)
            Flush();
        Close();
    }

    private void Close()
    {
        _netlink?.Dispose();
        _netlink = null;
    }

    /// <summary>struct ndmsg: family, pad (3), index (4), state (2), flags, type. NDA_DST is the address.</summary>
    private static (int Index, IPAddress Address)? Key(NetlinkItem entry) =>
        entry.Attributes.GetValueOrDefault(1) is { Length: 4 or 16 } bytes
            ? (BinaryPrimitives.ReadInt32LittleEndian(entry.Body.AsSpan(4)), new IPAddress(bytes))
            : null;

    /// <summary>Milliseconds since the entry changed (NDA_CACHEINFO: confirmed, used, updated, in hundredths of a second).</summary>
    private static long Unchanged(NetlinkItem entry)
    {
        const int CacheInfo = 3;
        return entry.Attributes.GetValueOrDefault(CacheInfo) is { Length: >= 12 } bytes
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) * 10L
            : long.MaxValue;
    }

    private static IPNetwork Subnet(byte[] address, int prefix)
    {
        var masked = (byte[])address.Clone();
        for (var bit = prefix; bit < masked.Length * 8; bit++)
            masked[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(masked), Math.Min(prefix, masked.Length * 8));
    }
}
