using System.Net;

namespace DockerNetwork.Probe;

/// <summary>Reads the files below a folder as the probe reads those of a container.</summary>
internal static class ResolverFiles
{
    public static HostsBelow Hosts(string root) => new(root);

    public static ResolverConfiguration Configuration(string root) => Read(root).Configuration;

    public static NameFiles Read(string root, params string[] names)
    {
        var folder = Native.Open(root, Native.PathOnly | Native.CloseOnExec);
        Assert.True(folder >= 0, $"error {Native.LastError}");
        try
        {
            return NameFiles.Read(folder, names, () => true);
        }
        finally
        {
            _ = Native.Close(folder);
        }
    }

    internal sealed class HostsBelow(string root)
    {
        public IReadOnlyList<IPAddress> this[string name] => Read(root, name).Addresses(name);
    }
}
