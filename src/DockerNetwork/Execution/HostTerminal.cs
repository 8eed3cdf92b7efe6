using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DockerNetwork.Execution;

/// <summary>
/// The terminal that this process runs in, while a program in a container has it: raw, so that every key, Ctrl+C too, goes to the program,
/// and the program's output to the screen. Disposing it restores the terminal. Linux only: through libc, because a child process such as
/// stty would have its settings undone by .NET.
/// </summary>
internal sealed class HostTerminal : IDisposable
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Now = 0; // TCSANOW
    private const short Readable = 1; // POLLIN
    private const nuint WindowSize = 0x5413; // TIOCGWINSZ

    /// <summary>So long may it take until somebody who has stopped reading is noticed.</summary>
    private const int PollMilliseconds = 50;

    /// <summary>More than termios has on any Linux.</summary>
    private readonly byte[] _before = new byte[256];

    private readonly PosixSignalRegistration[] _deaths;
    private bool _raw;

    private HostTerminal()
    {
        if (GetAttributes(Input, _before) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var raw = (byte[])_before.Clone();
        MakeRaw(raw);
        if (SetAttributes(Input, Now, raw) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        _raw = true;
        // What ends the process ends it without a ProcessExit, or by way of one, as the version of .NET will have it.
        _deaths = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, _ => Restore()))];
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>This process has a terminal for input and output.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    public static bool IsThere => OperatingSystem.IsLinux() && IsTerminal(Input) == 1 && IsTerminal(Output) == 1;

    /// <summary>Takes the terminal.</summary>
    /// <exception cref="Win32Exception">There is none any more.</exception>
    public static HostTerminal Take() => new();

    /// <summary>Rows and columns; null if the terminal does not know them.</summary>
    public static (int Rows, int Columns)? Size()
    {
        var size = new ushort[4];
        return Control(Output, WindowSize, size) == 0 && size[0] > 0 && size[1] > 0 ? (size[0], size[1]) : null;
    }

    /// <summary>
    /// Waits for keys. A key that is pressed after the token is cancelled stays for whoever reads next, such as the prompt.
    /// </summary>
    /// <returns>How many bytes were read; 0 if the terminal is gone or the token is cancelled.</returns>
    public static int Read(byte[] buffer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var poll = new PollDescriptor { Descriptor = Input, Events = Readable };
            if (Poll(ref poll, 1, PollMilliseconds) > 0)
                return (int)Math.Max(0, Read(Input, buffer, (nuint)buffer.Length));
        }

        return 0;
    }

    /// <summary>Writes to the screen as it is.</summary>
    /// <returns>False if the terminal is gone.</returns>
    public static bool Write(byte[] bytes, int count)
    {
        for (var written = 0; written < count;)
        {
            var rest = written == 0 ? bytes : bytes[written..count];
            var some = Write(Output, rest, (nuint)(count - written));
            if (some < 0 && Marshal.GetLastPInvokeError() is not (4 or 11)) // EINTR, EAGAIN
                return false;
            written += (int)Math.Max(0, some);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (var death in _deaths)
            death.Dispose();
        Restore();
    }

    private void OnExit(object? sender, EventArgs e) => Restore();

    private void Restore()
    {
        if (_raw)
            _ = SetAttributes(Input, Now, _before);
        _raw = false;
    }

    [DllImport("libc", EntryPoint = "isatty")]
    private static extern int IsTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static extern int GetAttributes(int descriptor, byte[] attributes);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static extern int SetAttributes(int descriptor, int when, byte[] attributes);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw([In, Out] byte[] attributes);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Control(int descriptor, nuint request, [In, Out] ushort[] size);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll(ref PollDescriptor descriptor, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int descriptor, [Out] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(int descriptor, byte[] buffer, nuint count);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
