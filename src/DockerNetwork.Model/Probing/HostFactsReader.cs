using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>Puts together what the probe program says of the engine's host. What is not sound in a line is left out.</summary>
internal static class HostFactsReader
{
    /// <param name="answers">The answers to a job for the host.</param>
    /// <param name="seesProcesses">
    /// The program sees the processes of the host. One in a process namespace of its own finds no proxies, and takes that for all.
    /// </param>
    public static HostFacts Read(IReadOnlyList<Answer> answers, bool seesProcesses)
    {
        var items = answers.OfType<NamespaceItem>().ToList();
        var links = new Dictionary<int, NamespaceItem>();
        foreach (var link in items.Where(item => item.Kind == ItemKind.Link))
            links[link.Index] = link;
        var facts = answers.OfType<HostItem>().ToLookup(item => item.Fact);
        return new HostFacts
        {
            Addresses = [.. items.Where(item => item.Kind == ItemKind.Address).Select(Address).OfType<HostAddress>()],
            Links = [.. links.Values.Select(Link)],
            Routes = [.. items.Where(item => item.Kind == ItemKind.Route).Select(Route).OfType<HostRoute>()],
            PolicyRules =
            [
                .. items.Where(item => item.Kind == ItemKind.PolicyRule)
                    .Select(item => new HostPolicyRule(item.Family == 6 ? 6 : 4, item.Metric ?? 0, item.Table ?? 0, item.From)),
            ],
            ForwardsIPv4 = facts[FactKind.Forwarding].FirstOrDefault(item => item.Family == 4)?.On,
            ForwardsIPv6 = facts[FactKind.Forwarding].FirstOrDefault(item => item.Family == 6)?.On,
            Ipvs = facts[FactKind.Ipvs].FirstOrDefault()?.On,
            Listeners = facts[FactKind.AllListeners].Any()
                ? [.. facts[FactKind.Listener].Select(Listener).OfType<HostListener>()]
                : null,
            Proxies = seesProcesses && facts[FactKind.AllProxies].Any()
                ? [.. facts[FactKind.Proxy].Select(Proxy).OfType<PortProxy>()]
                : null,
        };

        string NameOf(int index) => links.GetValueOrDefault(index)?.Name ?? "";

        HostLink Link(NamespaceItem link) => new(link.Name ?? "", link.Master is { } bridge ? NameOf(bridge) : null)
        {
            Type = link.Type,
            Loopback = link.Loopback == true,
            Up = link.Up,
            Mtu = link.Mtu,
            ForwardsIPv4 = link.ForwardsIPv4,
        };

        HostAddress? Address(NamespaceItem item) =>
            Parsed(item.Address) is { } address && item.Prefix is { } prefix && IsPrefix(prefix, address)
                ? new HostAddress(address, prefix, NameOf(item.Index)) { Scope = item.Scope }
                : null;

        HostRoute? Route(NamespaceItem item)
        {
            var destination = item.Destination is null && item.Prefix is null or 0
                ? item.Family == 6 ? IPAddress.IPv6Any : IPAddress.Any
                : Parsed(item.Destination);
            var prefix = item.Prefix ?? 0;
            return destination is not null
                && IsPrefix(prefix, destination)
                && IPNetwork.TryParse($"{destination}/{prefix}", out var network)
                ? new HostRoute(network, Parsed(item.Gateway), NameOf(item.Index))
                : null;
        }
    }

    private static HostListener? Listener(HostItem item) =>
        Parsed(item.Address) is { } address && item is { Protocol: "tcp" or "udp", Port: { } port } && IsPort(port)
            ? new HostListener(item.Protocol, address, port)
            : null;

    private static PortProxy? Proxy(HostItem item) =>
        Parsed(item.Address) is { } address
        && Parsed(item.ContainerAddress) is { } container
        && item is { Protocol: "tcp" or "udp" or "sctp", Port: { } port, ContainerPort: { } containerPort }
        && IsPort(port)
        && IsPort(containerPort)
            ? new PortProxy(item.Protocol, address, port, container, containerPort)
            : null;

    private static IPAddress? Parsed(string? text) => Addresses.ParseAddress(text);

    private static bool IsPort(int port) => port is > 0 and <= 65535;

    private static bool IsPrefix(int prefix, IPAddress address) =>
        prefix >= 0 && prefix <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}
