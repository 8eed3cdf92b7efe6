using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// The hosts file of a container: the lines of the loopback interface, of --add-host, of legacy links and of its own host name
/// (libnetwork's sandbox_dns_unix.go and etchosts.go; seen on 20.10, 26.1, 28.5 and 29.7).
/// </summary>
internal static class HostsFileRules
{
    /// <summary>
    /// 28.3. When older engines (seen on 20.10 and 26.1) disconnect a network, they drop all lines of a host name without a dot, and none
    /// of one with a dot.
    /// </summary>
    private static readonly EngineVersion DropsLinesOfNetwork = new(28, 3);

    /// <summary>25.0. From here on the DNS of user networks answers for the host name if its line was dropped.</summary>
    private static readonly EngineVersion HostNameInDns = new(25, 0);

    /// <summary>28.1. Older engines write one address for host-gateway, that of IPv4 if there is one.</summary>
    private static readonly EngineVersion HostGatewayOfEachFamily = new(28, 1);

    /// <summary>What --add-host takes for an address of the engine's host.</summary>
    private const string HostGateway = "host-gateway";

    /// <summary>
    /// What the hosts file says of a name; null if it does not contain the name. A file that is mounted there may contain any name, unless
    /// it was read.
    /// </summary>
    public static NameAnswer? Resolve(Question question)
    {
        var mounted = IsMounted(question);
        if (mounted && question.Source.MountedHosts is null)
        {
            return StateRules.TargetStopped(question) is { } stopped
                ? new NameAnswer.NotResolved(stopped, ReachabilityState.NotRunning)
                : new NameAnswer.Undecidable(NameReasons.MountedFile(question, MountedHosts.Path));
        }

        var name = question.Literal.AsSpan().TrimEnd('.');
        List<HostsLine>? found = null;
        foreach (var line in question.Index.HostsOf(mounted ? question.Source : question.SourceOwner ?? question.Source))
        {
            if (name.Equals(line.Name, StringComparison.OrdinalIgnoreCase))
                (found ??= []).Add(line);
        }

        return found is not null ? Answer(question, found) : mounted ? null : LeftBehind(question);
    }

    /// <summary>
    /// Lines that stay in the file with an address that the engine no longer lists: the line of a linked container that has stopped since
    /// (seen on 28.5), and that of the namespace's owner if it has stopped (seen on 20.10 and 26.1, on the default bridge).
    /// </summary>
    private static NameAnswer? LeftBehind(Question question)
    {
        if (question.SourceOwner is not { } owner)
            return null;
        var name = question.Literal.TrimEnd('.');
        if (!owner.Up && StateRules.SourceLost(question) is { } lost && Are(NamesOf(owner)))
            return new NameAnswer.Undecidable(lost, NameReasons.OwnHostNameUnsure(question, owner, NamesOf(owner).Length > 1));
        foreach (var (linked, alias) in LinksOf(question.Index, owner))
        {
            if (linked.Up || !Are([alias, HostNameOf(linked), linked.Name]))
                continue;
            return StateRules.TargetStopped(question) is { } stopped
                ? new NameAnswer.NotResolved(stopped, ReachabilityState.NotRunning)
                : new NameAnswer.Undecidable(NameReasons.LinkedStopped(question, linked));
        }

        return null;

        bool Are(IEnumerable<string> names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the engine writes for a container, or what was read if a file is mounted, in the order of the file.</summary>
    public static HostsLine[] Of(SnapshotIndex index, Container owner)
    {
        if (owner.MountedHosts is { } mounted)
            return [.. mounted.Select(line => new HostsLine(line.Name, line.Address, null, NameReasons.MountedLine))];
        var ipv6 = LoopbackRules.HasIPv6(index.Snapshot, owner) || index.Snapshot.Engine.Version < LoopbackRules.IPv6UnlessOff;
        IEnumerable<HostsLine> lines = [.. Loopback(owner), .. Added(index, owner), .. Linked(index, owner), .. Own(index, owner)];
        return [.. lines.Where(line => ipv6 || line.Address.AddressFamily == AddressFamily.InterNetwork)];
    }

    private static bool IsMounted(Question question) =>
        question.Source.MountPoints.Contains(MountedHosts.Path)
        || question.SourceOwner?.MountPoints.Contains(MountedHosts.Path) == true;

    /// <summary>The first address of the family that is wanted, IPv4 before IPv6 (the order of getaddrinfo for such addresses).</summary>
    private static NameAnswer Answer(Question question, List<HostsLine> found)
    {
        var wanted = found.Where(line => question.Wants(line.Address))
            .OrderBy(line => line.Address.AddressFamily == AddressFamily.InterNetworkV6)
            .ToArray();
        if (wanted is not [var first, ..])
        {
            return found.Find(line => line.MayHaveMore)?.Doubt is { } unsure
                ? new NameAnswer.Undecidable(unsure(question))
                : new NameAnswer.NotResolved(NameReasons.NoAddressInHostsFile(question));
        }

        if (first.Doubt is null)
        {
            return new NameAnswer.Resolved([first.Address], first.Network, first.Reason(question))
            {
                Candidates = [.. wanted.Select(line => line.Address)],
            };
        }

        var doubt = first.Doubt(question);
        return StateRules.SourceLost(question) is { } lost
            ? new NameAnswer.Undecidable(lost, doubt)
            : new NameAnswer.Undecidable(doubt);
    }

    /// <summary>What --add-host gives for a name; null if it has no line for it.</summary>
    public static NameAnswer? AddedHost(Question question, Container owner)
    {
        var lines = Added(question.Index, owner).Where(line => line.Name.Equals(question.Literal, StringComparison.OrdinalIgnoreCase));
        return lines.ToList() is { Count: > 0 } found ? Answer(question, found) : null;
    }

    /// <summary>
    /// On the host's network the file is a copy of the host's own, and of that only the name of the IPv4 loopback address is certain
    /// (libnetwork's buildHostsFile; seen on 20.10, 28.5 and 29.7).
    /// </summary>
    private static IEnumerable<HostsLine> Loopback(Container owner) => owner.HostNetwork
        ? [new("localhost", IPAddress.Loopback, null, NameReasons.Loopback)]
        :
        [
            new("localhost", IPAddress.Loopback, null, NameReasons.Loopback),
            new("localhost", IPAddress.IPv6Loopback, null, NameReasons.Loopback),
            new("ip6-localhost", IPAddress.IPv6Loopback, null, NameReasons.Loopback),
            new("ip6-loopback", IPAddress.IPv6Loopback, null, NameReasons.Loopback),
        ];

    private static IEnumerable<HostsLine> Added(SnapshotIndex index, Container owner)
    {
        foreach (var entry in owner.ExtraHost ?? [])
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var (name, value) = (entry[..colon], entry[(colon + 1)..]);
            if (value == HostGateway)
            {
                foreach (var address in HostGateways(index))
                    yield return new HostsLine(name, address, null, NameReasons.HostGateway);
            }
            else if (Addresses.ParseAddress(value.Trim('[', ']')) is { } address)
            {
                yield return new HostsLine(name, Addresses.Unmapped(address), null, NameReasons.AddedHost);
            }
        }
    }

    /// <summary>The addresses that --add-host gives a container's names.</summary>
    public static IEnumerable<IPAddress> AddedAddresses(SnapshotIndex index, Container owner) =>
        Added(index, owner).Select(line => line.Address);

    /// <summary>The addresses of the host on the default bridge, unless the engine was started with --host-gateway-ip.</summary>
    private static IEnumerable<IPAddress> HostGateways(SnapshotIndex index)
    {
        if (index.Snapshot.Networks.FirstOrDefault(network => network is { DefaultBridge: true, Scope: "local" }) is not { } bridge)
            return [];
        var addresses = BridgeAddresses.Of(bridge)
            .DistinctBy(address => address.AddressFamily)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        return index.Snapshot.Engine.Version < HostGatewayOfEachFamily ? addresses.Take(1) : addresses;
    }

    /// <summary>
    /// Links of the default bridge, as "/target:/source/alias". The engine writes the alias, the target's host name and its name as it was
    /// when the source started: a target that was renamed since has its old name there.
    /// </summary>
    private static IEnumerable<HostsLine> Linked(SnapshotIndex index, Container owner)
    {
        foreach (var (linked, alias) in LinksOf(index, owner))
        {
            if (!linked.Up
                || linked.Endpoints.FirstOrDefault(e => index.Snapshot.Network(e.NetworkId) is { DefaultBridge: true }) is not { } endpoint)
            {
                continue;
            }

            var hostName = HostNameOf(linked);
            foreach (var address in endpoint.Addresses())
            {
                foreach (var name in new[] { alias, hostName }.Distinct(StringComparer.OrdinalIgnoreCase))
                    yield return new HostsLine(name, address, endpoint.Network, question => NameReasons.LegacyLink(question, linked));
                if (!linked.Name.Equals(alias, StringComparison.OrdinalIgnoreCase)
                    && !linked.Name.Equals(hostName, StringComparison.OrdinalIgnoreCase))
                {
                    yield return new HostsLine(linked.Name, address, endpoint.Network, question => NameReasons.LegacyLink(question, linked))
                    {
                        Doubt = question => NameReasons.LinkedNameUnsure(question, linked, alias),
                    };
                }
            }
        }
    }

    private static IEnumerable<(Container Linked, string Alias)> LinksOf(SnapshotIndex index, Container owner)
    {
        foreach (var link in owner.Link ?? [])
        {
            if (link.Split(':') is [var target, var path] && index.Snapshot.ContainerNamed(target.TrimStart('/')) is { } linked)
                yield return (linked, path[(path.LastIndexOf('/') + 1)..]);
        }
    }

    private static string HostNameOf(Container container) =>
        container.HostName is { Length: > 0 } own ? own : ShortId.Of(container.Id);

    /// <summary>The host name with the domain name, and its first label if there are several (libnetwork's makeHostsRecs).</summary>
    private static string[] NamesOf(Container owner)
    {
        if (owner.HostName is not { Length: > 0 } hostName)
            return [];
        var full = owner.DomainName.Length > 0 ? $"{hostName}.{owner.DomainName}" : hostName;
        var dot = full.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? [full, full[..dot]] : [full];
    }

    private static IEnumerable<HostsLine> Own(SnapshotIndex index, Container owner)
    {
        var names = NamesOf(owner);
        var dotted = names.Length > 1;
        var keepsLines = dotted || MayHaveLeftOverlay(index.Snapshot, owner);
        var onDefaultBridgeAlone = owner.Endpoints.All(e => index.Snapshot.Network(e.NetworkId) is { DefaultBridge: true });
        var sure = index.Snapshot.Engine.Version >= (keepsLines || onDefaultBridgeAlone ? DropsLinesOfNetwork : HostNameInDns);
        foreach (var endpoint in owner.Endpoints)
        {
            foreach (var address in endpoint.Addresses())
            {
                foreach (var name in names)
                {
                    yield return new HostsLine(name, address, endpoint.Network, question => NameReasons.OwnHostName(question, owner))
                    {
                        Doubt = sure ? null : question => NameReasons.OwnHostNameUnsure(question, owner, keepsLines),
                        MayHaveMore = keepsLines && !sure,
                    };
                }
            }
        }
    }

    /// <summary>
    /// Engines before 28.3 keep the lines of an overlay network that they disconnect, whatever the host name is: its records are gone when
    /// they look for lines to drop (libnetwork's sbLeave; seen on 26.1).
    /// </summary>
    private static bool MayHaveLeftOverlay(EngineSnapshot snapshot, Container owner) =>
        snapshot.Networks.Any(network => network is { Driver: "overlay", Attachable: true }
            && owner.Endpoints.All(endpoint => endpoint.NetworkId != network.Id));
}
