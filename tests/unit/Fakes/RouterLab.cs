using System.Diagnostics;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// Three network namespaces of one's own: 10.9.1.2 behind a router (10.9.1.1 and 10.9.2.1), and 10.9.2.2 on its other side. They have no
/// names, and are gone with the processes that hold them.
/// </summary>
internal sealed class RouterLab : IAsyncDisposable
{
    private readonly List<Process> _holders = [];

    public int SourceId => _holders[0].Id;

    public int RouterId => _holders[1].Id;

    public int TargetId => _holders[2].Id;

    /// <summary>Null where this is not possible.</summary>
    public static async Task<RouterLab?> StartAsync()
    {
        var tools = File.Exists("/usr/sbin/nft") && File.Exists("/usr/sbin/iptables");
        if (NativeProbe.Program is null || Environment.UserName != "root" || !tools)
            return null;
        var lab = new RouterLab();
        for (var i = 0; i < 3; i++)
            lab._holders.Add(Process.Start("unshare", ["--net", "sleep", "300"]));
        try
        {
            await lab.BuildAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs something in the router's namespace. Returns what it wrote.</summary>
    public string Router(string script) => Run(RouterId, script);

    /// <summary>Runs something in the target's namespace.</summary>
    public string Target(string script) => Run(TargetId, script);

    public async ValueTask DisposeAsync()
    {
        foreach (var holder in _holders)
        {
            holder.Kill();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }

    private async Task BuildAsync()
    {
        var own = Namespace("self");
        while (_holders.Any(holder => Namespace($"{holder.Id}") == own))
            await Task.Delay(10);
        Run(RouterId, $"""
            ip link set lo up
            ip link add left type veth peer name eth0 netns {SourceId}
            ip link add right type veth peer name eth0 netns {TargetId}
            ip address add 10.9.1.1/24 dev left
            ip address add 10.9.2.1/24 dev right
            ip link set left up
            ip link set right up
            echo 1 > /proc/sys/net/ipv4/ip_forward
            """);
        Run(SourceId, "ip address add 10.9.1.2/24 dev eth0; ip link set eth0 up; ip route add default via 10.9.1.1");
        Run(TargetId, "ip address add 10.9.2.2/24 dev eth0; ip link set eth0 up; ip route add default via 10.9.2.1");

        // Until the kernel has found the carrier of a link, it throws away what is sent by it; on a busy machine that lasts.
        foreach (var (process, links) in new[] { (SourceId, 1), (RouterId, 2), (TargetId, 1) })
        {
            for (var i = 0; i < 200 && Run(process, "ip -o link show up").Split("state UP").Length <= links; i++)
                await Task.Delay(20);
        }
    }

    private static string? Namespace(string process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget;

    private static string Run(int process, string script)
    {
        using var running = Process.Start(new ProcessStartInfo("nsenter", ["--net", "-t", $"{process}", "sh", "-ec", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        Assert.Equal(0, running.ExitCode);
        return output;
    }
}
