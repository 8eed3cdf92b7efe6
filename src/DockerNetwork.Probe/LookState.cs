using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// What a network namespace does with packets: its links, addresses, routes, neighbours, forwarding databases, rules of policy routing and
/// settings, and which routes certain packets would take. Nothing is changed and nothing is sent.
/// </summary>
internal static class LookState
{
    /// <summary>
    /// Settings are read of no more links, the first by number: whoever rules over a namespace makes links without end. Of the others they
    /// are left out, which means that they are not known.
    /// </summary>
    public const int MaxLinks = 512;

    /// <summary>No more entries of forwarding databases are written, those of the first ports.</summary>
    public const int MaxEntries = 8192;

    public const ushort GetRule = 34;

    private const byte Bridge = 7;
    private const int LinkLength = 16;
    private const int BodyLength = 12;

    /// <summary>Writes them, and the end of the job.</summary>
    public static void Write(Source source, Answers answers)
    {
        var problem = List(source, answers);
        answers.WriteEnd(source.Job.Id, problem is null ? null : Refusal.Unreadable, problem);
    }

    private static string? List(Source source, Answers answers)
    {
        const string TooMuch = "The network namespace cannot be read: netlink returned no list, or one that is too long.";
        using var netlink = Netlink.Open(source);
        if (netlink is null)
            return $"The network namespace cannot be read: {Shortage.Text(Native.LastError)}.";
        if (netlink.Dump(Interfaces.GetLink, LinkLength) is not { } links)
            return TooMuch;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < links.Count; i++)
        {
            var (body, attributes) = links[i];
            var link = LookItems.Link(body, attributes);
            Write(link);
            if (link.Name is not { } name)
                continue;
            names[name] = link.Index;
            if (i < MaxLinks)
                WriteSettings(LinkSettings.Read(name, attributes));
        }

        if (!WriteAll(Interfaces.GetAddress, 8, 0, Interfaces.Address)
            || !WriteAll(Interfaces.GetRoute, BodyLength, 0, LookItems.Route)
            || !WriteAll(Interfaces.GetNeighbour, BodyLength, 0, LookItems.Neighbour))
        {
            return TooMuch;
        }

        // Without these the rest is still true: a kernel without bridges has no such list, one without policy routing no rules.
        WriteAll(Interfaces.GetNeighbour, BodyLength, Bridge, LookItems.BridgeEntry);
        WriteAll(GetRule, BodyLength, 0, LookItems.PolicyRule);
        foreach (var (question, number) in (source.Job.Look?.Routes ?? []).Select((question, number) => (question, number)))
        {
            var answer = RouteLookup.Ask(netlink, question, names) with { Job = source.Job.Id, Route = number };
            answers.Write(answer, ProtocolJson.Default.RouteItem);
        }

        WriteSettings(source.Inside(KernelSettings.Read, []));
        WriteSettings(source.Inside(KernelCounters.Read, []));
        return null;

        bool WriteAll(ushort type, int bodyLength, byte family, Func<byte[], Dictionary<int, byte[]>, NamespaceItem?> read)
        {
            Span<byte> request = stackalloc byte[bodyLength];
            request.Clear();
            request[0] = family;
            if (netlink.Dump(type, request, bodyLength) is not { } items)
                return false;
            foreach (var (body, attributes) in family == Bridge ? items.Take(MaxEntries) : items)
            {
                if (read(body, attributes) is { } item)
                    Write(item);
            }

            return true;
        }

        void Write(NamespaceItem item) => answers.Write(item with { Job = source.Job.Id }, ProtocolJson.Default.NamespaceItem);

        void WriteSettings(List<SysctlItem> settings)
        {
            foreach (var setting in settings)
                answers.Write(setting with { Job = source.Job.Id }, ProtocolJson.Default.SysctlItem);
        }
    }
}
