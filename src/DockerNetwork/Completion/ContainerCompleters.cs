using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>All containers.</summary>
public sealed class ContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.All(snapshot);
}

/// <summary>Containers that can be connected to the networks on the line.</summary>
public sealed class ConnectableContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Connectable(snapshot, line);
}

/// <summary>Containers that are connected to a network on the line.</summary>
public sealed class ConnectedContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Connected(snapshot, line);
}

/// <summary>Containers that have an endpoint on a network on the line.</summary>
public sealed class EndpointContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.WithEndpoint(snapshot, line);
}

/// <summary>Containers that do not run.</summary>
public sealed class StoppedContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Stopped(snapshot);
}

/// <summary>Containers that run, or start again and again.</summary>
public sealed class StoppableContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Stoppable(snapshot);
}

/// <summary>Containers that run.</summary>
public sealed class RunningContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Running(snapshot);
}

/// <summary>Containers that can be paused.</summary>
public sealed class PausableContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Pausable(snapshot);
}

/// <summary>Containers that are paused.</summary>
public sealed class PausedContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Paused(snapshot);
}

/// <summary>Ids of containers.</summary>
public sealed class ContainerIdCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.Ids(snapshot);
}

/// <summary>Compose projects.</summary>
public sealed class ComposeProjectCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.ComposeProjects(snapshot);
}

/// <summary>Services of the Compose project on the line.</summary>
public sealed class ComposeServiceCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ContainerCandidates.ComposeServices(snapshot, line);
}

/// <summary>Images that containers were made from.</summary>
public sealed class ImageInUseCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        ImageCandidates.InUse(snapshot);
}

/// <summary>Labels of containers, to select by.</summary>
public sealed class ContainerLabelCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        LabelCandidates.OfContainers(snapshot);
}

/// <summary>Labels, to set.</summary>
public sealed class LabelEntryCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        LabelCandidates.Entries(snapshot);
}

/// <summary>Names of legacy links on the default bridge.</summary>
public sealed class LinkNameCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.LinkNames(snapshot);
}
