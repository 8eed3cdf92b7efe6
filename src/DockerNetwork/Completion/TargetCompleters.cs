using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Sources of probes, and what else has a network namespace: running containers and @host.</summary>
public sealed class SourceCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Sources(snapshot);
}

/// <summary>Targets of probes.</summary>
public sealed class TargetCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.Targets(snapshot, line);
}

/// <summary>Names that resolve in containers.</summary>
public sealed class ResolvableNameCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.Resolvable(snapshot, line);
}

/// <summary>Targets of links.</summary>
public sealed class LinkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.Links(snapshot);
}

/// <summary>TCP ports that the targets on the line listen on.</summary>
public sealed class TcpPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        PortCandidates.OfTargets(snapshot, line, "tcp");
}

/// <summary>UDP ports that the targets on the line listen on.</summary>
public sealed class UdpPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        PortCandidates.OfTargets(snapshot, line, "udp");
}

/// <summary>Ports of either side of mappings.</summary>
public sealed class MappedPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        PortCandidates.OfMappings(snapshot, line);
}

/// <summary>Ports that the containers on the line are known to listen on.</summary>
public sealed class ListenerPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        PortCandidates.OfListeners(snapshot, line);
}

/// <summary>Ports of the host that containers hold.</summary>
public sealed class HeldPortCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        PortCandidates.Held(snapshot);
}
