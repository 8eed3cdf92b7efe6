using System.Net;

namespace DockerNetwork.Model.Networks;

/// <summary>A range that networks are cut from.</summary>
/// <param name="Range">The whole.</param>
/// <param name="PrefixLength">How large each network is.</param>
public sealed record AddressPool(IPNetwork Range, int PrefixLength)
{
    /// <summary>"172.17.0.0/16 in /16".</summary>
    public override string ToString() => $"{Range} in /{PrefixLength}";
}
