using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>The GET that is sent (RFC 9112).</summary>
internal static class HttpRequest
{
    /// <summary>Its bytes. The host is named as the caller names it.</summary>
    public static byte[] Of(ProbeItem request, IPAddress address)
    {
        var literal6 = address.AddressFamily == AddressFamily.InterNetworkV6 && address.ToString() == request.Host;
        var host = literal6 ? $"[{request.Host}]" : request.Host;
        var port = request.Port.ToString(CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(
            $"GET {request.Path} HTTP/1.1\r\nHost: {host}:{port}\r\n" +
            "User-Agent: DockerNetwork\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }
}
