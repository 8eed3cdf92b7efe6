namespace DockerNetwork.Engine;

/// <summary>What went wrong between this client and an engine. One member for each cause that a caller may want to distinguish.</summary>
public enum EngineFailure
{
    /// <summary>No engine answers at the Docker host: there is no socket, nothing listens, or the host name is unknown.</summary>
    Unreachable,

    /// <summary>
    /// The socket exists but may not be used (EACCES), ssh refused the login, or the engine answered 401 or 403 to everything.
    /// </summary>
    AccessDenied,

    /// <summary>The TLS handshake failed: unknown authority, wrong name, client certificate refused, or no TLS on the other side.</summary>
    Tls,

    /// <summary>ssh does not trust the host: its key is not known, or has changed.</summary>
    HostKey,

    /// <summary>This machine has no program ssh.</summary>
    SshNotFound,

    /// <summary>ssh works, but the remote host has no docker CLI, which connects ssh to the engine's socket.</summary>
    RemoteDockerNotFound,

    /// <summary>The connection broke after the request was sent. Whether the engine acted on it is not known.</summary>
    ConnectionLost,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The answer does not follow the Engine API: it is not HTTP, not JSON, or incomplete.</summary>
    Protocol,

    /// <summary>
    /// The engine's API version does not support the option, or the remote docker CLI does not support ssh://. Nothing was sent.
    /// </summary>
    UnsupportedVersion,

    /// <summary>An engine of this kind does not offer it, whatever its API version (<see cref="PodmanGap"/>). Nothing was sent.</summary>
    NotOffered,

    /// <summary>The engine no longer speaks any API version that this client knows. Nothing was done.</summary>
    TooNew,

    /// <summary>This process, or this machine, has no file descriptor left for a connection. The engine was not asked.</summary>
    OutOfDescriptors,

    /// <summary>400: the engine refuses the request as malformed or contradictory.</summary>
    BadRequest,

    /// <summary>403: the engine forbids it, for example a pool overlap or removing a predefined network.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>409: a name is taken or a resource is busy.</summary>
    Conflict,

    /// <summary>501 and 503: not possible in the engine's present state, for example swarm mode is off.</summary>
    Unavailable,

    /// <summary>Any other 4xx or 5xx.</summary>
    EngineError,

    /// <summary>An image has the name of the probe's image but other content. It is not used.</summary>
    NotTrusted,

    /// <summary>The Docker host or the Docker configuration is not valid.</summary>
    InvalidConfiguration,
}
