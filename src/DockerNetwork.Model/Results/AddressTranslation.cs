namespace DockerNetwork.Model.Results;

/// <summary>What was translated in a packet since the hop before (NAT).</summary>
[Flags]
public enum AddressTranslation : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The sender's address or port (masquerade).</summary>
    Source = 1,

    /// <summary>The receiver's address or port (a published port).</summary>
    Destination = 2,
}
