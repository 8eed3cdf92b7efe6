using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>All networks.</summary>
public sealed class NetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.All(snapshot);
}

/// <summary>Networks that the containers on the line can be connected to.</summary>
public sealed class ConnectableNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Connectable(snapshot, line);
}

/// <summary>Networks that the containers on the line are connected to.</summary>
public sealed class ConnectedNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Connected(snapshot, line);
}

/// <summary>Networks that the containers on the line have an endpoint on.</summary>
public sealed class EndpointNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.WithEndpoint(snapshot, line);
}

/// <summary>Networks that can be removed.</summary>
public sealed class RemovableNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Removable(snapshot);
}

/// <summary>Ids of networks.</summary>
public sealed class NetworkIdCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Ids(snapshot);
}

/// <summary>Networks, and the modes of docker run.</summary>
public sealed class NetworkModeCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Modes(snapshot);
}

/// <summary>Configuration-only networks.</summary>
public sealed class ConfigurationNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Configurations(snapshot);
}

/// <summary>Labels of networks, to select by.</summary>
public sealed class NetworkLabelCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        LabelCandidates.OfNetworks(snapshot);
}

/// <summary>Labels of unused networks, to select by.</summary>
public sealed class UnusedNetworkLabelCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        LabelCandidates.OfUnusedNetworks(snapshot);
}

/// <summary>Drivers of networks that exist.</summary>
public sealed class DriverInUseCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        DriverCandidates.InUse(snapshot);
}

/// <summary>Drivers of the engine.</summary>
public sealed class DriverCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        DriverCandidates.OfEngine(await engine.DriversAsync() ?? []);
}

/// <summary>IPAM drivers.</summary>
public sealed class IpamDriverCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        DriverCandidates.Ipam(await engine.SnapshotAsync());
}

/// <summary>Networks that services can be on.</summary>
public sealed class OverlayNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NetworkCandidates.Overlays(snapshot);
}

/// <summary>Services of the swarm.</summary>
public sealed class ServiceCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        (await engine.ServicesAsync() ?? []).Select(service => Candidate.Name(
            service.Name, SnapshotText.Join([service.Count, .. service.Networks.Select(network => network.ToString())])));
}
