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
