using System.Net.Sockets;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Completes from the snapshot of an engine.</summary>
public abstract class SnapshotCompleter : LiveCompleter
{
    /// <summary>What containers' inspection tells is needed too.</summary>
    private protected virtual bool Detailed => false;

    /// <summary>What may stand there.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot);

    private protected sealed override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        (line.Snapshot?.ToSnapshot() ?? (Detailed ? await engine.InspectedSnapshotAsync() : await engine.SnapshotAsync())) is { } snapshot ? Candidates(line, snapshot) : [];
}

/// <summary>Networks that the command can do something with.</summary>
public sealed class NetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NetworkCandidates.Names(snapshot, line);
}

/// <summary>Ids of networks.</summary>
public sealed class NetworkIdCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NetworkCandidates.Ids(snapshot);
}

/// <summary>Networks, and the modes of docker run.</summary>
public sealed class NetworkModeCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NetworkCandidates.Modes(snapshot);
}

/// <summary>Configuration-only networks.</summary>
public sealed class ConfigurationNetworkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NetworkCandidates.Configurations(snapshot);
}

/// <summary>Containers that the command can do something with.</summary>
public sealed class ContainerCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => ContainerCandidates.Names(snapshot, line);
}

/// <summary>Ids of containers.</summary>
public sealed class ContainerIdCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => ContainerCandidates.Ids(snapshot);
}

/// <summary>Sources of probes.</summary>
public sealed class SourceCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => ContainerCandidates.Sources(snapshot);
}

/// <summary>Targets of probes.</summary>
public sealed class TargetCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NameCandidates.Targets(snapshot, line);
}

/// <summary>Names that resolve in containers.</summary>
public sealed class ResolvableNameCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NameCandidates.Resolvable(snapshot, line);
}

/// <summary>Targets of links.</summary>
public sealed class LinkCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => NameCandidates.Links(snapshot);
}

/// <summary>Free IPv4 addresses of the network on the line.</summary>
public sealed class IPv4AddressCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => AddressCandidates.Addresses(snapshot, line, AddressFamily.InterNetwork);
}

/// <summary>Free IPv6 addresses of the network on the line.</summary>
public sealed class IPv6AddressCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => AddressCandidates.Addresses(snapshot, line, AddressFamily.InterNetworkV6);
}

/// <summary>TCP ports that the targets on the line listen on.</summary>
public sealed class TcpPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => PortCandidates.OfTargets(snapshot, line, "tcp");
}

/// <summary>UDP ports that the targets on the line listen on.</summary>
public sealed class UdpPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => PortCandidates.OfTargets(snapshot, line, "udp");
}

/// <summary>Ports of either side of mappings.</summary>
public sealed class MappedPortCompleter : SnapshotCompleter
{
    private protected override bool Detailed => true;

    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => PortCandidates.OfMappings(snapshot, line);
}

/// <summary>Ports of the host that containers hold.</summary>
public sealed class HeldPortCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => PortCandidates.Held(snapshot);
}

/// <summary>Labels, to select by.</summary>
public sealed class LabelFilterCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => LabelCandidates.Filters(snapshot, line);
}

/// <summary>Labels, to set.</summary>
public sealed class LabelEntryCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => LabelCandidates.Entries(snapshot);
}

/// <summary>Compose projects and services.</summary>
public sealed class ComposeCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => ContainerCandidates.Compose(snapshot, line);
}

/// <summary>Drivers of networks that there are.</summary>
public sealed class DriverInUseCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => DriverCandidates.InUse(snapshot);
}

/// <summary>Images that containers were made from.</summary>
public sealed class ImageInUseCompleter : SnapshotCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line, EngineSnapshot snapshot) => ImageCandidates.InUse(snapshot);
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
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) => AddressCandidates.Pools(await engine.SnapshotAsync());
}

/// <summary>IPAM drivers.</summary>
public sealed class IpamDriverCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) => DriverCandidates.Ipam(await engine.SnapshotAsync());
}

/// <summary>Drivers of the engine.</summary>
public sealed class DriverCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) => DriverCandidates.OfEngine(await engine.DriversAsync() ?? []);
}

/// <summary>Images on the engine.</summary>
public sealed class ImageCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) => ImageCandidates.OnEngine(await engine.ImagesAsync() ?? []);
}

/// <summary>Ports of the image on the line, to publish or to expose.</summary>
public sealed class ImagePortCompleter : LiveCompleter
{
    private protected override async Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine)
    {
        if (line.Value("Image") is not { } image)
            return [];
        var reading = engine.SnapshotAsync();
        var ports = await engine.ImagePortsAsync(image) ?? [];
        return line.Parameter == "Publish"
            ? await reading is { } snapshot ? PortCandidates.Publications(snapshot, ports, image) : []
            : PortCandidates.Exposed(ports, image);
    }
}

/// <summary>Options of the driver on the line.</summary>
public sealed class DriverOptionCompleter : LiveCompleter
{
    private protected override Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        Task.FromResult(DriverOptions.OfNetwork(line.Value("Driver"), engine.Host.Interfaces));
}

/// <summary>What needs nothing but the line.</summary>
public sealed class LineCompleter : LiveCompleter
{
    private protected override Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) => Task.FromResult(line.Parameter switch
    {
        "Gateway" => AddressCandidates.Gateways(line),
        "IPRange" => AddressCandidates.IPRanges(line),
        "DriverOption" => DriverOptions.OfEndpoint(),
        "Sysctl" => DriverOptions.Sysctl(),
        "RestartPolicy" => FixedCandidates.RestartPolicies,
        "DnsOption" => FixedCandidates.DnsOptions,
        "AddHost" => FixedCandidates.AddedHosts,
        "EnableIPv4" => FixedCandidates.Booleans,
        _ => [],
    });
}

/// <summary>Contexts of the docker CLI, and hosts.</summary>
public sealed class EngineCompleter : LiveCompleter
{
    private protected override Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine)
    {
        var resolver = DockerHostResolver.OfThisMachine;
        return Task.FromResult(line.Parameter == "DockerHost" ? EngineCandidates.Hosts(resolver.Named(), resolver.KnownHosts()) : EngineCandidates.Contexts(resolver.Named()));
    }
}
