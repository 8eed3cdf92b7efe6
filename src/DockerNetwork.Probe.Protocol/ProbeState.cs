using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What came of a probe.</summary>
[JsonConverter(typeof(Words<ProbeState>))]
internal enum ProbeState
{
    /// <summary>Nothing certain; also for a word that the reader does not know.</summary>
    Unknown,

    /// <summary>It was answered; a name has an address.</summary>
    Reachable,

    /// <summary>The target, or the engine's port proxy for it, refused the connection.</summary>
    Refused,

    /// <summary>No answer came in time, or a firewall said so.</summary>
    Blocked,

    /// <summary>The source, or a router, has no route to the target.</summary>
    NoRoute,

    /// <summary>The name does not resolve in the source.</summary>
    Unresolved,

    /// <summary>The source's process has ended.</summary>
    NotRunning,
}
