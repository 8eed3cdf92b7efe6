using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Addresses that containers have.</summary>
public sealed class EndpointAddressCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.OfEndpoints(snapshot, e => e.Addresses().Select(address => address.ToString()));
}

/// <summary>MAC addresses that containers have.</summary>
public sealed class MacAddressCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.OfEndpoints(snapshot, e => e.MacAddress.Length > 0 ? [e.MacAddress] : []);
}

/// <summary>Aliases and DNS names of containers.</summary>
public sealed class EndpointAliasCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        NameCandidates.OfEndpoints(snapshot, e => e.Names());
}

/// <summary>Bridges and parent interfaces of networks.</summary>
public sealed class NetworkInterfaceCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => snapshot.Networks
        .Where(n => n.HostInterface is not null)
        .OrderBy(n => n.Name, StringComparer.Ordinal)
        .Select(n => Candidate.Name(n.HostInterface!, SnapshotText.Join([n.Name, SnapshotText.Of(n)])));
}
