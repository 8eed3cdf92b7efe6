using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Who listens in a network namespace: its sockets, and the processes that have them. Nothing is sent.</summary>
internal static class ListenerState
{
    /// <summary>Writes them, and the end of the job.</summary>
    public static void Write(Source source, Answers answers)
    {
        var job = source.Job.Id;
        if (Listeners.Find(source) is not { } sockets)
        {
            answers.WriteEnd(job, Refusal.Unreadable, "The listening sockets cannot be read, or there are too many.");
            return;
        }

        var owners = SocketOwners.Of(source, sockets);
        foreach (var socket in sockets)
            answers.Write(Item(socket, owners) with { Job = job }, ProtocolJson.Default.HostItem);
        answers.Write(new HostItem { Job = job, Fact = FactKind.AllListeners }, ProtocolJson.Default.HostItem);
        answers.WriteEnd(job);
    }

    /// <summary>A socket of a server with several processes belongs to each of them; the first is enough.</summary>
    private static HostItem Item(ListeningSocket socket, Dictionary<uint, SocketOwner> owners)
    {
        var known = owners.TryGetValue(socket.Inode, out var owner);
        return new HostItem
        {
            Fact = FactKind.Listener,
            Protocol = socket.Protocol,
            Address = socket.Address,
            Port = socket.Port,
            IPv6Only = socket.IPv6Only ? true : null,
            Interface = socket.Interface == 0 ? null : socket.Interface,
            Socket = socket.Inode == 0 ? null : socket.Inode,
            ProcessId = known ? owner.ProcessId : null,
            Program = known ? owner.Program : null,
        };
    }
}
