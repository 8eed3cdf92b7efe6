using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The command line of docker-proxy, as all engines start it (libnetwork's portmapper, proxy_linux.go): <c>-proto tcp -host-ip 0.0.0.0
/// -host-port 8080 -container-ip 172.17.0.2 -container-port 80</c>, from 28.0 on with <c>-use-listen-fd</c>.
/// </summary>
internal static class ProxyArguments
{
    /// <summary>Longer than any that an engine writes.</summary>
    public const int MaxLength = 4096;

    /// <summary>Reads /proc/PID/cmdline: arguments that end with a zero byte each.</summary>
    /// <returns>Null if it is not such a command line.</returns>
    public static HostItem? Parse(ReadOnlySpan<byte> commandLine)
    {
        if (commandLine.Length is 0 or >= MaxLength)
            return null;
        var arguments = Encoding.UTF8.GetString(commandLine).TrimEnd('\0').Split('\0');
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < arguments.Length; i++)
        {
            // Go reads -name and --name alike.
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][1..] : arguments[i];
            if (name is "-proto" or "-host-ip" or "-host-port" or "-container-ip" or "-container-port")
            {
                if (i + 1 == arguments.Length || !values.TryAdd(name, arguments[++i]))
                    return null;
            }
            else if (!name.StartsWith('-'))
            {
                return null;
            }
        }

        return values.GetValueOrDefault("-proto") is ("tcp" or "udp" or "sctp") and var protocol
            && Address(values.GetValueOrDefault("-host-ip")) is { } address
            && Port(values.GetValueOrDefault("-host-port")) is { } port
            && Address(values.GetValueOrDefault("-container-ip")) is { } containerAddress
            && Port(values.GetValueOrDefault("-container-port")) is { } containerPort
                ? new HostItem
                {
                    Fact = FactKind.Proxy,
                    Protocol = protocol,
                    Address = address,
                    Port = port,
                    ContainerAddress = containerAddress,
                    ContainerPort = containerPort,
                }
                : null;
    }

    private static string? Address(string? text) =>
        text is not null && text.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':') && IPAddress.TryParse(text, out var address)
            ? address.ToString()
            : null;

    private static int? Port(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;
}
