using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>Probes with the agent, which enters the network namespace of each source by its process id.</summary>
internal sealed class AgentProber(EngineClient client, bool mesh) : Prober
{
    public override ProbeMethod Method => ProbeMethod.Agent;

    public override int SourcesAtOnce => 256;

    public override async IAsyncEnumerable<(int Index, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<Probe> probes, ProbeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // 0 would be the agent's own namespace, the host's.
        if (source is { IsHost: false, ProcessId: 0 })
        {
            for (var i = 0; i < probes.Count; i++)
                yield return (i, new Observation { State = ReachabilityState.NotRunning, Reason = ObservationReasons.For(source, probes[i], ReachabilityState.NotRunning, null) });
            yield break;
        }

        await using var lease = await ProbeAgents.RentAsync(client, mesh, cancellationToken);
        try
        {
            await foreach (var observed in ProbeJobs.RunAsync(lease.Process, source, source.ProcessId, probes, options, cancellationToken))
                yield return observed;
        }
        finally
        {
            // Asked for here and not in a callback, which may come too late or never.
            lease.Interrupted = cancellationToken.IsCancellationRequested;
        }
    }
}

/// <summary>Probes with a container of its own in the source's network namespace: no host namespace, and no capability beyond raw sockets.</summary>
internal sealed class SidecarProber(EngineClient client) : Prober
{
    public override ProbeMethod Method => ProbeMethod.Sidecar;

    public override int SourcesAtOnce => 8;

    public override async IAsyncEnumerable<(int Index, Observation Observation)> ProbeAsync(
        Container source, IReadOnlyList<Probe> probes, ProbeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The engine's host is no container to stand beside; the host's network is the same.
        var host = new HostConfig { NetworkMode = source.IsHost ? "host" : $"container:{source.Id}", CapAdd = ["NET_RAW"] };
        await using var process = await ProbeProcess.StartAsync(client, "sidecar", host, cancellationToken);
        await foreach (var observed in ProbeJobs.RunAsync(process, source, 0, probes, options, cancellationToken))
            yield return observed;
    }
}

/// <summary>From probes to jobs of the probe program, and from its answers to observations.</summary>
internal static class ProbeJobs
{
    /// <summary>The program takes 20,000 in a line (its Job.MaxProbes); a line has 8 MiB at the most.</summary>
    private const int ProbesPerJob = 10_000;

    public static async IAsyncEnumerable<(int Index, Observation Observation)> RunAsync(
        ProbeProcess process, Container source, int processId, IReadOnlyList<Probe> probes, ProbeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var start = 0; start < probes.Count; start += ProbesPerJob)
        {
            var part = probes.Count <= ProbesPerJob ? probes : [.. probes.Skip(start).Take(ProbesPerJob)];
            await foreach (var (index, observation) in RunJobAsync(process, source, processId, part, options, cancellationToken))
                yield return (start + index, observation);
        }
    }

    private static async IAsyncEnumerable<(int Index, Observation Observation)> RunJobAsync(
        ProbeProcess process, Container source, int processId, IReadOnlyList<Probe> probes, ProbeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var job = new ProbeJob
        {
            Pid = processId,
            Count = options.Count,
            Timeout = (int)options.Timeout.TotalMilliseconds,
            Interval = (int)options.Delay.TotalMilliseconds,
            Family = options.Family switch { AddressFamily.InterNetworkV6 => 6, AddressFamily.InterNetwork => 4, _ => null },
            Probes = [.. probes.Select((probe, index) => new ProbeJobItem(
                index, probe.Protocol.ToString().ToLowerInvariant(), probe.Literal, probe.Port ?? 0, probe.Proxied ? true : null, probe.Protocol == ProbeProtocol.Http ? probe.Path : null))],
        };
        await foreach (var answer in process.RunAsync(job, cancellationToken))
        {
            if (answer.Error == "denied")
                throw new ProberUnavailableException($"The agent may not enter the network namespace of {source}.");
            if (answer.Error is not null)
                throw new EngineException(EngineFailure.Protocol, $"The probe does not take the job for {source}: {answer.Error}");
            if (!answer.End && answer.I >= 0 && answer.I < probes.Count)
                yield return (answer.I, ToObservation(source, probes[answer.I], answer));
        }
    }

    private static Observation ToObservation(Container source, Probe probe, ProbeAnswer answer)
    {
        var state = Enum.TryParse<ReachabilityState>(answer.State, out var known) ? known : ReachabilityState.Unknown;
        return new Observation
        {
            State = state,
            Address = Addresses.ParseAddress(answer.Address),
            Addresses = (answer.Addresses ?? []).Select(Addresses.ParseAddress).OfType<System.Net.IPAddress>().ToArray(),
            ResolvedBy = answer.Via,
            Sent = answer.Sent,
            Received = answer.Received,
            Min = Time(answer.Min),
            Avg = Time(answer.Avg),
            Max = Time(answer.Max),
            StatusCode = answer.Status,
            Reason = ObservationReasons.For(source, probe, state, answer.Text),
        };
    }

    /// <summary>A tick is 100 ns.</summary>
    private static TimeSpan? Time(long? nanoseconds) => nanoseconds is { } value ? TimeSpan.FromTicks(Math.Max(1, value / 100)) : null;
}
