using System.Globalization;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>How a source could be opened.</summary>
internal enum Opening
{
    /// <summary>It is open.</summary>
    Done,

    /// <summary>The process has ended, and its namespace with it.</summary>
    Gone,

    /// <summary>The kernel does not let this program into the namespace.</summary>
    Denied,

    /// <summary>The process belongs to another container, or to the machine: its number was reused.</summary>
    Other,

    /// <summary>Something that says nothing about the container: <see cref="ContainerProcess.Problem"/>.</summary>
    Failed,
}

/// <summary>
/// The network namespace and the root folder of a container, reached through one of its processes. All is opened through one handle of
/// /proc/PID, which stays with the process it was opened for: after that has ended it leads nowhere, even if its number belongs to another
/// by then.
/// </summary>
internal sealed class ContainerProcess : IDisposable
{
    /// <summary>More lines than there are hierarchies, each as long as a path can be.</summary>
    private const int MaxCgroups = 64 * 1024;

    private static readonly int Own;

    /// <summary>
    /// Explicit, so that it runs before the first container is entered: a field that is initialized at its first use would take the first
    /// container's namespace for this program's own.
    /// </summary>
    static ContainerProcess() => Own = Native.Open("/proc/self/ns/net", Native.CloseOnExec);

    /// <summary>Opens what the job wants.</summary>
    /// <param name="job">
    /// Which process; 0 for this program's own namespace and root. And the container's full id, which is compared with the control groups
    /// of the process; null if it need not be.
    /// </param>
    public ContainerProcess(JobMessage job)
    {
        var id = job.ProcessId;
        if (id == 0)
        {
            Root = Native.Open("/", Native.PathOnly | Native.CloseOnExec);
            return;
        }

        var process = Native.Open($"/proc/{id.ToString(CultureInfo.InvariantCulture)}", Native.PathOnly | Native.CloseOnExec);
        if (process < 0)
        {
            Fail("the process");
            return;
        }

        Open(process, job);
        if (job is { Overlay: { } overlay, Namespaces: { } folder } && Opening == Opening.Done)
            EnterOverlay(process, folder, overlay);
        _ = Native.Close(process);
    }

    /// <summary>This program's own namespace; below 0 if /proc is not there.</summary>
    public static int Home => Own;

    public Opening Opening { get; private set; }

    /// <summary>What failed, for people.</summary>
    public string? Problem { get; private set; }

    /// <summary>True if the control groups of the process name the container.</summary>
    public bool Verified { get; private set; }

    /// <summary>The namespace; below 0 for this program's own.</summary>
    public int Namespace { get; private set; } = -1;

    /// <summary>The root folder; below 0 if it is not available: <see cref="RootProblem"/>.</summary>
    public int Root { get; private set; } = -1;

    public string? RootProblem { get; private set; }

    /// <summary>Whether a process is in the same network namespace now. False if that cannot be seen.</summary>
    public bool HasNamespaceOf(int process)
    {
        var other = Native.Open($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/ns/net", Native.CloseOnExec);
        if (other < 0)
            return false;
        var same = Native.TryState(other, out var theirs)
            && Native.TryState(Namespace >= 0 ? Namespace : Own, out var own)
            && theirs.Is(own);
        _ = Native.Close(other);
        return same;
    }

    /// <summary>The root folder, which the caller must close; below 0 if it is not available, or was taken before.</summary>
    public int TakeRoot()
    {
        var root = Root;
        Root = -1;
        return root;
    }

    public void Dispose()
    {
        if (Namespace >= 0)
            _ = Native.Close(Namespace);
        if (Root >= 0)
            _ = Native.Close(TakeRoot());
        Namespace = -1;
    }

    private void Open(int process, JobMessage job)
    {
        Namespace = Native.OpenAt(process, "ns/net", Native.CloseOnExec);
        if (Namespace < 0)
        {
            Fail("the network namespace");
            return;
        }

        Root = Native.OpenAt(process, "root", Native.PathOnly | Native.CloseOnExec);
        if (Root < 0)
            RootProblem = $"the root folder of the container cannot be opened: {Shortage.Text(Native.LastError)}";
        if (job.Container is { } container)
            Verify(process, container, job.HostNetwork);
    }

    private void EnterOverlay(int process, string folder, string overlay)
    {
        var found = OverlayNamespace.Open(process, folder, overlay);
        if (found < 0)
        {
            Opening = Native.LastError is Native.NotPermitted or Native.AccessDenied ? Opening.Denied : Opening.Failed;
            Problem = $"the namespace of the overlay network cannot be opened: {Shortage.Text(Native.LastError)}";
            return;
        }

        _ = Native.Close(Namespace);
        Namespace = found;
    }

    private void Verify(int process, string container, bool hostNetwork)
    {
        if (ReadCgroups(process) is not { } text)
            return;
        var membership = Cgroups.Of(text, Encoding.ASCII.GetBytes(container));
        Verified = membership == Membership.Verified;

        // A process in the machine's own network whose groups name no container is more likely the machine's, unless the container is
        // there too. A rootless engine may have no control groups.
        if (membership == Membership.Other || (membership == Membership.Unseen && !hostNetwork && IsOwn()))
            Opening = Opening.Other;
    }

    private byte[]? ReadCgroups(int process)
    {
        var descriptor = Native.OpenAt(process, "cgroup", Native.CloseOnExec);
        if (descriptor < 0)
        {
            Fail("the control groups");
            return null;
        }

        var text = Native.ReadAll(descriptor, MaxCgroups);
        if (text is null)
            Fail("the control groups");
        _ = Native.Close(descriptor);
        return text;
    }

    private bool IsOwn() => Native.TryState(Namespace, out var theirs) && Native.TryState(Own, out var own) && theirs.Is(own);

    private void Fail(string what)
    {
        var error = Native.LastError;
        Opening = error switch
        {
            Native.NoEntry or Native.NoProcess => Opening.Gone,
            Native.NotPermitted or Native.AccessDenied => Opening.Denied,
            _ => Opening.Failed,
        };
        Problem = $"{what} of the container cannot be opened: {Shortage.Text(error)}";
    }
}
