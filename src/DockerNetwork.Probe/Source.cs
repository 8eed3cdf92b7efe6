using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// A network namespace that probes start from, for the time of one job. Sockets are opened inside it; they stay there when the thread goes
/// back.
/// </summary>
internal sealed class Source : IDisposable
{
    private readonly ContainerProcess _process;
    private readonly Dictionary<AddressFamily, IcmpSocket> _icmp = [];
    private readonly HashSet<IPAddress>? _host;
    private Resolver? _resolver;

    /// <param name="loop">What waits for its sockets.</param>
    /// <param name="files">What reads the container's files.</param>
    /// <param name="job">What is to be done.</param>
    public Source(Loop loop, FileReaders files, JobMessage job)
    {
        Loop = loop;
        Files = files;
        Job = job;
        _process = new ContainerProcess(job);
        (Opening, Problem) = (_process.Opening, _process.Problem);
        _host = job.HostAddresses?.Select(text => IPAddress.TryParse(text, out var address) ? address : IPAddress.None).ToHashSet();

        // Opening may be allowed where entering is not (a user namespace above, a security module).
        if (Opening == Opening.Done && _process.Namespace >= 0)
            Enter();
    }

    public Loop Loop { get; }

    public FileReaders Files { get; }

    public JobMessage Job { get; }

    /// <summary>Whether probes can start here, and why not.</summary>
    public Opening Opening { get; private set; }

    /// <summary>Why it failed, for people.</summary>
    public string? Problem { get; private set; }

    /// <summary>The process is known to belong to the container that the job names.</summary>
    public bool Verified => _process.Verified;

    public bool Cancelled { get; set; }

    /// <summary>Told when the kernel's neighbour table was full.</summary>
    public Action Crowded { get; init; } = () => { };

    /// <summary>Whether the engine's port proxy may listen at an address: it is one of the host's, or those are not known.</summary>
    public bool MayBeProxy(IPAddress address) => _host?.Contains(address) != false;

    /// <summary>Whether a process is in this network namespace now. False if that cannot be seen.</summary>
    public bool HasNamespaceOf(int process) => _process.HasNamespaceOf(process);

    public Resolver Resolver => _resolver ??= new Resolver(this, _process);

    public IcmpSocket Icmp(AddressFamily family)
    {
        if (!_icmp.TryGetValue(family, out var socket))
            _icmp[family] = socket = new IcmpSocket(this, family);
        return socket;
    }

    /// <summary>Opens a socket in the namespace. Below 0 the error is <see cref="Native.LastError"/>.</summary>
    public int OpenSocket(int family, int type, int protocol) =>
        Inside(() => Native.Socket(family, type | Native.NonBlocking | Native.CloseOnExec, protocol), -1);

    /// <summary>Does something in the namespace, as far as the kernel goes by the thread's: sockets, and files of /proc/sys/net.</summary>
    /// <param name="action">What to do, without waiting.</param>
    /// <param name="failed">The result if the namespace cannot be entered; the error is <see cref="Native.LastError"/>.</param>
    public T Inside<T>(Func<T> action, T failed)
    {
        if (_process.Namespace < 0)
            return action();
        if (Native.SetNamespace(_process.Namespace, Native.NamespaceNet) != 0)
            return failed;
        try
        {
            return action();
        }
        finally
        {
            GoHome();
        }
    }

    /// <summary>The address of those resolved that the job wants: of its family, those preferred first, IPv4 before IPv6.</summary>
    public IPAddress? Choose(IReadOnlyList<IPAddress> addresses, IReadOnlyList<string>? prefer) =>
        addresses.Where(a => Job.Family == 0 || Job.Family == (a.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4))
            .OrderBy(a => prefer?.Contains(a.ToString()) == true ? 0 : 1)
            .ThenBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .FirstOrDefault();

    public void Dispose()
    {
        foreach (var socket in _icmp.Values)
            socket.Dispose();
        _icmp.Clear();
        _resolver?.Dispose();
        _process.Dispose();
    }

    private void Enter()
    {
        if (Native.SetNamespace(_process.Namespace, Native.NamespaceNet) == 0)
        {
            GoHome();
            return;
        }

        var shortage = Shortage.Of(Native.LastError);
        Opening = shortage is null ? Opening.Denied : Opening.Failed;
        Problem = $"the network namespace of the container cannot be entered: {shortage}";
    }

    /// <summary>Keeps the error of what was done away from home.</summary>
    private static void GoHome()
    {
        var error = Native.LastError;

        // Anywhere else than home would be another container's network.
        if (Native.SetNamespace(ContainerProcess.Home, Native.NamespaceNet) != 0)
            Environment.FailFast("The probe cannot return to its own network namespace.");
        Marshal.SetLastPInvokeError(error);
    }
}
