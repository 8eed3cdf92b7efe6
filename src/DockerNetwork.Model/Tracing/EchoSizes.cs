using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Whether echo requests of a size get to an address and back: what a <see cref="MtuSearch"/> asks. The probe program sends one that is
/// lost a second time, with a small one beside it, so that neither loss nor a target that does not answer looks like a narrow link.
/// </summary>
/// <param name="ladder">What sends.</param>
/// <param name="source">From where.</param>
/// <param name="target">To where.</param>
/// <param name="timeout">How long to wait for an answer.</param>
internal sealed class EchoSizes(ProberLadder ladder, Container source, IPAddress target, TimeSpan timeout)
{
    private const int EchoHeader = 8;

    /// <summary>Of the target's address.</summary>
    public AddressFamily Family => target.AddressFamily;

    /// <summary>Sends one of so many bytes with its IP header.</summary>
    public async Task<SizeAnswer> ArrivesAsync(int size, CancellationToken cancellationToken)
    {
        var header = (Family == AddressFamily.InterNetworkV6 ? 40 : 20) + EchoHeader;
        var options = new ProbeOptions(1, timeout) { Size = Math.Clamp(size - header, 0, ProbeOptions.MaxSize), DontFragment = true };
        var probe = new PlannedProbe(source, target.ToString(), TargetName.Of(target.ToString()), Service.Echo);
        await foreach (var (_, seen, _) in ladder.ProbeAsync(source, [probe], options, cancellationToken))
            return Of(seen);
        return default;
    }

    /// <summary>The search of this source and target.</summary>
    public Task<MtuFound> FindAsync(CancellationToken cancellationToken) => MtuSearch.FindAsync(Family, ArrivesAsync, cancellationToken);

    internal static SizeAnswer Of(Observation seen) => seen switch
    {
        { State: ReachabilityState.Reachable } => new SizeAnswer(true),
        { TooLarge: { } large } => new SizeAnswer(false, large),
        _ => default,
    };
}
