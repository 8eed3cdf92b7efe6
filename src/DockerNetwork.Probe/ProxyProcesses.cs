using System.Globalization;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The engine's port proxies, of /proc. A process counts if its program is called docker-proxy, it runs as root in the host's network
/// namespace, and its control groups name no container but the one that process 1 itself is in (an engine inside a container). A process
/// of a container can be called docker-proxy and can use the host's network, but it is in the container's control group.
/// </summary>
internal static unsafe class ProxyProcesses
{
    private const int MaxCgroups = 64 * 1024;
    private const int MaxStatus = 16 * 1024;

    /// <summary>Those that were found.</summary>
    /// <returns>Null if a process cannot be looked at, or there are too many: it might be one more of them.</returns>
    public static List<HostItem>? Find()
    {
        if (!Native.TryState(ContainerProcess.Home, out var home) || ProcessFiles.Read(-1, "/proc/1/cgroup", MaxCgroups) is not { } first)
            return null;
        if (ProcessFiles.Numbers() is not { } processes)
            return null;
        var proxies = new List<HostItem>();
        var own = Cgroups.IdOf(first).ToArray();
        foreach (var process in processes)
        {
            if (!TryRead(process, home, own, out var proxy) || proxies.Count == HostItem.MaxItems)
                return null;
            if (proxy is not null)
                proxies.Add(proxy);
        }

        return proxies;
    }

    /// <summary>
    /// Whether a link /proc/PID/exe leads to docker-proxy, or to what takes its place (dockerd --userland-proxy-path): that of CentOS, of
    /// Docker Desktop, and of a rootless engine; that of a program that was replaced says " (deleted)".
    /// </summary>
    public static bool IsProxy(ReadOnlySpan<byte> program)
    {
        if (program.EndsWith(" (deleted)"u8))
            program = program[..^10];
        var name = program[(program.LastIndexOf((byte)'/') + 1)..];
        return name.SequenceEqual("docker-proxy"u8)
            || name.SequenceEqual("docker-proxy-current"u8)
            || name.SequenceEqual("vpnkit-expose-port"u8)
            || name.SequenceEqual("rootlesskit-docker-proxy"u8);
    }

    /// <summary>
    /// Whether the real user of a process is root, as the status of proc(5) says. The engine starts its proxies as itself; anybody else of
    /// the host can give a program that name.
    /// </summary>
    public static bool IsRoots(ReadOnlySpan<byte> status)
    {
        var at = status.IndexOf("\nUid:\t"u8);
        return at >= 0 && status[(at + 6)..].StartsWith("0\t"u8);
    }

    /// <summary>False if it cannot be known whether the process is a proxy, and which.</summary>
    private static bool TryRead(int number, Native.FileState home, ReadOnlySpan<byte> group, out HostItem? proxy)
    {
        proxy = null;
        var path = $"/proc/{number.ToString(CultureInfo.InvariantCulture)}";
        if (IsProxy(-1, $"{path}/exe") is not { } named)
            return !IsCalledProxy(path);
        if (!named)
            return true;

        // A handle stays with the process that it was opened for.
        var process = Native.Open(path, Native.PathOnly | Native.CloseOnExec);
        if (process < 0)
            return ProcessFiles.IsGone();
        try
        {
            return TryReadOpen(process, home, group, out proxy);
        }
        finally
        {
            _ = Native.Close(process);
        }
    }

    private static bool TryReadOpen(int process, Native.FileState home, ReadOnlySpan<byte> group, out HostItem? proxy)
    {
        proxy = null;
        if (IsProxy(process, "exe") is not { } named)
            return false;
        if (!named)
            return true;
        var space = Native.OpenAt(process, "ns/net", Native.CloseOnExec);
        if (space < 0)
            return ProcessFiles.IsGone();
        var known = Native.TryState(space, out var theirs);
        _ = Native.Close(space);
        if (!known)
            return false;
        if (!theirs.Is(home))
            return true;
        if (ProcessFiles.Read(process, "cgroup", MaxCgroups) is not { } groups)
            return ProcessFiles.IsGone();
        if (!Cgroups.IdOf(groups).SequenceEqual(group))
            return true;
        if (ProcessFiles.Read(process, "status", MaxStatus) is not { } status)
            return ProcessFiles.IsGone();
        if (!IsRoots(status))
            return true;
        if (ProcessFiles.Read(process, "cmdline", ProxyArguments.MaxLength) is not { } line)
            return ProcessFiles.IsGone();

        // A process that is ending has no arguments any more.
        if (line.Length == 0)
            return true;
        proxy = ProxyArguments.Parse(line);
        return proxy is not null;
    }

    /// <summary>Null if it cannot be known. A process that has ended, or a thread of the kernel, has no program.</summary>
    private static bool? IsProxy(int folder, string path)
    {
        var buffer = stackalloc byte[4096];
        var length = Native.ReadLink(folder, path, buffer, 4096);
        if (length >= 0)
            return IsProxy(new ReadOnlySpan<byte>(buffer, (int)length));
        return ProcessFiles.IsGone() ? false : null;
    }

    /// <summary>
    /// Whether a process that nobody may look into could be a proxy: the kernel's own name of it is that of the program that it began with.
    /// </summary>
    private static bool IsCalledProxy(string path) => ProcessFiles.Read(-1, $"{path}/comm", 64) is { } name
        ? name.AsSpan().TrimEnd((byte)'\n').SequenceEqual("docker-proxy"u8)
        : !ProcessFiles.IsGone();
}
