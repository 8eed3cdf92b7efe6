using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>What is done to the network namespace of a thread that has its own.</summary>
internal static class LegacyNamespace
{
    public static (int ExitCode, string Text) Run(string script)
    {
        var start = new ProcessStartInfo("sh") { UseShellExecute = false };
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var shell = Process.Start(start)!;
        shell.StandardInput.Write(script);
        shell.StandardInput.Close();
        var errors = shell.StandardError.ReadToEndAsync();
        var text = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        _ = errors.Result;
        return (shell.ExitCode, text);
    }

    public static LegacyRules? Read(int family)
    {
        var loop = new Loop();
        using var source = new Source(loop, new FileReaders(loop), new JobMessage());
        return LegacyRules.Read(source, family);
    }

    /// <summary>Sends datagrams to the loopback interface.</summary>
    public static void Send(int port, int count)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < count; i++)
        {
            try
            {
                socket.SendTo([1], new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException)
            {
                // The sender is told of packets that its own OUTPUT chain drops.
            }
        }
    }
}
