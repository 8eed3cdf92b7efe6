using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Facts of the engine's host, for a job in this program's own network namespace. Nothing is opened for writing, and nothing is sent.
/// </summary>
internal static class HostState
{
    /// <summary>Writes them, and the end of the job.</summary>
    public static void Write(Source source, Answers answers)
    {
        var job = source.Job.Id;
        if (source.Job.ProcessId != 0)
        {
            answers.WriteEnd(job, Refusal.Malformed, "Facts of the host are those of process 0.");
            return;
        }

        if (Interfaces.List(source, answers, (LookState.GetRule, LookItems.PolicyRule), IsWanted) is { } problem)
        {
            answers.WriteEnd(job, Refusal.Unreadable, problem);
            return;
        }

        // Each network namespace has settings of IPVS as soon as the kernel has IPVS.
        if (ProcessFiles.Read(-1, "/proc/sys/net/ipv4/ip_forward", 16) is not null)
            Write(new HostItem { Fact = FactKind.Ipvs, On = ProcessFiles.Read(-1, "/proc/sys/net/ipv4/vs/conntrack", 16) is not null });
        WriteForwarding(4, "/proc/sys/net/ipv4/ip_forward");
        WriteForwarding(6, "/proc/sys/net/ipv6/conf/all/forwarding");
        WriteAll(Listeners.Find(source) is { } sockets ? Items(sockets) : null, FactKind.AllListeners);
        if (source.Job.Proxies)
            WriteAll(ProxyProcesses.Find(), FactKind.AllProxies);
        answers.WriteEnd(job);

        void WriteForwarding(int family, string path)
        {
            var descriptor = Native.Open(path, Native.CloseOnExec);
            if (descriptor < 0)
                return;
            var text = Native.ReadAll(descriptor, 16);
            _ = Native.Close(descriptor);
            if (text is { Length: > 0 })
                Write(new HostItem { Fact = FactKind.Forwarding, Family = family, On = text[0] != (byte)'0' });
        }

        void WriteAll(List<HostItem>? items, FactKind end)
        {
            if (items is null)
                return;
            foreach (var item in items)
                Write(item);
            Write(new HostItem { Fact = end });
        }

        void Write(HostItem item) => answers.Write(item with { Job = job }, ProtocolJson.Default.HostItem);
    }

    /// <summary>Which processes have the sockets is not asked, and each address and port is listed once.</summary>
    private static List<HostItem> Items(IEnumerable<ListeningSocket> sockets) =>
        [.. sockets.Select(s => s with { IPv6Only = false, Interface = 0, Inode = 0 }).Distinct().Select(s => new HostItem
        {
            Fact = FactKind.Listener,
            Protocol = s.Protocol,
            Address = s.Address,
            Port = s.Port,
        })];

    /// <summary>A link-local address may be on several links at once, so it says nothing.</summary>
    private static bool IsWanted(NamespaceItem item) => item is not { Kind: ItemKind.Address, Scope: "link" };
}
