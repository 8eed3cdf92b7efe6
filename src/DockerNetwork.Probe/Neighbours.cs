using System.Globalization;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>
/// The neighbours (ARP, NDP) that probes from one source leave in its namespace. The kernel has one table for all namespaces together, of 1,024 entries
/// unless the host says otherwise (net.ipv4.neigh.default.gc_thresh3), and in a mesh every container becomes the neighbour of every other:
/// when the table is full, packets vanish without a word, and look as if a firewall had dropped them. So what a large job adds is taken out again
/// as it goes, where that is allowed; and a silence during which the table was full is never believed.
/// </summary>
internal sealed unsafe class Neighbours : IDisposable
{
    /// <summary>Probes to new neighbours between two flushes: even with an entry on either side below the smallest table, which other containers use too.</summary>
    public const int Budget = 300;

    private const ushort DeleteNeighbour = 29;
    private const int Settled = 2 | 4 | 8 | 16 | 32;
    private static readonly string[] Statistics = ["/proc/1/net/stat/arp_cache", "/proc/1/net/stat/ndisc_cache"];

    private static long _overflows;
    private static long _readAt;

    private readonly int _socket;
    private readonly HashSet<(int Index, IPAddress Address)> _before = [];
    private readonly List<IPNetwork> _onLink = [];

    public Neighbours(Source source)
    {
        _socket = Interfaces.Open(source);
        if (_socket < 0)
            return;
        Interfaces.Dump(_socket, Interfaces.GetNeighbour, 12, (body, attributes) =>
        {
            if (Destination(attributes) is { } address)
                _before.Add((BitConverter.ToInt32(body.Span[4..]), address));
        });
        Interfaces.Dump(_socket, Interfaces.GetAddress, 8, (body, attributes) =>
        {
            const int Address = 1, Local = 2;
            if ((attributes.GetValueOrDefault(Local) ?? attributes.GetValueOrDefault(Address)) is { Length: 4 or 16 } bytes)
                _onLink.Add(Subnet(bytes, body.Span[1]));
        });
    }

    /// <summary>True where a packet to the address needs a neighbour of its own, not just the gateway's.</summary>
    public bool IsOnLink(IPAddress address) => _onLink.Exists(subnet => subnet.Contains(address));

    /// <summary>Takes out what was not there before. Entries that are still being resolved hold a packet and stay.</summary>
    public void Flush()
    {
        if (_socket < 0)
            return;
        var added = new List<(int Index, IPAddress Address)>();
        Interfaces.Dump(_socket, Interfaces.GetNeighbour, 12, (body, attributes) =>
        {
            var index = BitConverter.ToInt32(body.Span[4..]);
            if ((BitConverter.ToUInt16(body.Span[8..]) & Settled) != 0 && Destination(attributes) is { } address && !_before.Contains((index, address)))
                added.Add((index, address));
        });
        foreach (var (index, address) in added)
            Delete(index, address);
    }

    public void Dispose()
    {
        if (_socket < 0)
            return;
        Flush();
        _ = Native.Close(_socket);
    }

    /// <summary>How often the kernel found its table full; only differences mean something. It says so in the first namespace alone, which is that of process 1.</summary>
    /// <param name="fresh">As of now; else a value of a moment ago will do, which can only be lower.</param>
    public static long Overflows(bool fresh)
    {
        const int Moment = 50;
        if (!fresh && Environment.TickCount64 - _readAt < Moment)
            return _overflows;

        long sum = 0;
        foreach (var path in Statistics)
        {
            string[] lines;
            try
            {
                lines = File.ReadAllLines(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            // A line of names, then a line a processor, in hexadecimal.
            var column = lines.Length > 0 ? Array.IndexOf(Words(lines[0]), "table_fulls") : -1;
            foreach (var line in lines.Skip(1))
            {
                var words = Words(line);
                if (column >= 0 && column < words.Length && long.TryParse(words[column], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var count))
                    sum += count;
            }
        }

        _readAt = Environment.TickCount64;
        return _overflows = sum;
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IPAddress? Destination(Dictionary<int, byte[]> attributes) =>
        attributes.GetValueOrDefault(1) is { Length: 4 or 16 } bytes ? new IPAddress(bytes) : null;

    private static IPNetwork Subnet(byte[] address, int prefix)
    {
        var masked = (byte[])address.Clone();
        for (var bit = prefix; bit < masked.Length * 8; bit++)
            masked[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(masked), Math.Min(prefix, masked.Length * 8));
    }

    /// <summary>struct nlmsghdr, struct ndmsg, and the address as the attribute NDA_DST. No answer is asked for: what is not allowed stays.</summary>
    private void Delete(int index, IPAddress address)
    {
        const int Header = 16, Message = 12, Attribute = 4;
        const short Request = 1;
        Span<byte> data = stackalloc byte[Header + Message + Attribute + 16];
        data.Clear();
        address.TryWriteBytes(data[(Header + Message + Attribute)..], out var length);
        var total = Header + Message + Attribute + length;
        BitConverter.TryWriteBytes(data, total);
        BitConverter.TryWriteBytes(data[4..], DeleteNeighbour);
        BitConverter.TryWriteBytes(data[6..], Request);
        data[Header] = (byte)SocketAddress.Family(address);
        BitConverter.TryWriteBytes(data[(Header + 4)..], index);
        BitConverter.TryWriteBytes(data[(Header + Message)..], (short)(Attribute + length));
        BitConverter.TryWriteBytes(data[(Header + Message + 2)..], (short)1);
        fixed (byte* bytes = data)
            _ = Native.Send(_socket, bytes, (nuint)total, 0);
    }
}
