using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// Takes ports as numbers, and also as the views of this module and docker write them: 80/tcp, tcp/80. Says what to write for anything
/// else.
/// </summary>
/// <param name="protocol">The protocol of the parameter: tcp or udp; null for a parameter that takes numbers only.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortNumberTransformationAttribute(string? protocol = null) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Unwrapped() switch
    {
        string text => Read(text),
        IEnumerable list => list.Cast<object?>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ => inputData,
    };

    private int Read(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split('/');
        if (parts is ["tcp" or "udp", var last])
            parts = [last, parts[0]];
        if (parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            if (parts.Length == 1 || parts[1] == protocol)
                return port;
            if (protocol is not null && parts[1] is "tcp" or "udp")
                throw new ArgumentTransformationMetadataException($"'{text}' is not a {protocol.ToUpperInvariant()} port. Use "
                    + $"-{(parts[1] == "tcp" ? "TcpPort" : "UdpPort")} {parts[0]}.");
            if (parts[1] is "tcp" or "udp")
                throw new ArgumentTransformationMetadataException($"'{text}' is not a valid port. Write {parts[0]} for TCP and UDP.");
        }

        throw new ArgumentTransformationMetadataException(
            $"'{VisibleText.Of(text)}' is not a valid port. Write a number from 1 to 65535. Several ports are 80, 443, and a range is "
            + "(80..89).");
    }
}
