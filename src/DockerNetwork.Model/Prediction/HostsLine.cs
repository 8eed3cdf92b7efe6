using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>A name and its address in the hosts file of a container, as far as the engine writes it.</summary>
/// <param name="Name">The name. Names are compared without case.</param>
/// <param name="Address">The address.</param>
/// <param name="Network">The network that the address belongs to; null if that is not known.</param>
/// <param name="Reason">Who wrote the line, to be asked for when the line decides.</param>
internal sealed record HostsLine(string Name, IPAddress Address, string? Network, Func<Question, Reason> Reason)
{
    /// <summary>Why the line may not be there; null if it is.</summary>
    public Func<Question, Reason>? Doubt { get; init; }

    /// <summary>The file may have more lines for the name, with addresses that the container no longer has.</summary>
    public bool MayHaveMore { get; init; }
}
