using System.Globalization;
using System.Text;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>A network of a topology.</summary>
internal sealed record TopologyNetwork(string Name)
{
    /// <summary>bridge, macvlan or overlay.</summary>
    public string Driver { get; init; } = "bridge";

    public bool Internal { get; init; }

    public bool IPv6 { get; init; }

    public Dictionary<string, string> Options { get; init; } = [];

    /// <summary>The third number of 10.99.N.0/24 and of fd00:99:N::/64.</summary>
    public int Number { get; init; }

    public string Subnet => $"10.99.{Text(Number)}.0/24";

    public string Subnet6 => $"fd00:99:{Number:x}::/64";

    public override string ToString() =>
        $"network {Name}: {Driver} {Subnet}{(IPv6 ? $" {Subnet6}" : "")}{(Internal ? " internal" : "")}"
            + $"{string.Concat(Options.Select(o => $" {o.Key}={o.Value}"))}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A container on a network.</summary>
internal sealed record TopologyEndpoint(string Network)
{
    public List<string> Aliases { get; init; } = [];

    public string? Address { get; init; }

    public override string ToString() =>
        $"{Network}{(Address is null ? "" : $" ip={Address}")}{string.Concat(Aliases.Select(a => $" alias={a}"))}";
}

/// <summary>What becomes of a container after all were started.</summary>
internal enum TopologyState
{
    Running,
    Stopped,
    Paused,
    Created,
    Restarted,
}

/// <summary>A container of a topology.</summary>
internal sealed record TopologyContainer(string Name)
{
    /// <summary>The container whose namespace it shares; null for its own.</summary>
    public string? Shares { get; init; }

    /// <summary>Networks, "host", "none" or "bridge"; empty where it shares.</summary>
    public List<TopologyEndpoint> Endpoints { get; init; } = [];

    public TopologyState State { get; init; }

    /// <summary>As "8080:80", "127.0.0.1:8080:80".</summary>
    public List<(string Address, int HostPort)> Published { get; init; } = [];

    /// <summary>As "target:alias", on the default bridge.</summary>
    public List<string> Links { get; init; } = [];

    /// <summary>As "name:address".</summary>
    public List<string> ExtraHosts { get; init; } = [];

    public string? HostName { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>Networks that it is taken off again after the start.</summary>
    public List<string> Disconnected { get; init; } = [];

    public override string ToString()
    {
        var text = new StringBuilder($"container {Name}: {(Shares is null ? string.Join(" + ", Endpoints) : $"container:{Shares}")}");
        if (State != TopologyState.Running)
            text.Append(CultureInfo.InvariantCulture, $" ({State})");
        foreach (var (address, port) in Published)
            text.Append(CultureInfo.InvariantCulture, $" publish={address}:{port}:80");
        foreach (var link in Links)
            text.Append(CultureInfo.InvariantCulture, $" link={link}");
        foreach (var host in ExtraHosts)
            text.Append(CultureInfo.InvariantCulture, $" add-host={host}");
        if (HostName is not null)
            text.Append(CultureInfo.InvariantCulture, $" hostname={HostName}");
        foreach (var network in Disconnected)
            text.Append(CultureInfo.InvariantCulture, $" disconnected={network}");
        return text.ToString();
    }
}

/// <summary>Networks and containers to be built on an engine.</summary>
internal sealed record Topology(IReadOnlyList<TopologyNetwork> Networks, IReadOnlyList<TopologyContainer> Containers)
{
    public override string ToString() => string.Join('\n', Networks.Cast<object>().Concat(Containers));

    /// <summary>The same without some containers, and without what named them.</summary>
    public Topology Without(IReadOnlyCollection<string> containers) => new(
        Networks,
        [.. Containers
            .Where(c => !containers.Contains(c.Name) && (c.Shares is null || !containers.Contains(c.Shares)))
            .Select(c => c with { Links = c.Links.FindAll(l => !containers.Contains(l.Split(':')[0])) })]);

    /// <summary>The same without a network.</summary>
    public Topology WithoutNetwork(string network) => new(
        [.. Networks.Where(n => n.Name != network)],
        [.. Containers.Select(c =>
            c with { Endpoints = c.Endpoints.FindAll(e => e.Network != network), Disconnected = c.Disconnected.FindAll(d => d != network) })
            .Select(c => c.Shares is null && c.Endpoints.Count == 0 ? c with { Endpoints = [new TopologyEndpoint("none")] } : c)]);
}
