using System.Net.Sockets;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Free IPv4 addresses of the network on the line.</summary>
public sealed class IPv4AddressCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        AddressCandidates.Addresses(snapshot, line, AddressFamily.InterNetwork);
}

/// <summary>Free IPv6 addresses of the network on the line.</summary>
public sealed class IPv6AddressCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) =>
        AddressCandidates.Addresses(snapshot, line, AddressFamily.InterNetworkV6);
}

/// <summary>Free subnets.</summary>
public sealed class SubnetCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        await engine.SnapshotAsync() is { } snapshot ? AddressCandidates.Subnets(snapshot, line, engine.Host) : [];
}

/// <summary>Ranges to look for subnets within.</summary>
public sealed class AddressPoolCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        AddressCandidates.Pools(await engine.SnapshotAsync());
}

/// <summary>Gateways of the subnets on the line.</summary>
public sealed class GatewayCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => AddressCandidates.Gateways(line);
}

/// <summary>Parts of the subnets on the line.</summary>
public sealed class IPRangeCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => AddressCandidates.IPRanges(line);
}
