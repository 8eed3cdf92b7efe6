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
        var folder = Native.OpenAt(parent, path, Native.CloseOnExec);
        if (folder < 0)
            return null;
        try
        {
            var numbers = new List<int>();
            var buffer = new byte[32 * 1024];
            while (true)
            {
                nint count;
                fixed (byte* bytes = buffer)
                    count = Native.ReadFolder(folder, bytes, (nuint)buffer.Length);
                if (count <= 0)
                    return count == 0 ? numbers : null;
                Take(buffer.AsSpan(0, (int)count), numbers);
                if (numbers.Count > MaxNumbers)
                    return null;
            }
        }
        finally
        {
            _ = Native.Close(folder);
        }
    }

    /// <summary>struct linux_dirent64: inode (8), offset (8), length (2), type, name with a zero at its end.</summary>
    public static void Take(ReadOnlySpan<byte> entries, List<int> numbers)
    {
        while (entries.Length > NameOffset)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entries[16..]);
            if (length <= NameOffset || length > entries.Length)
                return;
            var name = entries[NameOffset..length];
            var end = name.IndexOf((byte)0);
            if (end > 0
                && name[0] is >= (byte)'0' and <= (byte)'9'
                && int.TryParse(Encoding.ASCII.GetString(name[..end]), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }

            entries = entries[length..];
        }
    }
}
