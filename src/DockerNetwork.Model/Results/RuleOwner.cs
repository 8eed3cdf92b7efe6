namespace DockerNetwork.Model.Results;

/// <summary>Who made a rule of a firewall, as its table, chain and comment say.</summary>
public enum RuleOwner : long
{
    /// <summary>Nothing says who.</summary>
    Unknown,

    /// <summary>The engine.</summary>
    Docker,

    /// <summary>The administrator of the host, in Docker's chain for such rules (DOCKER-USER).</summary>
    DockerUser,

    /// <summary>firewalld.</summary>
    Firewalld,

    /// <summary>ufw.</summary>
    Ufw,

    /// <summary>Podman, or its network programs netavark and CNI.</summary>
    Podman,

    /// <summary>The container in whose network namespace the rule is.</summary>
    Container,
}
