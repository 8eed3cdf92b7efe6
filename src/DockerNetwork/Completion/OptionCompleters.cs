using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Completion;

/// <summary>Options of the driver on the line.</summary>
public sealed class DriverOptionCompleter : LiveCompleter
{
    private protected override Task<IEnumerable<Candidate>> CandidatesAsync(TypedLine line, IEngineAnswers engine) =>
        Task.FromResult(DriverOptions.OfNetwork(line.Value("Driver"), engine.Host.Interfaces));
}

/// <summary>Driver options of an endpoint.</summary>
public sealed class EndpointOptionCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => DriverOptions.OfEndpoint();
}

/// <summary>Kernel parameters.</summary>
public sealed class SysctlCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => DriverOptions.Sysctl();
}

/// <summary>Restart policies.</summary>
public sealed class RestartPolicyCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.RestartPolicies;
}

/// <summary>Options of resolv.conf.</summary>
public sealed class DnsOptionCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.DnsOptions;
}

/// <summary>Entries of the hosts file.</summary>
public sealed class AddedHostCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.AddedHosts;
}

/// <summary>Sizes of packets.</summary>
public sealed class PacketSizeCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.PacketSizes;
}

/// <summary>On and off.</summary>
public sealed class BooleanCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.Booleans;
}

/// <summary>Hosts that engines listen on.</summary>
public sealed class DockerHostCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => EngineCandidates.Hosts(
        DockerHostResolver.OfThisMachine.Named(), DockerHostResolver.OfThisMachine.KnownHosts());
}

/// <summary>Contexts of the docker CLI.</summary>
public sealed class ContextCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) =>
        EngineCandidates.Contexts(DockerHostResolver.OfThisMachine.Named());
}

/// <summary>Capabilities of the kernel.</summary>
public sealed class CapabilityCompleter : LineCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedLine line) => FixedCandidates.Capabilities;
}
