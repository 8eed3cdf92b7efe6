using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>A method to send probes from a container: a rung of the ladder Agent, Sidecar, Exec.</summary>
internal abstract class Prober
{
    /// <summary>What the result says of the method.</summary>
    public abstract ProbeMethod Method { get; }

    /// <summary>How many sources are worked on at once.</summary>
    public abstract int SourcesAtOnce { get; }

    /// <summary>Sends probes; returns each of <paramref name="probes"/> with its one observation, as they end.</summary>
    /// <exception cref="ProberUnavailableException">It is not possible here; nothing was sent, and the next rung may be tried.</exception>
    public abstract IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<PlannedProbe> probes, ProbeOptions options, CancellationToken cancellationToken);
}

/// <summary>A rung of the ladder that cannot be stood on here.</summary>
public sealed class ProberUnavailableException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">Why.</param>
    /// <param name="inner">What caused it.</param>
    public ProberUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
