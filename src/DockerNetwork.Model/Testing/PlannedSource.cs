using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>A source of a plan, and what is sent from it.</summary>
public sealed class PlannedSource
{
    private readonly TestPlan _plan;
    private readonly IReadOnlyList<NamedTarget>? _shared;

    internal PlannedSource(TestPlan plan, Container container, IReadOnlyList<NamedTarget>? shared) =>
        (_plan, Container, _shared) = (plan, container, shared);

    /// <summary>The container, or the engine's host.</summary>
    public Container Container { get; }

    /// <summary>Its probes, in the order of the targets. They are made anew each time.</summary>
    public IEnumerable<PlannedProbe> Probes =>
        _plan.Options.Only is { } wanted ? All.Where(wanted) : All;

    private IEnumerable<PlannedProbe> All => (_shared ?? _plan.Named(Container)).SelectMany(target => _plan.Probes(Container, target));
}
