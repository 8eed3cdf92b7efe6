using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// The namespace in which the engine keeps the bridge and the VXLAN link of an overlay network. No process is in it; a file in a folder of
/// the engine leads there, as 1-y8kpr7vdwj: how often the network was set up, and the beginning of its id (moby, libnetwork's overlay
/// driver). The container's parent, the runtime's shim, sees that folder.
/// </summary>
internal static class OverlayNamespace
{
    /// <summary>Of the network's id, in the name of the file.</summary>
    private const int IdLength = 10;

    private const int MaxStatus = 4096;

    /// <summary>Opens it. Below 0 the error is <see cref="Native.LastError"/>.</summary>
    /// <param name="process">The open folder of /proc of a container on the network.</param>
    /// <param name="folder">Where the engine keeps namespaces.</param>
    /// <param name="network">The network's id.</param>
    public static int Open(int process, string folder, string network)
    {
        if (network.Length < IdLength || Parent(ProcessFiles.Read(process, "status", MaxStatus)) is not { } parent)
            return Missing();
        var root = Native.Open($"/proc/{parent.ToString(CultureInfo.InvariantCulture)}/root", Native.PathOnly | Native.CloseOnExec);
        if (root < 0)
            return root;
        var found = Native.FindInRoot(root, folder.Trim('/'), ".");
        var error = Native.LastError;
        _ = Native.Close(root);
        if (found < 0)
            return Failed(error);
        var opened = OpenIn(found, network[..IdLength]);
        error = Native.LastError;
        _ = Native.Close(found);
        return opened < 0 ? Failed(error) : opened;
    }

    /// <summary>The parent of a process, by its status file; null if it does not tell.</summary>
    public static int? Parent(byte[]? status)
    {
        foreach (var line in Encoding.UTF8.GetString(status ?? []).Split('\n'))
        {
            if (line.StartsWith("PPid:", StringComparison.Ordinal)
                && int.TryParse(line[5..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
                && parent > 0)
                return parent;
        }

        return null;
    }

    /// <summary>The file of the network's namespace that was made last; null if there is none.</summary>
    public static string? Newest(IEnumerable<string> names, string id)
    {
        var (newest, number) = ((string?)null, 0);
        foreach (var name in names)
        {
            if (name.EndsWith($"-{id}", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(0, name.Length - id.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
                && epoch > number)
                (newest, number) = (name, epoch);
        }

        return newest;
    }

    private static int OpenIn(int folder, string id)
    {
        // Opened for its names; the descriptor that was found only names the folder.
        var path = $"/proc/self/fd/{folder.ToString(CultureInfo.InvariantCulture)}";
        if (ProcessFiles.Names(-1, path) is not { } names)
            return -1;
        if (Newest(names, id) is not { } name)
            return Missing();
        var file = Native.OpenAt(folder, name, Native.PathOnly | Native.CloseOnExec);
        if (file < 0)
            return file;
        var opened = Native.TryState(file, out var state) && state.IsRegular
            ? Native.Open($"/proc/self/fd/{file.ToString(CultureInfo.InvariantCulture)}", Native.CloseOnExec)
            : Missing();
        var error = Native.LastError;
        _ = Native.Close(file);
        return opened < 0 ? Failed(error) : opened;
    }

    private static int Missing() => Failed(Native.NoEntry);

    private static int Failed(int error)
    {
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        return -1;
    }
}
