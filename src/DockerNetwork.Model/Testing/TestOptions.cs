using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.Model.Testing;

/// <summary>What a test asks of its targets, and how.</summary>
public sealed record TestOptions
{
    /// <summary>How target containers are addressed.</summary>
    public TargetLiterals By { get; init; } = TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address;

    /// <summary>TCP ports, 1 to 65535. If there are no ports, an ICMP echo request is sent.</summary>
    public IReadOnlyList<int> TcpPorts { get; init; } = [];

    /// <summary>UDP ports, 1 to 65535.</summary>
    public IReadOnlyList<int> UdpPorts { get; init; } = [];

    /// <summary>An HTTP GET is sent to <see cref="TcpPorts"/>, or to port 80 if there are none.</summary>
    public bool Http { get; init; }

    /// <summary>Nothing is sent to the targets: only their names are looked up.</summary>
    public bool LookupOnly { get; init; }

    /// <summary>Each name is also looked up, in a separate row.</summary>
    public bool Detailed { get; init; }

    /// <summary>Only names and addresses on these networks, by id; null for all networks.</summary>
    public IReadOnlyCollection<string>? Networks { get; init; }

    /// <summary>Count, time limit and address family of each probe.</summary>
    public ProbeOptions Probe { get; init; } = new(1, TimeSpan.FromSeconds(2));

    /// <summary>How to observe: null for the best method that the engine allows; <see cref="ProbeMethod.None"/> only predicts.</summary>
    public ProbeMethod? Method { get; init; }

    /// <summary>How to trace the packets of probes; null to trace none.</summary>
    public TraceOptions? Trace { get; init; }

    /// <summary>Which probes of the plan are wanted; null for all.</summary>
    internal Func<PlannedProbe, bool>? Only { get; init; }

    /// <summary>Receives how many results come, as far as that is known before the first one.</summary>
    public Action<long>? Planned { get; init; }

    /// <summary>The clock for the time of a result.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is asked of a target, in order.</summary>
    internal IReadOnlyList<Service> ServicesOf(ReachabilityTarget target)
    {
        if (target.Port is { } own)
            return [new Service(target.Protocol, own)];
        if (!Http && TcpPorts.Count == 0 && UdpPorts.Count == 0)
            return [Service.Echo];
        var tcp = Http ? ProbeProtocol.Http : ProbeProtocol.Tcp;
        IEnumerable<int> ports = Http && TcpPorts.Count == 0 ? [80] : TcpPorts;
        return [.. ports.Select(port => new Service(tcp, port)), .. UdpPorts.Select(port => new Service(ProbeProtocol.Udp, port))];
    }

    /// <summary>Whether a network was asked for.</summary>
    internal bool Wants(string networkId) => Networks is null || Networks.Contains(networkId);
}
