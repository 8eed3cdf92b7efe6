using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Matrix;

/// <summary>What a matrix needs of a reachability result, which may have been exported and read back.</summary>
/// <param name="Source">Where the probe started.</param>
/// <param name="Target">What it was aimed at.</param>
/// <param name="TargetName">By which name or address.</param>
/// <param name="Protocol">What was sent.</param>
/// <param name="Port">1 to 65535; null for none.</param>
/// <param name="Predicted">What was expected; null where it was not asked.</param>
/// <param name="Observed">What happened; null where nothing was sent.</param>
/// <param name="Agrees">Whether the two agree; null where one is missing or unknown.</param>
/// <param name="Latency">Average round trip; null for none.</param>
public sealed record MatrixProbe(
    string Source, string Target, string TargetName, ProbeProtocol Protocol, int? Port, ReachabilityState? Predicted, ReachabilityState? Observed, bool? Agrees, TimeSpan? Latency)
{
    /// <summary>"80", "53/udp", "icmp": what tells several probes of one pair apart.</summary>
    public string Way => (Protocol, Port) switch
    {
        (ProbeProtocol.Tcp, { } port) => $"{port}",
        (_, { } port) => $"{port}/{Protocol.ToString().ToLowerInvariant()}",
        _ => Protocol.ToString().ToLowerInvariant(),
    };

    /// <summary>It was tried by an address and not by a name.</summary>
    internal bool ByAddress => IPAddress.TryParse(TargetName, out _);

    /// <summary>Observed where something was observed, else predicted.</summary>
    internal ReachabilityState State => ReachabilityResult.EffectiveOf(Predicted, Observed);

    /// <summary>The state is a prediction.</summary>
    internal bool PredictedOnly => (Observed is null or ReachabilityState.Unknown) && State != ReachabilityState.Unknown;

    /// <summary>From a result.</summary>
    public static MatrixProbe From(ReachabilityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(result.Source, result.Target, result.TargetName, result.Protocol, result.Port, result.Predicted, result.Observed, result.Agrees, result.Latency);
    }
}
