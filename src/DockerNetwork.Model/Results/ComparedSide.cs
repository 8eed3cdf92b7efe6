namespace DockerNetwork.Model.Results;

/// <summary>One of two tests that are compared: results that were made, and results that are made when they are asked for.</summary>
internal sealed class ComparedSide
{
    private readonly Dictionary<string, List<IEnumerable<ComparedProbe>>> _bySource = new(StringComparer.Ordinal);
    private readonly HashSet<string> _engines = new(StringComparer.Ordinal);

    /// <summary>The engines of the results that are known.</summary>
    public IReadOnlySet<string> Engines => _engines;

    /// <summary>The names of the sources, each once.</summary>
    public IEnumerable<string> Sources => _bySource.Keys;

    /// <summary>Adds a result.</summary>
    public void Add(ComparedProbe probe)
    {
        if (probe.Probe.TargetDockerHost is { } there)
            _engines.Add(there);
        var parts = PartsOf(probe.Probe.Source, probe.Probe.DockerHost);
        if (parts is [.., List<ComparedProbe> last])
            last.Add(probe);
        else
            parts.Add(new List<ComparedProbe> { probe });
    }

    /// <summary>Adds the results of one source, which are made when they are compared, and not kept.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="dockerHost">The engine, as text; null if it is not known.</param>
    /// <param name="probes">Makes them.</param>
    public void Add(string source, string? dockerHost, IEnumerable<ComparedProbe> probes) => PartsOf(source, dockerHost).Add(probes);

    /// <summary>The results of a source, in the order in which they were added.</summary>
    public IEnumerable<ComparedProbe> From(string source) => _bySource.GetValueOrDefault(source)?.SelectMany(part => part) ?? [];

    private List<IEnumerable<ComparedProbe>> PartsOf(string source, string? dockerHost)
    {
        if (dockerHost is not null)
            _engines.Add(dockerHost);
        if (!_bySource.TryGetValue(source, out var parts))
            _bySource[source] = parts = [];
        return parts;
    }
}
