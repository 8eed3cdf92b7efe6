using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>Why a job ended without its answers.</summary>
[JsonConverter(typeof(CamelCaseWords<Refusal>))]
internal enum Refusal
{
    /// <summary>The line is not a job; also for a word that the reader does not know.</summary>
    Malformed,

    /// <summary>The program may not enter the network namespace.</summary>
    Denied,

    /// <summary>The process belongs to another container than the job says, or to none.</summary>
    Other,

    /// <summary>The interfaces of the namespace cannot be read.</summary>
    Unreadable,
}
