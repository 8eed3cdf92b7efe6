using System.Collections;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// The pairs of a test that have no result yet. A pair without a name or an address that may be tried never has one. A pair takes a bit,
/// because a mesh of thousands of containers has millions of them.
/// </summary>
internal sealed class UntestedPairs
{
    private readonly Dictionary<string, (string Name, BitArray Targets)> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _targets = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _services = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All pairs of a test.</summary>
    /// <param name="scope">Sources and targets.</param>
    /// <param name="options">Which targets a source has if none are named.</param>
    /// <param name="expected">A container always reaches itself, so that is not a pair where nothing is to be reached.</param>
    public UntestedPairs(TestScope scope, TestOptions options, ExpectedReachability expected)
    {
        foreach (var source in scope.Sources)
        {
            var untested = new BitArray(_names.Count);
            _sources[source.IsHost ? source.Name : source.Id] = (source.Name, untested);
            foreach (var target in scope.TargetsOf(source, options))
            {
                if (target is { Service: true, Container: { } container })
                    _services[target.Text] = container.Id;
                if (expected == ExpectedReachability.Reachable || source.Id != target.Container?.Id)
                    Add(untested, target);
            }
        }
    }

    /// <summary>The names of sources and targets that have no result.</summary>
    public IEnumerable<(string Source, string Target)> Left =>
        from source in _sources.Values
        from number in Enumerable.Range(0, source.Targets.Length)
        where source.Targets[number]
        select (source.Name, _names[number]);

    /// <summary>A pair has a result. The name of a Compose service may turn out to be that of another container.</summary>
    public void Remove(ReachabilityResult result)
    {
        if (_sources.TryGetValue(result.SourceId ?? result.Source, out var source)
            && _targets.TryGetValue(result.TargetId ?? _services.GetValueOrDefault(result.Target) ?? result.Target, out var number)
            && number < source.Targets.Length)
        {
            source.Targets[number] = false;
        }
    }

    private void Add(BitArray untested, ReachabilityTarget target)
    {
        var id = target.Container?.Id ?? target.Text;
        if (!_targets.TryGetValue(id, out var number))
        {
            _targets[id] = number = _names.Count;
            _names.Add(target.Container?.Name ?? target.Text);
        }

        if (number >= untested.Length)
            untested.Length = _names.Count;
        untested[number] = true;
    }
}
