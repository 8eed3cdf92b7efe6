using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>The files of /proc that processes are known by.</summary>
internal static unsafe class ProcessFiles
{
    private const int MaxNumbers = 64 * 1024;
    private const int NameOffset = 19;

    /// <summary>The last call failed because the process has ended.</summary>
    public static bool IsGone() => Native.LastError is Native.NoEntry or Native.NoProcess;

    /// <summary>What can be read of a file. Null with <see cref="Native.LastError"/> set if it fails.</summary>
    /// <param name="folder">An open folder; below 0 if the path says all.</param>
    /// <param name="path">The file.</param>
    /// <param name="most">Not more bytes than this.</param>
    public static byte[]? Read(int folder, string path, int most)
    {
        var descriptor = Native.OpenAt(folder, path, Native.CloseOnExec);
        if (descriptor < 0)
            return null;
        var text = Native.ReadAll(descriptor, most);
        var error = Native.LastError;
        _ = Native.Close(descriptor);
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        return text;
    }

    /// <summary>The processes of /proc; null if it cannot be listed, or there are too many.</summary>
    public static List<int>? Numbers() => Numbers(-1, "/proc");

    /// <summary>The entries of a folder that are numbers; null if it cannot be listed, or there are too many.</summary>
    public static List<int>? Numbers(int parent, string path)
    {
        var numbers = new List<int>();
        return List(parent, path, entries =>
        {
            Take(entries, numbers);
            return numbers.Count <= MaxNumbers;
        }) ? numbers : null;
    }

    /// <summary>The entries of a folder; null if it cannot be listed, or there are too many.</summary>
    public static List<string>? Names(int parent, string path)
    {
        var names = new List<string>();
        return List(parent, path, entries =>
        {
            Take(entries, names.Add);
            return names.Count <= MaxNumbers;
        }) ? names : null;
    }

    private delegate bool Taking(ReadOnlySpan<byte> entries);

    /// <summary>Reads a folder part by part, until it ends or enough is read; false if it cannot be read to its end.</summary>
    private static bool List(int parent, string path, Taking take)
    {
        var folder = Native.OpenAt(parent, path, Native.CloseOnExec);
        if (folder < 0)
            return false;
        try
        {
            var buffer = new byte[32 * 1024];
            while (true)
            {
                nint count;
                fixed (byte* bytes = buffer)
                    count = Native.ReadFolder(folder, bytes, (nuint)buffer.Length);
                if (count <= 0)
                    return count == 0;
                if (!take(buffer.AsSpan(0, (int)count)))
                    return false;
            }
        }
        finally
        {
            _ = Native.Close(folder);
        }
    }

    /// <summary>Those of the entries whose names are numbers.</summary>
    public static void Take(ReadOnlySpan<byte> entries, List<int> numbers) => Take(entries, name =>
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            numbers.Add(number);
    });

    /// <summary>struct linux_dirent64: inode (8), offset (8), length (2), type, name with a zero at its end.</summary>
    private static void Take(ReadOnlySpan<byte> entries, Action<string> take)
    {
        while (entries.Length > NameOffset)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entries[16..]);
            if (length <= NameOffset || length > entries.Length)
                return;
            var name = entries[NameOffset..length];
            var end = name.IndexOf((byte)0);
            if (end > 0)
                take(Encoding.UTF8.GetString(name[..end]));
            entries = entries[length..];
        }
    }
}
