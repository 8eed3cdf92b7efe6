using System.Globalization;
using System.Text;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>A container on a network.</summary>
internal sealed record TopologyEndpoint(string Network)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string? Address { get; init; }

    public string? Address6 { get; init; }

    public string? Mac { get; init; }

    public int Priority { get; init; }

    /// <summary>As "container:alias", known to this endpoint alone.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    public override string ToString() =>
        Network
        + (Address is null ? "" : $" ip={Address}")
        + (Address6 is null ? "" : $" ip6={Address6}")
        + (Mac is null ? "" : $" mac={Mac}")
        + (Priority == 0 ? "" : $" gw-priority={Priority.ToString(CultureInfo.InvariantCulture)}")
        + string.Concat(Aliases.Select(a => $" alias='{a}'"))
        + string.Concat(Links.Select(l => $" link={l}"));
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

/// <summary>A port that a container publishes.</summary>
internal sealed record TopologyPort(string HostAddress, int HostPort, int ContainerPort)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(HostAddress.Contains(':', StringComparison.Ordinal) ? $"[{HostAddress}]" : HostAddress)}:{HostPort}:{ContainerPort}");
}

/// <summary>A container of a topology.</summary>
internal sealed record TopologyContainer(string Name)
{
    /// <summary>The container whose namespace it shares; null for its own.</summary>
    public string? Shares { get; init; }

    /// <summary>Networks, "host", "none" or "bridge"; empty if it shares.</summary>
    public IReadOnlyList<TopologyEndpoint> Endpoints { get; init; } = [];

    public TopologyState State { get; init; }

    public IReadOnlyList<TopologyPort> Published { get; init; } = [];

    /// <summary>As "target:alias", on the default bridge.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>As "name:address".</summary>
    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    public string? HostName { get; init; }

    public string? DomainName { get; init; }

    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>Search domains of its resolver.</summary>
    public IReadOnlyList<string> DnsSearch { get; init; } = [];

    /// <summary>As "ndots:2".</summary>
    public IReadOnlyList<string> DnsOptions { get; init; } = [];

    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>"hosts" or "resolv.conf".</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Networks that it is taken off again after the start.</summary>
    public IReadOnlyList<string> Disconnected { get; init; } = [];

    /// <summary>It has a network namespace of its own, with networks.</summary>
    public bool HasNetworks => Shares is null && Endpoints.All(e => e.Network is not ("host" or "none"));

    public bool IsOn(string network) => Endpoints.Any(e => e.Network == network);

    public override string ToString()
    {
        var text = new StringBuilder($"container {Name}: {(Shares is null ? string.Join(" + ", Endpoints) : $"container:{Shares}")}");
        if (State != TopologyState.Running)
            text.Append(CultureInfo.InvariantCulture, $" ({State})");
        Append("publish", Published);
        Append("link", Links);
        Append("add-host", ExtraHosts);
        Append("hostname", HostName is null ? [] : [HostName]);
        Append("domainname", DomainName is null ? [] : [DomainName]);
        Append("dns", Dns);
        Append("dns-search", DnsSearch);
        Append("dns-option", DnsOptions);
        Append("sysctl", Sysctls.Select(s => $"{s.Key}={s.Value}"));
        Append("mount", Mounts.Select(m => $"/etc/{m}"));
        Append("disconnected", Disconnected);
        return text.ToString();

        void Append(string option, IEnumerable<object> values)
        {
            foreach (var value in values)
                text.Append(CultureInfo.InvariantCulture, $" {option}={value}");
        }
    }
}
