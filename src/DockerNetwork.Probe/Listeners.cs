using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The sockets of this program's network namespace that take connections or datagrams: /proc/net/tcp and the like (proc(5)). They are read
/// by this process, so it is the host's namespace that they are of.
/// </summary>
internal static class Listeners
{
    private const int MaxFile = 2 * 1024 * 1024;
    private const int Chunk = 32 * 1024;

    /// <summary>Those that were found, each once.</summary>
    /// <returns>Null if a file cannot be read, or there are too many.</returns>
    public static List<HostItem>? Find()
    {
        var found = new HashSet<(string Protocol, string Address, int Port)>();
        foreach (var (file, protocol) in new[] { ("tcp", "tcp"), ("tcp6", "tcp"), ("udp", "udp"), ("udp6", "udp") })
        {
            if (!Read($"/proc/self/net/{file}", protocol, found) || found.Count > HostItem.MaxItems)
                return null;
        }

        return found
            .Select(f => new HostItem { Fact = FactKind.Listener, Protocol = f.Protocol, Address = f.Address, Port = f.Port })
            .ToList();
    }

    /// <summary>
    /// Reads a line: number, local address and port, remote address and port, state, and more. The words of an address are in the order of
    /// the machine, which is that of all platforms of this program: the lowest byte first.
    /// </summary>
    /// <returns>False if the socket takes nothing: of TCP, the listening ones come first.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, string protocol, out (string Protocol, string Address, int Port) listener)
    {
        const string Listening = "0A", Unconnected = "07";
        listener = default;
        Span<Range> fields = stackalloc Range[5];
        if (line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) < 5)
            return false;
        var local = line[fields[1]];
        var colon = local.IndexOf(':');
        if (colon is not (8 or 32)
            || !line[fields[3]].SequenceEqual(protocol == "tcp" ? Listening : Unconnected)
            || !int.TryParse(local[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)
            || port is <= 0 or > 65535)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[colon / 2];
        for (var i = 0; i < colon; i += 8)
        {
            if (!uint.TryParse(local.Slice(i, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
                return false;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i / 2)..], word);
        }

        var address = new IPAddress(bytes);
        listener = (protocol, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), port);
        return true;
    }

    private static unsafe bool Read(string path, string protocol, HashSet<(string Protocol, string Address, int Port)> found)
    {
        var descriptor = Native.Open(path, Native.CloseOnExec);

        // A host without IPv6 has no file of it.
        if (descriptor < 0)
            return Native.LastError == Native.NoEntry;
        try
        {
            var rest = "";
            var header = true;
            var buffer = new byte[Chunk];
            for (var total = 0; total < MaxFile;)
            {
                nint count;
                fixed (byte* bytes = buffer)
                    count = Native.Read(descriptor, bytes, (nuint)buffer.Length);
                if (count <= 0)
                    return count == 0;
                total += (int)count;
                var lines = (rest + Encoding.ASCII.GetString(buffer, 0, (int)count)).Split('\n');
                rest = lines[^1];
                foreach (var line in lines.AsSpan(0, lines.Length - 1))
                {
                    if (header)
                        header = false;
                    else if (TryParse(line, protocol, out var listener))
                        found.Add(listener);
                    else if (protocol == "tcp")
                        return true;
                }
            }

            return false;
        }
        finally
        {
            _ = Native.Close(descriptor);
        }
    }
}
