using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>
/// A file of a container. Anything may stand in its place, it may have any length, and reading it may take for ever (FUSE, a dead NFS).
/// </summary>
internal static unsafe class ContainerFile
{
    private const int ChunkLength = 64 * 1024;

    public delegate void Chunk(ReadOnlySpan<byte> data);

    /// <summary>Reads a file, part by part. A file that is not there reads as empty, as /dev/null does.</summary>
    /// <param name="root">The container's root folder, open.</param>
    /// <param name="folder">A folder in it.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="most">Not more bytes than this are read.</param>
    /// <param name="wanted">Called between two parts; false ends the reading.</param>
    /// <param name="chunk">Given what was read.</param>
    /// <returns>Why the file, or the rest of it, is not known; null if all of it was read.</returns>
    public static string? Read(int root, string folder, string name, int most, Func<bool> wanted, Chunk chunk)
    {
        var found = Native.FindInRoot(root, folder, name);
        if (found < 0)
            return Native.LastError is Native.NoEntry or Native.NoFolder ? null : Problem(folder, name, Native.LastError);
        try
        {
            if (!Native.TryState(found, out var state))
                return Problem(folder, name, Native.LastError);
            if (state.IsNull)
                return null;
            if (!state.IsRegular)
                return $"/{folder}/{name} of the container is not a regular file";

            // Opened only now: opening anything but a regular file may have an effect, or block.
            var descriptor = Native.Open(
                $"/proc/self/fd/{found.ToString(CultureInfo.InvariantCulture)}",
                Native.NonBlocking | Native.NoTerminal | Native.CloseOnExec);
            if (descriptor < 0)
                return Problem(folder, name, Native.LastError);
            try
            {
                return ReadOpen(descriptor, folder, name, most, wanted, chunk);
            }
            finally
            {
                _ = Native.Close(descriptor);
            }
        }
        finally
        {
            _ = Native.Close(found);
        }
    }

    private static string? ReadOpen(int descriptor, string folder, string name, int most, Func<bool> wanted, Chunk chunk)
    {
        var buffer = new byte[ChunkLength];
        for (var total = 0; total < most;)
        {
            if (!wanted())
                return null;
            nint count;
            fixed (byte* bytes = buffer)
                count = Native.Read(descriptor, bytes, (nuint)Math.Min(ChunkLength, most - total));
            if (count == 0)
                return null;
            if (count < 0 && Native.LastError != Native.Interrupted)
                return Problem(folder, name, Native.LastError);
            if (count > 0)
            {
                chunk(buffer.AsSpan(0, (int)count));
                total += (int)count;
            }
        }

        return $"/{folder}/{name} of the container is longer than {(most / 1024).ToString(CultureInfo.InvariantCulture)} KiB";
    }

    private static string Problem(string folder, string name, int error)
    {
        var reason = error switch
        {
            Native.AccessDenied => "permission denied (EACCES)",
            Native.NotPermitted => "not permitted (EPERM)",
            Native.Loops => "its links form a loop (ELOOP)",
            Native.InputOutput => "input/output error (EIO)",
            _ => Shortage.Of(error) ?? $"system error {error.ToString(CultureInfo.InvariantCulture)}",
        };
        return $"/{folder}/{name} of the container cannot be read: {reason}";
    }
}
