using System.Runtime.InteropServices;

namespace DockerNetwork.Probe;

/// <summary>
/// The system calls that are used; those on files are in Native.Files.cs. Constants are those of Linux on x64 and arm64, which share them.
/// </summary>
internal static unsafe partial class Native
{
    public const int InterNetwork = 2;
    public const int InterNetworkV6 = 10;
    public const int AddressFamilyNetlink = 16;
    public const int StreamSocket = 1;
    public const int DatagramSocket = 2;
    public const int RawSocket = 3;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int ProtocolIcmp = 1;
    public const int ProtocolIcmpV6 = 58;
    public const int LevelSocket = 1;
    public const int LevelRaw = 255;
    public const int LevelIcmpV6 = 58;
    public const int OptionError = 4;
    public const int OptionReceiveBuffer = 8;
    public const int OptionReceiveTimeout = 20;
    public const int OptionTimestampNs = 35;
    public const int OptionIcmpFilter = 1;
    public const int NamespaceNet = 0x40000000;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollError = 8;
    public const int ClockRealtime = 0;
    public const int NotPermitted = 1;
    public const int AddressInUse = 98;
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int TryAgain = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int NoFolder = 20;
    public const int InvalidArgument = 22;
    public const int TableFull = 23;
    public const int TooManyOpen = 24;
    public const int BrokenPipe = 32;
    public const int NotThere = 38;
    public const int Loops = 40;
    public const int AddressNotAvailable = 99;
    public const int NetworkUnreachable = 101;
    public const int ConnectionReset = 104;
    public const int NoBuffers = 105;
    public const int MessageTooLong = 90;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
    public const int HostUnreachable = 113;
    public const int InProgress = 115;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(int descriptor, int type);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int SocketName(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", EntryPoint = "getpeername", SetLastError = true)]
    public static partial int PeerName(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(int descriptor, byte* buffer, nuint count, int flags, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int name, int* value, uint* length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int GetClock(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "getrandom")]
    public static partial nint GetRandom(byte* buffer, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    public static int LastError => Marshal.GetLastPInvokeError();

    public static void SetOption(int descriptor, int level, int name, int value) => SetOption(descriptor, level, name, &value, sizeof(int));

    /// <summary>A number that cannot be guessed. The base library's generator wants OpenSSL, which a static program cannot load.</summary>
    public static ushort RandomNumber()
    {
        ushort number = 0;
        _ = GetRandom((byte*)&number, sizeof(ushort), 0);
        return number;
    }

    /// <summary>The wall clock in nanoseconds; the kernel stamps packets with it.</summary>
    public static long RealtimeNanoseconds()
    {
        TimeSpec time;
        _ = GetClock(ClockRealtime, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
