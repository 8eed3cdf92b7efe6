using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Reachability.Model;

/// <summary>
/// An address that is still there after ConvertTo-Json. That one writes the public properties of .NET, and the only one of <see cref="IPAddress"/> that holds the
/// address fails for IPv6.
/// </summary>
internal sealed class TextualAddress : IPAddress
{
    private TextualAddress(byte[] address)
        : base(address)
    {
    }

    private TextualAddress(byte[] address, long scope)
        : base(address, scope)
    {
    }

    /// <summary>The text, under the name that PowerShell itself gives it.</summary>
    public string IPAddressToString => ToString();

    public static IPAddress Of(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? new TextualAddress(address.GetAddressBytes(), address.ScopeId)
        : new TextualAddress(address.GetAddressBytes());
}
