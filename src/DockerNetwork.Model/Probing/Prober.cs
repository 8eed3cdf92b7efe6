using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>A way to send probes from a container: a rung of the ladder Agent, Sidecar, Exec.</summary>
internal abstract class Prober
{
    /// <summary>What the result says of the way.</summary>
    public abstract ProbeMethod Method { get; }

    /// <summary>How many sources are worked on at once.</summary>
    public abstract int SourcesAtOnce { get; }

    /// <summary>Probes, as they end, each with its index in <paramref name="probes"/>. Every probe gets one observation.</summary>
    /// <exception cref="ProberUnavailableException">This way is not open here; nothing was sent, and the next rung may be tried.</exception>
    public abstract IAsyncEnumerable<(int Index, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<Probe> probes, ProbeOptions options, CancellationToken cancellationToken);
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
