namespace DockerNetwork.Model.Results;

/// <summary>How an observation was made.</summary>
public enum ProbeMethod : long
{
    /// <summary>Nothing was sent: predicted only.</summary>
    None,

    /// <summary>With the source container's own ping and nc.</summary>
    Exec,

    /// <summary>With a probe container in the source's network namespace.</summary>
    Sidecar,

    /// <summary>With the agent, which enters the network namespaces of all sources.</summary>
    Agent,
}
