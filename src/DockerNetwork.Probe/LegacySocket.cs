using System.Buffers.Binary;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// Reads legacy tables of a network namespace by getsockopt(2), as iptables-legacy does: IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES, or those
/// of IPv6, which have the same numbers at another level. The kernel wants NET_ADMIN over the namespace.
/// </summary>
internal sealed unsafe class LegacySocket : IDisposable
{
    /// <summary>Bytes of all tables that are read. Rules have 200 to 500; the agent has 256 MB, and two readings at a time.</summary>
    private const int MaxLength = 48 * 1024 * 1024;
    private const int MaxNames = 4096;
    private const int GetInfo = 64;
    private const int GetEntries = 65;
    private const int LevelIp = 0;
    private const int LevelIpV6 = 41;

    private readonly int _descriptor;
    private readonly bool _v6;
    private int _left = MaxLength;

    private LegacySocket(int descriptor, bool v6) => (_descriptor, _v6) = (descriptor, v6);

    /// <summary>Null with <see cref="Native.LastError"/> set if there is no socket.</summary>
    public static LegacySocket? Open(Source source, bool v6)
    {
        var descriptor = source.OpenSocket(v6 ? Native.InterNetworkV6 : Native.InterNetwork, Native.DatagramSocket, 0);
        return descriptor < 0 ? null : new LegacySocket(descriptor, v6);
    }

    /// <summary>
    /// The tables that the namespace has. To ask for another would make the kernel load its module, and the namespace have it from then on.
    /// </summary>
    public static IReadOnlyList<string> Tables(Source source, bool v6)
    {
        var path = v6 ? "/proc/thread-self/net/ip6_tables_names" : "/proc/thread-self/net/ip_tables_names";
        return source.Inside(() => ProcessFiles.Read(-1, path, MaxNames), null) is { } text
            ? Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [];
    }

    /// <summary>Reads a table. Null if it cannot be read.</summary>
    /// <param name="name">Its name, as filter.</param>
    /// <param name="problem">Why it cannot be read, for people; null if it is not there.</param>
    public LegacyTable? Read(string name, out string? problem)
    {
        const int Attempts = 4;
        Span<byte> info = stackalloc byte[LegacyTable.InfoLength];
        for (var i = 0; i < Attempts; i++)
        {
            info.Clear();
            Encoding.ASCII.GetBytes(name, info);
            if (!Get(GetInfo, info))
                break;
            var length = BinaryPrimitives.ReadInt32LittleEndian(info[LegacyTable.SizeOffset..]);
            if (length < 0 || length > _left)
            {
                problem = $"The legacy table {name} is too large.";
                return null;
            }

            const int Header = 40;
            var entries = new byte[Header + length];
            info[..LegacyTable.NameLength].CopyTo(entries);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(LegacyTable.NameLength), length);
            if (Get(GetEntries, entries))
            {
                _left -= length;
                var table = LegacyTable.Parse(name, _v6, info, entries.AsMemory(Header));
                problem = table is null ? $"The legacy table {name} is not understood, or too large." : null;
                return table;
            }

            // The table has changed since it was asked how long it is.
            if (Native.LastError is not (Native.TryAgain or Native.InvalidArgument))
                break;
        }

        var error = Native.LastError;
        problem = error is Native.NoEntry ? null : $"The legacy table {name} could not be read: {Shortage.Text(error)}";
        return null;
    }

    public void Dispose() => _ = Native.Close(_descriptor);

    private bool Get(int option, Span<byte> value)
    {
        var length = (uint)value.Length;
        fixed (byte* bytes = value)
            return Native.GetOption(_descriptor, _v6 ? LevelIpV6 : LevelIp, option, (int*)bytes, &length) == 0 && length == value.Length;
    }
}
