using System.Management.Automation;
using System.Net.Sockets;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.Commands;

/// <content>What the parameters ask for.</content>
public sealed partial class TestContainerReachabilityCommand
{
    private static ErrorRecord NothingSent(string other) =>
        ErrorRecords.Conflict(nameof(Trace), other, "A prediction sends no packets that could be followed.");

    private TestOptions Options(EngineSnapshot snapshot) => new()
    {
        Planned = _progress!.Expect,
        By = By,
        TcpPorts = TcpPort,
        UdpPorts = UdpPort,
        Http = Http,
        Detailed = Detailed,
        Networks = Network is null ? null : [.. Network.SelectMany(n => Selection.Networks(snapshot, n)).Select(n => n.Id)],
        Probe = new ProbeOptions(Count, TimeSpan.FromSeconds(TimeoutSeconds))
        {
            Delay = TimeSpan.FromSeconds(Delay),
            Size = Size,
            DontFragment = DontFragment,
            Family = IPv4 ? AddressFamily.InterNetwork : IPv6 ? AddressFamily.InterNetworkV6 : null,
        },
        Method = Predict ? ProbeMethod.None : Method,
        Trace = Trace ? new TraceOptions { Size = Size, DontFragment = DontFragment } : null,
    };
}
