using System.Management.Automation;
using DockerNetwork.Errors;
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

    private TestOptions Options(EngineSnapshot snapshot)
    {
        var common = CommonOptions(snapshot, TimeoutSeconds);
        return common with
        {
            Planned = _progress!.Expect,
            Detailed = Detailed,
            Probe = common.Probe with { Count = Count, Delay = TimeSpan.FromSeconds(Delay), Size = Size, DontFragment = DontFragment },
            Method = Predict ? ProbeMethod.None : Method,
            Trace = Trace ? new TraceOptions { Size = Size, DontFragment = DontFragment } : null,
        };
    }
}
