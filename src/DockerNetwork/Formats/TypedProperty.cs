using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Formats;

/// <summary>
/// What PowerShell reads as <c>$endpoint.IPAddress</c>: the address. The public property of .NET with this name is its text, because
/// ConvertTo-Json reads no other properties, and would write an address as an object. DockerNetwork.types.ps1xml names these methods.
/// </summary>
public static class TypedProperty
{
    private static readonly ConcurrentDictionary<(Type, string), PropertyInfo?> Known = new();

    /// <summary>The value of the property <c>Address</c>.</summary>
    public static object? Address(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Addresses</c>.</summary>
    public static object? Addresses(PSObject item) => Of(item);

    /// <summary>The value of the property <c>AuxAddress</c>.</summary>
    public static object? AuxAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Avg</c>.</summary>
    public static object? Avg(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Gateway</c>.</summary>
    public static object? Gateway(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Gateways</c>.</summary>
    public static object? Gateways(PSObject item) => Of(item);

    /// <summary>The value of the property <c>HostAddress</c>.</summary>
    public static object? HostAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>IPAddress</c>.</summary>
    public static object? IPAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>IPRange</c>.</summary>
    public static object? IPRange(PSObject item) => Of(item);

    /// <summary>The value of the property <c>IPv6Address</c>.</summary>
    public static object? IPv6Address(PSObject item) => Of(item);

    /// <summary>The value of the property <c>IPv6Gateway</c>.</summary>
    public static object? IPv6Gateway(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Latency</c>.</summary>
    public static object? Latency(PSObject item) => Of(item);

    /// <summary>The value of the property <c>LinkLocalIPAddress</c>.</summary>
    public static object? LinkLocalIPAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Max</c>.</summary>
    public static object? Max(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Min</c>.</summary>
    public static object? Min(PSObject item) => Of(item);

    /// <summary>The value of the property <c>NodeAddress</c>.</summary>
    public static object? NodeAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Offset</c>.</summary>
    public static object? Offset(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Server</c>.</summary>
    public static object? Server(PSObject item) => Of(item);

    /// <summary>The value of the property <c>StaticIPAddress</c>.</summary>
    public static object? StaticIPAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>StaticIPv6Address</c>.</summary>
    public static object? StaticIPv6Address(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Subnet</c>.</summary>
    public static object? Subnet(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Subnets</c>.</summary>
    public static object? Subnets(PSObject item) => Of(item);

    /// <summary>The value of the property <c>VirtualIPAddress</c>.</summary>
    public static object? VirtualIPAddress(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Within</c>.</summary>
    public static object? Within(PSObject item) => Of(item);

    /// <summary>The value of the property <c>AfterReasons</c>.</summary>
    public static object? AfterReasons(PSObject item) => Of(item);

    /// <summary>The value of the property <c>BeforeReasons</c>.</summary>
    public static object? BeforeReasons(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Endpoints</c>.</summary>
    public static object? Endpoints(PSObject item) => Of(item);

    /// <summary>The value of the property <c>Reasons</c>.</summary>
    public static object? Reasons(PSObject item) => Of(item);

    private static object? Of(PSObject item, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(item);
        var property = Known.GetOrAdd(
            (item.BaseObject.GetType(), name),
            key => TextProperty.Typed(key.Item1, key.Item2));
        return property?.GetValue(item.BaseObject);
    }
}
