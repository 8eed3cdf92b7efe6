namespace DockerNetwork.Model.Testing;

/// <summary>Targets that are addresses, but which ones depends on the engine or the source.</summary>
public enum SpecialTarget
{
    /// <summary>A container, a name or an address.</summary>
    None,

    /// <summary>@host: the addresses by which the engine's host is known outside.</summary>
    Host,

    /// <summary>@gateway: the gateways of the source's networks.</summary>
    Gateway,

    /// <summary>@outside: the next hop of the host's default route, the first host outside.</summary>
    Outside,
}
