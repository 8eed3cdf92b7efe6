using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DockerNetwork.Probe;

/// <summary>
/// A network namespace that probes start from, for the time of one job. Sockets are opened inside it; they stay there when the thread goes back.
/// </summary>
internal sealed class Source : IDisposable
{
    private static readonly int Home;

    private readonly int _namespace = -1;
    private readonly Dictionary<AddressFamily, IcmpSocket> _icmp = [];
    private Resolver? _resolver;
    private Neighbours? _neighbours;

    /// <summary>
    /// Explicit, so that it runs before the first source exists: a field that is initialized at its first use would take the first container's
    /// namespace for home.
    /// </summary>
    static Source() => Home = Native.Open("/proc/self/ns/net", Native.CloseOnExec);

    public Source(Loop loop, Job job)
    {
        Loop = loop;
        Job = job;
        Root = job.ProcessId == 0 ? "" : $"/proc/{job.ProcessId.ToString(CultureInfo.InvariantCulture)}/root";
        if (job.ProcessId == 0)
            return;

        _namespace = Native.Open($"/proc/{job.ProcessId.ToString(CultureInfo.InvariantCulture)}/ns/net", Native.CloseOnExec);
        if (_namespace < 0)
        {
            Denied = Native.LastError is Native.NotPermitted or Native.AccessDenied;
            Gone = !Denied;
            return;
        }

        // Opening may be allowed where entering is not (a user namespace above, a security module).
        Denied = Native.SetNamespace(_namespace, Native.NamespaceNet) != 0;
        if (!Denied)
            GoHome();
    }

    public Loop Loop { get; }

    public Job Job { get; }

    /// <summary>Where the container's files are; its hosts file and resolv.conf are read there.</summary>
    public string Root { get; }

    /// <summary>The process has ended, and its namespace with it.</summary>
    public bool Gone { get; }

    /// <summary>The kernel does not let this program into the namespace.</summary>
    public bool Denied { get; }

    public bool Cancelled { get; set; }

    /// <summary>What its probes add to the kernel's neighbour table.</summary>
    public Neighbours Neighbours => _neighbours ??= new Neighbours(this);

    public Resolver Resolver => _resolver ??= new Resolver(this);

    public IcmpSocket Icmp(AddressFamily family)
    {
        if (!_icmp.TryGetValue(family, out var socket))
            _icmp[family] = socket = new IcmpSocket(this, family);
        return socket;
    }

    /// <summary>Opens a socket in the namespace. Below 0 the error is <see cref="Native.LastError"/>.</summary>
    public int OpenSocket(int family, int type, int protocol)
    {
        if (_namespace < 0)
            return Native.Socket(family, type | Native.NonBlocking | Native.CloseOnExec, protocol);
        if (Native.SetNamespace(_namespace, Native.NamespaceNet) != 0)
            return -1;
        try
        {
            return Native.Socket(family, type | Native.NonBlocking | Native.CloseOnExec, protocol);
        }
        finally
        {
            GoHome();
        }
    }

    /// <summary>The address of those resolved that the job wants: of its family, IPv4 first where it has none.</summary>
    public IPAddress? Choose(IReadOnlyList<IPAddress> addresses) =>
        addresses.Where(a => Job.Family == 0 || a.AddressFamily == (Job.Family == 6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork))
            .OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .FirstOrDefault();

    /// <summary>Keeps the error of what was done away from home.</summary>
    private static void GoHome()
    {
        var error = Native.LastError;

        // Anywhere else than home would be another container's network.
        if (Native.SetNamespace(Home, Native.NamespaceNet) != 0)
            Environment.FailFast("The way back to the own network namespace is lost.");
        Marshal.SetLastPInvokeError(error);
    }

    public void Dispose()
    {
        foreach (var socket in _icmp.Values)
            socket.Dispose();
        _resolver?.Dispose();
        _neighbours?.Dispose();
        if (_namespace >= 0)
            _ = Native.Close(_namespace);
    }
}
