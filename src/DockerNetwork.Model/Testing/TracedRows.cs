using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// The rows of a test whose packets are followed: those that -Trace asks for, and otherwise the first that were predicted Reachable and
/// were lost, because there is no other way to say why.
/// </summary>
/// <param name="predicted">The rules.</param>
/// <param name="tracer">Follows packets.</param>
/// <param name="options">Whether all are asked for.</param>
internal sealed class TracedRows(PredictedRun predicted, TraceRun tracer, TestOptions options)
{
    /// <summary>A trace takes up to a second, so a mesh that is broken as a whole is not traced row by row.</summary>
    private const int MaxUnasked = 4;

    private int _unasked;

    /// <summary>The row, with the reason that its trace gives; and with the trace if it was asked for.</summary>
    public async ValueTask<ReachabilityResult> TraceAsync(ReachabilityResult result, CancellationToken cancellationToken)
    {
        // The places behind the tunnel are another engine's.
        if (predicted.Question(result.Planned).Elsewhere is not null)
            return result;
        if (options.Trace is { } trace)
        {
            return trace.All || !result.Reachable || result.Agrees == false
                ? await tracer.TraceAsync(predicted.Question(result.Planned), result, cancellationToken)
                : result;
        }

        if (!IsUnexplained(result) || ++_unasked > MaxUnasked)
            return result;
        var traced = await tracer.TraceAsync(predicted.Question(result.Planned), result, cancellationToken);
        return traced.Trace is null ? result : traced with { Trace = null };
    }

    private static bool IsUnexplained(ReachabilityResult result) => !IsOfService(result) && result is
    {
        Method: ProbeMethod.Agent,
        Predicted: ReachabilityState.Reachable,
        Observed: ReachabilityState.Blocked or ReachabilityState.NoRoute,
        AddressDiffers: false,
    } && result.Reasons is not [{ Code: ReasonCode.PathMtu }, ..];

    /// <summary>Nobody has the virtual address of a service but the load balancer of the kernel, which the reason already names.</summary>
    private static bool IsOfService(ReachabilityResult result) => result.Reasons.Any(reason => reason.Code == ReasonCode.ServiceAddress);
}
