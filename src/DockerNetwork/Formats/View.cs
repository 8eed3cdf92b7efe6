using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Ports;

namespace DockerNetwork.Formats;

/// <summary>What the table views show, computed here so that it can be tested. The format file only names these.</summary>
public static class View
{
    /// <summary>"internal, ipv6": what is out of the ordinary about a network.</summary>
    public static string Flags(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var flags = new List<string>();
        Add(network.Internal, "internal");
        Add(network.Attachable, "attachable");
        Add(network.Ingress, "ingress");
        Add(network.EnableIPv6, "ipv6");
        Add(!network.EnableIPv4, "no ipv4");
        Add(network.ConfigOnly, "config-only");
        Add(network.ConfigFrom is not null, $"config from {network.ConfigFrom}");
        return string.Join(", ", flags);

        void Add(bool applies, string flag)
        {
            if (applies)
                flags.Add(flag);
        }
    }

    /// <summary>"3", or with stopped containers "2 (+1 stopped)".</summary>
    public static string Containers(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var active = network.Endpoints.Count(e => e.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        var stopped = network.Endpoints.Count - active;
        return stopped == 0
            ? active.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{active} (+{stopped} stopped)");
    }

    /// <summary>"prod *": the star marks the engine that is used where none is named, as in <c>docker context ls</c>.</summary>
    public static string Context(NamedEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Current ? $"{engine.Name} *" : engine.Name;
    }

    /// <summary>"253"; for more than a person counts, "very many".</summary>
    public static string Containers(FreeSubnet subnet)
    {
        ArgumentNullException.ThrowIfNull(subnet);
        return subnet.ContainerCount > uint.MaxValue ? "very many" : subnet.ContainerCount.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The first 12 digits of an id, as the docker CLI shows it.</summary>
    public static string ShortId(string id) => id?.Length > 12 ? id[..12] : id ?? "";

    /// <summary>"172.18.0.2/16, fd00::2/64"; empty while the container is stopped.</summary>
    public static string Address(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join(
            WithPrefix(endpoint.IPAddress, endpoint.PrefixLength),
            WithPrefix(endpoint.IPv6Address, endpoint.IPv6PrefixLength));

        static string? WithPrefix(IPAddress? address, int prefix) => address is null ? null : $"{address}/{prefix.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>"Running", with a health check "Running (healthy)".</summary>
    public static string State(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.Health == ContainerHealth.None ? container.State.ToString() : $"{container.State} ({container.Health.ToString().ToLowerInvariant()})";
    }

    /// <summary>"172.18.0.1, fd00::1".</summary>
    public static string Gateway(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join(endpoint.Gateway?.ToString(), endpoint.IPv6Gateway?.ToString());
    }

    /// <summary>The addresses that the user asked for, link-local ones included.</summary>
    public static string StaticAddress(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join([endpoint.StaticIPAddress?.ToString(), endpoint.StaticIPv6Address?.ToString(), .. endpoint.LinkLocalIPAddress.Select(a => a.ToString())]);
    }

    /// <summary>"name=value, other=value".</summary>
    public static string Pairs(IReadOnlyDictionary<string, string> pairs) => Join([.. (pairs ?? new Dictionary<string, string>()).Select(p => $"{p.Key}={p.Value}")]);

    /// <summary>"web"; where it shares the namespace of another "sidecar (container:web)", and "lost" where it was left behind in an old one.</summary>
    public static string Container(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.NamespaceOwner is { } owner
            ? $"{endpoint.Container} (container:{owner}{(endpoint.NamespaceLost ? ", lost" : "")})"
            : endpoint.Container;
    }

    /// <summary>"app 172.18.0.2, bridge 172.17.0.3"; for a shared namespace "container:web", "container:web (exited)" or "container:3f2a5e1ec3a5 (gone)".</summary>
    public static string Networks(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.NamespaceOwner is { } owner
            ? container switch
            {
                { NamespaceOwnerGone: true } => $"container:{ShortId(owner)} (gone)",
                { NamespaceOwnerState: ContainerState.Running } => $"container:{owner}",
                _ => $"container:{owner} ({Lower(container.NamespaceOwnerState)})",
            }
            : Join([.. container.Endpoints.Select(e => (e.IPAddress ?? e.IPv6Address) is { } address ? $"{e.Network} {address}" : e.Network)]);
    }

    /// <summary>"*:8000-8010->80-90/tcp, 99/tcp": all addresses of the host as *, neighbours as a range, published ports first.</summary>
    public static string Ports(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        // Exposed is said by published.
        var ports = container.Ports.Where(port =>
            port.HostPort is not null || !container.Ports.Any(p => p.HostPort is not null && p.ContainerPort == port.ContainerPort && p.Protocol == port.Protocol));
        return Join([.. PortRanges.Merge(ports, p => new PortLine(p.ContainerPort, p.Protocol, p.HostPort is not null, p.HostAddress, p.HostPort)).Select(r => r.Text)]);
    }

    /// <summary>Over the ports of a container: "web (running): *:8080->80/tcp, 99/tcp", broken between words.</summary>
    /// <param name="mapping">One of them.</param>
    /// <param name="consoleWidth">Width of the console in columns; the label before this takes 14.</param>
    public static string PortsOf(PortMapping mapping, int consoleWidth)
    {
        const int Before = 14;
        const int Least = 40;
        ArgumentNullException.ThrowIfNull(mapping);
        var how = Join(
            mapping.NamespaceOwner is { } owner ? $"ports of {owner}" : null,
            mapping.HostNetwork ? "on the host's network" : null,
            mapping.Active ? null : $"when {mapping.NamespaceOwner ?? "it"} starts");
        var text = $"{mapping.Container} ({Lower(mapping.State)}){(how.Length > 0 ? ", " + how : "")}: {mapping.Summary}";
        return Wrap(text, Math.Max(Least, consoleWidth - Before)).Replace("\n", "\n" + new string(' ', Before), StringComparison.Ordinal);
    }

    /// <summary>The host's side: "0.0.0.0:8080", "*:9000-9010"; empty where the port is only exposed.</summary>
    public static string Host(PortMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return mapping.Host;
    }

    /// <summary>The container's side: "80/tcp".</summary>
    public static string Port(PortMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return string.Create(CultureInfo.InvariantCulture, $"{mapping.ContainerPort}/{mapping.Protocol}");
    }

    /// <summary>A cell of a mapping, in a style where the port is open to the world.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="text">The cell.</param>
    /// <param name="style">Escape sequence that switches the style on. PowerShell takes it out of files and strings, and where NO_COLOR is set.</param>
    /// <param name="reset">Escape sequence that switches it off.</param>
    /// <param name="plain">The output of the whole process goes to no terminal, where PowerShell leaves it in.</param>
    public static string Highlight(PortMapping mapping, string text, string style, string reset, bool plain)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return mapping.Exposure == PortExposure.Open && !plain ? $"{style}{text}{reset}" : text;
    }

    /// <summary>A mark that reads at a glance: ✔ reachable, ✘ not, ? unknown.</summary>
    public static string Mark(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Effective switch
        {
            ReachabilityState.Reachable => "✔",
            ReachabilityState.Unknown => "?",
            _ => "✘",
        };
    }

    /// <summary>"web", or where it was tried by something else than its name "172.18.0.2 (web)".</summary>
    public static string Target(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Target == result.TargetName ? result.Target : $"{result.TargetName} ({result.Target})";
    }

    /// <summary>"icmp", "tcp/80".</summary>
    public static string Probe(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var protocol = result.Protocol.ToString().ToLowerInvariant();
        return result.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{protocol}/{port}") : protocol;
    }

    /// <summary>The observed state, or the predicted one marked as such; both where they differ.</summary>
    public static string State(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result switch
        {
            { Observed: null or ReachabilityState.Unknown, Predicted: not null and not ReachabilityState.Unknown } => $"{result.Effective} (predicted)",
            { Agrees: false } => $"{result.Observed} (expected {result.Predicted})",
            _ => result.Effective.ToString(),
        };
    }

    /// <summary>"0.12 ms"; empty for no time.</summary>
    public static string Milliseconds(TimeSpan? time) => time is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0.00} ms") : "";

    /// <summary>"0.12 ms", with losses "0.12 ms, 2 of 4"; empty where nothing came back.</summary>
    public static string Latency(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var time = Milliseconds(result.Avg);
        var loss = result.Sent > 1 && result.Received < result.Sent ? string.Create(CultureInfo.InvariantCulture, $"{result.Received} of {result.Sent}") : null;
        return Join(time, loss);
    }

    /// <summary>The most decisive reason, where the result is not plainly good, broken between words: a table breaks anywhere.</summary>
    /// <param name="result">The result.</param>
    /// <param name="consoleWidth">Width of the console in columns; the columns before this one take 60.</param>
    public static string Why(ReachabilityResult result, int consoleWidth)
    {
        ArgumentNullException.ThrowIfNull(result);
        const int Before = 60;
        const int Least = 20;
        return result.Reachable && result.Agrees != false || result.Reasons is not [var first, ..]
            ? ""
            : Wrap(first.Message, Math.Max(Least, consoleWidth - Before));
    }

    private static string Wrap(string text, int width)
    {
        var lines = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                lines.Append('\n');
                column = 0;
            }
            else if (column > 0)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += word.Length;
        }

        return lines.ToString();
    }

    private static string? Lower(ContainerState? state) => state?.ToString().ToLowerInvariant();

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p)));
}
