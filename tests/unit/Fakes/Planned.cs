using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>Probes as a plan would make them.</summary>
internal static class Planned
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    public static PlannedProbe Probe(string literal, ProbeProtocol protocol, int? port) =>
        new(Web, literal, TargetName.Of(literal), new Service(protocol, port));
}
