using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// The pairs of a test that have no result yet. A pair without a name or an address that may be tried never has one.
/// </summary>
internal sealed class UntestedPairs
{
    private readonly Dictionary<(string Source, string Target), (string Source, string Target)> _pairs = [];
    private readonly Dictionary<string, string> _services = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All pairs of a test.</summary>
    /// <param name="scope">Sources and targets.</param>
    /// <param name="options">Which targets a source has if none are named.</param>
    /// <param name="expected">A container always reaches itself, so that is not a pair where nothing is to be reached.</param>
    public UntestedPairs(TestScope scope, TestOptions options, ExpectedReachability expected)
    {
        foreach (var source in scope.Sources)
        {
            foreach (var target in scope.TargetsOf(source, options))
            {
                if (target is { Service: true, Container: { } container })
                    _services[target.Text] = container.Id;
                if (expected == ExpectedReachability.Reachable || source.Id != target.Container?.Id)
                {
                    _pairs[(source.IsHost ? source.Name : source.Id, target.Container?.Id ?? target.Text)] =
                        (source.Name, target.Container?.Name ?? target.Text);
                }
            }
        }
    }

    /// <summary>The names of sources and targets that have no result.</summary>
    public IReadOnlyCollection<(string Source, string Target)> Left => _pairs.Values;

    /// <summary>A pair has a result. The name of a Compose service may turn out to be that of another container.</summary>
    public void Remove(ReachabilityResult result) => _pairs.Remove((
        result.SourceId ?? result.Source,
        result.TargetId ?? _services.GetValueOrDefault(result.Target) ?? result.Target));
}
