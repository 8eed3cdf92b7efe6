using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// The processes that have sockets, by the links /proc/PID/fd/N of proc(5), which say "socket:[INODE]". The processes of the namespace
/// itself come first; but a socket can be another's: a program may be passed one, or leave a namespace in which it has opened one.
/// </summary>
internal static unsafe class SocketOwners
{
    private const int MaxName = 64;

    /// <summary>
    /// Where the engine itself listens in the namespaces of containers. Of its process nobody asks, and to find it all processes of the
    /// host would have to be looked at.
    /// </summary>
    private const string EngineDns = "127.0.0.11";

    /// <summary>
    /// A container may have processes with many descriptors. To look at one takes a microsecond or more, and no probe goes on meanwhile.
    /// </summary>
    private const int MaxDescriptors = 100_000;

    /// <summary>The first process that was found for each socket. A socket of which none is seen is left out.</summary>
    public static Dictionary<uint, SocketOwner> Of(Source source, IReadOnlyList<ListeningSocket> sockets)
    {
        var wanted = sockets.Select(socket => socket.Inode).Where(inode => inode != 0).ToHashSet();
        var found = new Dictionary<uint, SocketOwner>();
        if (wanted.Count == 0 || ProcessFiles.Numbers() is not { } processes)
            return found;
        var others = new List<int>();
        var left = MaxDescriptors;
        foreach (var process in processes)
        {
            if (source.HasNamespaceOf(process))
                Take(process, wanted, found, ref left);
            else
                others.Add(process);
        }

        wanted.ExceptWith(sockets.Where(socket => socket.Address == EngineDns).Select(socket => socket.Inode));
        foreach (var process in others)
        {
            if (wanted.Count == 0 || left <= 0)
                break;
            Take(process, wanted, found, ref left);
        }

        return found;
    }

    /// <summary>The number in "socket:[123]"; 0 if the link leads to something else.</summary>
    public static uint InodeOf(ReadOnlySpan<byte> link) =>
        link.StartsWith("socket:["u8)
        && link[^1] == (byte)']'
        && uint.TryParse(Encoding.ASCII.GetString(link[8..^1]), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : 0;

    private static void Take(int number, HashSet<uint> wanted, Dictionary<uint, SocketOwner> found, ref int left)
    {
        var process = Native.Open($"/proc/{number.ToString(CultureInfo.InvariantCulture)}", Native.PathOnly | Native.CloseOnExec);
        if (process < 0)
            return;
        var buffer = stackalloc byte[64];
        foreach (var descriptor in ProcessFiles.Numbers(process, "fd") ?? [])
        {
            if (left-- <= 0)
                break;
            var length = Native.ReadLink(process, $"fd/{descriptor.ToString(CultureInfo.InvariantCulture)}", buffer, 64);
            if (length > 0 && InodeOf(new ReadOnlySpan<byte>(buffer, (int)length)) is var inode && wanted.Remove(inode))
                found[inode] = new SocketOwner(number, NameOf(process));
        }

        _ = Native.Close(process);
    }

    /// <summary>What the kernel calls the process: the first 15 bytes of its program's name, unless it gave itself another.</summary>
    private static string? NameOf(int process) =>
        ProcessFiles.Read(process, "comm", MaxName) is { Length: > 1 } name ? Encoding.UTF8.GetString(name).TrimEnd('\n') : null;
}

/// <summary>A process that has a socket.</summary>
/// <param name="ProcessId">Its number, as the probe sees it: the host's.</param>
/// <param name="Program">Its name; null if it ended meanwhile.</param>
internal readonly record struct SocketOwner(int ProcessId, string? Program);
