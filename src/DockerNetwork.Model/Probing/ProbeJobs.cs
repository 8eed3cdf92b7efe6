using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>From probes to jobs of the probe program, and from its answers to observations.</summary>
internal static class ProbeJobs
{
    /// <summary>Fewer than a line may hold, as names may be long.</summary>
    private const int ProbesPerJob = JobMessage.MaxProbes / 2;

    private const int CharactersPerJob = 1_000_000;

    /// <summary>How much of the program's words goes into a reason. It may quote a container.</summary>
    private const int MaxText = 300;

    /// <summary>
    /// As many addresses as a name can be expected to have; the program's own limit for one answer of a name server is near.
    /// </summary>
    private const int MaxAddresses = 256;

    /// <summary>Runs jobs in the namespace of process 0, the program itself, which cannot belong to anything else.</summary>
    public static IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
        ProbeProcess process, Container source, int processId, IReadOnlyList<PlannedProbe> probes, ProbeOptions options,
        CancellationToken cancellationToken) =>
        RunAsync(process, source, processId, probes, options, lasts: null, cancellationToken);

    /// <summary>Runs jobs; returns an observation once it is certain that it was made in the container.</summary>
    /// <param name="process">The program.</param>
    /// <param name="source">The container.</param>
    /// <param name="processId">Its process.</param>
    /// <param name="probes">What to send.</param>
    /// <param name="options">How.</param>
    /// <param name="lasts">
    /// Whether the container is still in the run that <paramref name="processId"/> is of. Asked at the end of a job if the program could
    /// not tell whose process it is: until then the observations are held back. Null if nobody else can have the process.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProcessChangedException">
    /// The process belongs to something else, or may. Nothing of the job was returned.
    /// </exception>
    public static async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
        ProbeProcess process, Container source, int processId, IReadOnlyList<PlannedProbe> probes, ProbeOptions options,
        Func<CancellationToken, Task<bool>>? lasts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in Parts(probes))
        {
            var job = Job(processId, part, options) with
            {
                Container = lasts is null ? null : source.Id,
                HostNetwork = lasts is not null && source.HostNetwork,
            };
            await foreach (var observed in RunJobAsync(process, source, job, part, lasts, cancellationToken))
                yield return observed;
        }
    }

    /// <summary>As many probes as a line may hold: a character of a name takes up to six bytes of JSON.</summary>
    private static IEnumerable<IReadOnlyList<PlannedProbe>> Parts(IReadOnlyList<PlannedProbe> probes)
    {
        var part = new List<PlannedProbe>();
        var length = 0;
        foreach (var probe in probes)
        {
            var size = probe.Literal.Length + probe.Path.Length;
            if (part.Count > 0 && (part.Count == ProbesPerJob || length + size > CharactersPerJob))
            {
                yield return part;
                (part, length) = ([], 0);
            }

            part.Add(probe);
            length += size;
        }

        if (part.Count > 0)
            yield return part;
    }

    private static JobMessage Job(int processId, IReadOnlyList<PlannedProbe> probes, ProbeOptions options) => new()
    {
        ProcessId = processId,
        Count = options.Count,
        Timeout = (int)options.Timeout.TotalMilliseconds,
        Interval = (int)options.Delay.TotalMilliseconds,
        Size = options.Size,
        DontFragment = options.DontFragment,
        Family = options.Family switch { AddressFamily.InterNetworkV6 => 6, AddressFamily.InterNetwork => 4, _ => 0 },
        HostAddresses = probes.Any(probe => probe.Proxied) ? options.HostAddresses : null,
        KeepNeighbours = options.KeepNeighbours,
        Probes = [.. probes.Select(Item)],
    };

    private static ProbeItem Item(PlannedProbe probe, int index) => new(
        index, Kind(probe.Protocol), probe.Literal, probe.Port ?? 0, probe.Proxied,
        probe.Protocol == ProbeProtocol.Http ? probe.Path : null)
    {
        Prefer = probe.Preferred.Count == 0 ? null : [.. probe.Preferred.Select(address => address.ToString())],
    };

    private static ProbeKind Kind(ProbeProtocol protocol) => protocol switch
    {
        ProbeProtocol.Icmp => ProbeKind.Icmp,
        ProbeProtocol.Tcp => ProbeKind.Tcp,
        ProbeProtocol.Udp => ProbeKind.Udp,
        ProbeProtocol.Dns => ProbeKind.Dns,
        ProbeProtocol.Http => ProbeKind.Http,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    private static ReachabilityState State(ProbeState state) => state switch
    {
        ProbeState.Reachable => ReachabilityState.Reachable,
        ProbeState.Refused => ReachabilityState.Refused,
        ProbeState.Blocked => ReachabilityState.Blocked,
        ProbeState.NoRoute => ReachabilityState.NoRoute,
        ProbeState.Unresolved => ReachabilityState.Unresolved,
        ProbeState.NotRunning => ReachabilityState.NotRunning,
        _ => ReachabilityState.Unknown,
    };

    private static async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunJobAsync(
        ProbeProcess process, Container source, JobMessage job, IReadOnlyList<PlannedProbe> probes,
        Func<CancellationToken, Task<bool>>? lasts,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = lasts is null ? null : new List<(PlannedProbe, Observation)>();
        var seen = new bool[probes.Count];
        await foreach (var answer in process.RunAsync(job, cancellationToken))
        {
            if (answer is EndOfJob { Error: { } error } end)
                throw Refused(error, end.Text, source);
            if (answer is BeginOfJob { Verified: true } && held is not null)
            {
                foreach (var observed in held)
                    yield return observed;
                held = null;
            }

            if (answer is not OutcomeMessage { Index: >= 0 and var index } outcome || index >= probes.Count || seen[index])
                continue;
            seen[index] = true;
            var one = (probes[index], ToObservation(source, probes[index], outcome, job.Size));
            if (held is null)
                yield return one;
            else
                held.Add(one);
        }

        if (held is null)
            yield break;
        if (!await lasts!(cancellationToken))
            throw new ProcessChangedException();
        foreach (var observed in held)
            yield return observed;
    }

    private static Exception Refused(Refusal refusal, string? text, Container source) => refusal switch
    {
        Refusal.Denied => new ProberUnavailableException($"The agent is not allowed to enter the network namespace of {source}."),
        Refusal.Other => new ProcessChangedException(),
        _ => new EngineException(EngineFailure.Protocol, $"The probe refuses the job for {source}: {Clip(text) ?? "no reason is given"}"),
    };

    internal static Observation ToObservation(Container source, PlannedProbe probe, OutcomeMessage answer, int? size = null)
    {
        var state = State(answer.State);
        return new Observation
        {
            State = state,
            Address = Addresses.ParseAddress(answer.Address),
            Addresses = (answer.Addresses ?? []).Take(MaxAddresses).Select(Addresses.ParseAddress).OfType<IPAddress>().ToArray(),
            ResolvedBy = Clip(answer.Via),
            Sent = Math.Max(0, answer.Sent),
            Received = Math.Max(0, answer.Received),
            Min = Time(answer.Min),
            Avg = Time(answer.Avg),
            Max = Time(answer.Max),
            StatusCode = answer.Status is >= 100 and <= 999 ? answer.Status : null,
            TooLarge = LargePacketReasons.Of(answer),
            Reason = LargePacketReasons.For(source, probe, answer, size)
                ?? ObservationReasons.For(source, probe, state, Clip(answer.Text), answer.Detail, Addresses.ParseAddress(answer.Sender)),
        };
    }

    private static string? Clip(string? text) => text is { Length: > MaxText } ? text[..MaxText] + " …" : text;

    /// <summary>A tick is 100 ns.</summary>
    private static TimeSpan? Time(long? nanoseconds) => nanoseconds is { } value ? TimeSpan.FromTicks(Math.Max(1, value / 100)) : null;
}
