using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// A network namespace with nothing but a loopback interface, whose kernel does not answer echo requests. Sockets and processes that are
/// made in it stay in it.
/// </summary>
internal static partial class NetworkOfItsOwn
{
    private const int NamespaceNet = 0x40000000;

    /// <summary>Does something inside; false where this process may not make a namespace.</summary>
    public static bool Do(Action action)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var possible = false;
        Exception? failure = null;

        // A thread that has left the common namespace is not to be used for anything else.
        var thread = new Thread(() =>
        {
            possible = Unshare(NamespaceNet) == 0 && Run("ip link set lo up && echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all") == 0;
            try
            {
                if (possible)
                    action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? possible : throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>Sets the namespace up, from inside of it, with a shell.</summary>
    public static void Shell(string script)
    {
        if (Run($"set -e\n{script}") != 0)
            throw new InvalidOperationException("The shell failed.");
    }

    /// <summary>A file as a process in a namespace sees it, without its end of line.</summary>
    public static string ReadOf(int process, string path)
    {
        using var cat = Process.Start(new ProcessStartInfo("nsenter", ["--net", "--target", $"{process}", "cat", path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true
        })!;
        return cat.StandardOutput.ReadToEnd().TrimEnd();
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    private static int Run(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command])
        {
            UseShellExecute = false,
            RedirectStandardError = true
        })!;
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
