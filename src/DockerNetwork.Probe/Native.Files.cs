using System.Runtime.InteropServices;

namespace DockerNetwork.Probe;

/// <summary>The system calls on files and descriptors.</summary>
internal static unsafe partial class Native
{
    public const int PathOnly = 0x200000;
    public const int NoTerminal = 0x100;

    /// <summary>struct stat is laid out differently on x64 and arm64; struct statx is not.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileState
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(128)]
        public uint DeviceMajor;

        [FieldOffset(132)]
        public uint DeviceMinor;

        [FieldOffset(136)]
        public uint HolderMajor;

        [FieldOffset(140)]
        public uint HolderMinor;

        public readonly bool IsRegular => (Mode & 0xf000) == 0x8000;

        public readonly bool IsLink => (Mode & 0xf000) == 0xa000;

        /// <summary>/dev/null, which some use in place of an empty file.</summary>
        public readonly bool IsNull => (Mode & 0xf000) == 0x2000 && (DeviceMajor, DeviceMinor) == (1, 3);

        /// <summary>The same inode of the same file system: for a namespace, the same namespace.</summary>
        public readonly bool Is(FileState other) =>
            Number == other.Number && HolderMajor == other.HolderMajor && HolderMinor == other.HolderMinor;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StateOf(int folder, string path, int flags, uint mask, FileState* state);

    /// <summary>The C library may be older than openat2(2).</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenAt2(nint number, nint folder, string path, OpenHow* how, nint size);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLink(int folder, string path, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadFolder(int descriptor, byte* buffer, nuint length);

    /// <summary>What can be read of an open file, up to a number of bytes. Null with <see cref="LastError"/> set if it fails.</summary>
    public static byte[]? ReadAll(int descriptor, int most)
    {
        var buffer = new byte[most];
        var length = 0;
        nint count = 0;
        fixed (byte* bytes = buffer)
        {
            while (length < most && (count = Read(descriptor, bytes + length, (nuint)(most - length))) > 0)
                length += (int)count;
        }

        return count < 0 ? null : buffer[..length];
    }

    /// <summary>What an open descriptor is of. Returns false with <see cref="LastError"/> set.</summary>
    public static bool TryState(int descriptor, out FileState state)
    {
        const int EmptyPath = 0x1000;
        const uint BasicStates = 0x7ff;
        fixed (FileState* into = &state)
            return StateOf(descriptor, "", EmptyPath, BasicStates, into) == 0;
    }

    /// <summary>
    /// Finds a file as a process sees it whose root is a folder: links lead nowhere else (RESOLVE_IN_ROOT). It is not opened for reading
    /// yet:
    /// to open a device, or a pipe, may do something.
    /// </summary>
    /// <param name="root">An open folder.</param>
    /// <param name="folder">A folder in it, without a slash at either end.</param>
    /// <param name="name">The file's name.</param>
    /// <returns>A descriptor that only names the file (O_PATH); below 0 the error is <see cref="LastError"/>.</returns>
    public static int FindInRoot(int root, string folder, string name)
    {
        const int Number = 437;
        const ulong InRoot = 0x10;
        var how = new OpenHow { Flags = PathOnly | CloseOnExec, Resolve = InRoot };
        var descriptor = (int)OpenAt2(Number, root, $"{folder}/{name}", &how, sizeof(OpenHow));
        return descriptor < 0 && LastError is (NotThere or NotPermitted) ? FindWithoutLinks(root, folder, name) : descriptor;
    }

    /// <summary>
    /// Before Linux 5.6, and where an old engine's filter forbids what it does not know: step by step, and no link is followed.
    /// </summary>
    private static int FindWithoutLinks(int root, string folder, string name)
    {
        // One of the few constants that differ between the platforms.
        var noFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
        var inside = OpenAt(root, folder, PathOnly | CloseOnExec | noFollow);
        if (inside < 0)
            return inside;
        var link = TryState(inside, out var state) && state.IsLink;
        var descriptor = link ? -1 : OpenAt(inside, name, PathOnly | CloseOnExec | noFollow);
        var error = link ? Loops : LastError;
        _ = Close(inside);
        Marshal.SetLastPInvokeError(error);
        return descriptor;
    }
}
