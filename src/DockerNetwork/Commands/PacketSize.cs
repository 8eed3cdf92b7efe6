using System.Management.Automation;
using DockerNetwork.Errors;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.Commands;

/// <summary>
/// What -Size and -DontFragment are not for: TCP cuts its data into segments itself and forbids fragments, so a connection has no packet
/// of a size that one could choose.
/// </summary>
internal static class PacketSize
{
    /// <summary>The error if a parameter asks for TCP; else null.</summary>
    public static ErrorRecord? Conflict(int? size, bool dontFragment, bool tcpPort, bool http)
    {
        if (Parameter(size, dontFragment) is not { } parameter || !(tcpPort || http))
            return null;
        var other = http ? "Http" : "TcpPort";
        return ErrorRecords.Conflict(
            parameter, other,
            $"TCP chooses the size of its packets itself. Omit -{other} to send echo requests of that size, or use -UdpPort.");
    }

    /// <summary>Refuses targets with a port of TCP, such as web:80 and URLs.</summary>
    /// <exception cref="CommandException">There is one.</exception>
    public static void Check(int? size, bool dontFragment, IEnumerable<ReachabilityTarget>? targets)
    {
        if (Parameter(size, dontFragment) is { } parameter
            && targets?.FirstOrDefault(t => t is { Port: not null, Protocol: ProbeProtocol.Tcp or ProbeProtocol.Http }) is { } target)
            throw CommandErrors.SizeOfConnection(parameter, target.Text);
    }

    private static string? Parameter(int? size, bool dontFragment) => size is not null ? "Size" : dontFragment ? "DontFragment" : null;
}
