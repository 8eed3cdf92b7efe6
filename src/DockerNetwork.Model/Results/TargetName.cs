using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Results;

/// <summary>A name or an address, as it would be typed in the source. Which of both it is, is decided here and nowhere else.</summary>
/// <param name="Text">As typed.</param>
/// <param name="Address">The address that the text is; null for a name.</param>
public readonly record struct TargetName(string Text, IPAddress? Address)
{
    /// <summary>The text is an address.</summary>
    public bool IsAddress => Address is not null;

    /// <summary>Reads a text.</summary>
    public static TargetName Of(string text) =>
        new(text, IPAddress.TryParse(text, out var address) ? TextualAddress.Of(address) : null);

    /// <summary>The name of an address.</summary>
    public static TargetName Of(IPAddress address) => new(address.ToString(), address);

    /// <summary>As typed.</summary>
    public override string ToString() => Text;
}
