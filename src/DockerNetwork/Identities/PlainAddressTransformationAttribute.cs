using System.Collections;
using System.Management.Automation;
using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Takes an address only as docker does. PowerShell would convert the short, octal and hexadecimal forms of inet_aton without a word:
/// <c>10.5.0.010</c> to 10.5.0.8, <c>127</c> to 0.0.0.127 or, as a number, to 127.0.0.0.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainAddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Unwrapped() switch
    {
        null => null,
        IPAddress address => address,
        IEnumerable list and not string => list.Cast<object?>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ => Read(inputData!.ToString() ?? ""),
    };

    /// <summary>An address, as an argument of a parameter or as a value in a hashtable.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is not an address.</exception>
    internal static IPAddress Read(string text) => Addresses.ParsePlain(text) is { } address
        ? TextualAddress.Of(address)
        : throw new ArgumentTransformationMetadataException(
            $"'{text}' is not a valid IP address. Write it as 192.0.2.5, in decimal and with all four numbers, or as 2001:db8::5.");
}
