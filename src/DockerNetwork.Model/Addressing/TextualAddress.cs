using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Model.Addressing;

/// <summary>
/// An address that is still there after ConvertTo-Json. That one writes the public properties of .NET, and the only one of <see
/// cref="IPAddress"/> that holds the address fails for IPv6.
/// </summary>
public sealed class TextualAddress : IPAddress
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

    /// <summary>Reads an address. PowerShell does with it what it compares with one: <c>-eq '172.17.0.2'</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static new TextualAddress Parse(string ipString) => Of(IPAddress.Parse(ipString));

    internal static TextualAddress Of(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? new TextualAddress(address.GetAddressBytes(), address.ScopeId)
        : new TextualAddress(address.GetAddressBytes());
}
