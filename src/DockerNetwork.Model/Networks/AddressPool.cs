using System.Net;

namespace DockerNetwork.Model.Networks;

/// <summary>A range from which networks are allocated.</summary>
/// <param name="Range">The whole.</param>
/// <param name="PrefixLength">The prefix length of each network.</param>
public sealed record AddressPool(IPNetwork Range, int PrefixLength)
{
    /// <summary>"172.17.0.0/16 in /16".</summary>
    public override string ToString() => $"{Range} in /{PrefixLength}";
}
