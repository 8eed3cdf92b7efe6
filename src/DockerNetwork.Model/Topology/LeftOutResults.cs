namespace DockerNetwork.Model.Topology;

/// <summary>The results that a drawing does not show, and why.</summary>
/// <param name="engine">The engine of the drawing.</param>
internal sealed class LeftOutResults(string engine)
{
    private readonly List<string> _engines = [];
    private readonly List<string> _replaced = [];
    private readonly List<string> _sources = [];

    /// <summary>A result of another engine.</summary>
    public void OfAnotherEngine(string host) => Add(_engines, host);

    /// <summary>A result about a container whose name another container has now.</summary>
    public void OfReplaced(string container) => Add(_replaced, container);

    /// <summary>A result whose source is not in the drawing.</summary>
    public void OfUnknownSource(string source) => Add(_sources, source);

    /// <summary>A sentence for each cause; empty if everything is drawn.</summary>
    public IEnumerable<string> Warnings()
    {
        if (_engines.Count > 0)
            yield return $"Some results are not drawn, because the topology is of {engine} and they are of {Join(_engines)}.";
        if (_replaced.Count > 0)
        {
            yield return $"Some results are not drawn, because these containers were replaced after the test: {Join(_replaced)}. "
                + "Run the test again.";
        }

        if (_sources.Count > 0)
            yield return $"Some results are not drawn, because the topology does not contain these sources: {Join(_sources)}.";
    }

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name))
            names.Add(name);
    }

    private static string Join(List<string> names) => string.Join(", ", names);
}
