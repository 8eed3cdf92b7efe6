using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>A test of reachability: whom, and how.</summary>
internal sealed record Trial(TestScope Scope, TestOptions Options)
{
    public Trial With(Func<TestOptions, TestOptions> change) => this with { Options = change(Options) };

    public Trial From(params Container[] sources) => this with { Scope = Scope with { Sources = sources } };

    public Trial To(params ReachabilityTarget[] targets) => this with { Scope = Scope with { Targets = targets } };

    public async Task<List<ReachabilityResult>> RunAsync(EngineClient client)
    {
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(client, Scope, Options))
            results.Add(result);
        return results;
    }
}
