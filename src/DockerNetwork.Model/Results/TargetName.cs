using System.Net;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Results;

/// <summary>A name or an address, as you would type it in the source. Only this type decides which of the two it is.</summary>
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
