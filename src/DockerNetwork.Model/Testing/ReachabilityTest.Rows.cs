using System.Diagnostics.CodeAnalysis;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>The rows of a test: what is predicted, and what it becomes with an observation.</summary>
public sealed partial record ReachabilityTest
{
    [return: NotNullIfNotNull(nameof(container))]
    private static Container? Current(EngineSnapshot snapshot, Container? container) => container is null ? null : snapshot.Container(container.Id) ?? container;

    private static readonly (ProbeProtocol, int?)[] Echo = [(ProbeProtocol.Icmp, null)];

    /// <summary>A result to be, and what it is aimed at.</summary>
    private sealed record Row(ReachabilityResult Result, ReachabilityTarget Target)
    {
        /// <summary>No address is known that a special target could stand for. A container may have an alias that looks like one.</summary>
        public bool NoAddress => Target.Special != SpecialTarget.None && Result.TargetName == Target.Text;
    }

    private IEnumerable<Row> Rows(EngineSnapshot snapshot, Container source, ReachabilityTarget target, IReadOnlyList<string> literals)
    {
        foreach (var literal in literals)
        {
            var question = new Question(snapshot, source, target.Container, literal);
            if (LookupOnly || (Detailed && question.Address is null))
                yield return new Row(Result(question, target, Predictor.PredictName(question)) with { Protocol = ProbeProtocol.Dns }, target);
            if (LookupOnly)
                continue;
            foreach (var (protocol, port) in Ways(target))
            {
                var verdict = Predictor.Predict(question with { Port = port, Protocol = protocol == ProbeProtocol.Udp ? "udp" : "tcp" });
                var row = Result(question, target, verdict) with { Protocol = protocol, Port = port };
                yield return new Row(row, target);
            }
        }
    }

    private static ReachabilityResult Result(Question question, ReachabilityTarget target, Verdict verdict) => new()
    {
        Source = question.Source.Name,
        Target = target.Container?.Name ?? target.Text,
        TargetName = question.Literal,
        Address = verdict.Address,
        Network = verdict.Network,
        Predicted = verdict.State,
        Verdict = verdict,
        Time = DateTimeOffset.Now,
        DockerHost = question.Source.DockerHost,
    };

    private IEnumerable<(ProbeProtocol Protocol, int? Port)> Ways(ReachabilityTarget target)
    {
        if (target.Port is { } own)
            return [(target.Protocol, own)];
        if (!Http && TcpPorts.Count == 0 && UdpPorts.Count == 0)
            return Echo;
        var tcp = Http ? ProbeProtocol.Http : ProbeProtocol.Tcp;
        var ways = TcpPorts.Select(port => (tcp, (int?)port)).Concat(UdpPorts.Select(port => (ProbeProtocol.Udp, (int?)port))).ToList();
        if (Http && TcpPorts.Count == 0)
            ways.Insert(0, (ProbeProtocol.Http, 80));
        return ways;
    }

    private static Probe ToProbe(EngineSnapshot snapshot, Container source, Row row) => new(row.Result.TargetName, row.Result.Protocol, row.Result.Port)
    {
        Path = row.Target.Path,
        Proxied = row.Target.Special is SpecialTarget.Host or SpecialTarget.Gateway
            || (IPAddress.TryParse(row.Result.TargetName, out var address)
                && (snapshot.Networks.Any(n => n.Gateways.Contains(address)) || (IPAddress.IsLoopback(address) && (source.IsHost || source.HostNetwork))))
            || MayBeProxied(snapshot, row),
    };

    /// <summary>
    /// The host has more addresses and names than a snapshot shows. If the engine publishes the port for a container, its proxy listens on them.
    /// </summary>
    private static bool MayBeProxied(EngineSnapshot snapshot, Row row) =>
        row.Target.Container is null
        && row.Result.Protocol is ProbeProtocol.Tcp or ProbeProtocol.Http
        && snapshot.Containers.Any(c => c.Ports.Any(p => p.HostPort == row.Result.Port && p.Protocol == "tcp"))
        && !(IPAddress.TryParse(row.Result.TargetName, out var address)
            && snapshot.Containers.Any(c => c.Endpoints.Any(e => e.Addresses().Contains(address))));

    /// <summary>What the target is called, as it would be typed in the source.</summary>
    private IReadOnlyList<string> Literals(EngineSnapshot snapshot, Container source, ReachabilityTarget target, IEnumerable<IPAddress> special)
    {
        if (target is { Container: { } container, NameOnly: false })
            return [.. Literals(snapshot, container)];
        if (target.Special == SpecialTarget.None)
            return [target.Text];

        var addresses = target.Special == SpecialTarget.Gateway
            ? (snapshot.NamespaceOwner(source)?.Endpoints ?? []).SelectMany(e => new[] { e.Gateway, e.IPv6Gateway }).OfType<IPAddress>()
            : special;
        var literals = addresses.Where(Wanted).Select(a => a.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return literals.Count > 0 ? literals : [target.Text];
    }

    /// <summary>Addresses that only the host's interfaces tell.</summary>
    private async Task<IEnumerable<IPAddress>> SpecialAsync(NamespaceReader reader, SpecialTarget special, CancellationToken cancellationToken) => special switch
    {
        SpecialTarget.Host when Method != ProbeMethod.Exec => await TryAsync(reader.HostAddressesAsync(cancellationToken)),
        SpecialTarget.Outside when Method != ProbeMethod.Exec => await TryAsync(reader.OutsideAsync(cancellationToken)),
        _ => [],
    };

    /// <summary>Where the host's interfaces cannot be read, one row says so and the others go on.</summary>
    private static async Task<IEnumerable<IPAddress>> TryAsync(Task<IReadOnlyList<IPAddress>> addresses)
    {
        try
        {
            return await addresses;
        }
        catch (EngineException e) when (e.Failure == EngineFailure.Unavailable)
        {
            return [];
        }
    }

    private IEnumerable<string> Literals(EngineSnapshot snapshot, Container container)
    {
        var owned = container.Endpoints.Where(e => Networks is null || Networks.Contains(e.NetworkId)).ToList();
        var lookedAt = (snapshot.NamespaceOwner(container)?.Endpoints ?? []).Where(e => Networks is null || Networks.Contains(e.NetworkId));
        var names = By.HasFlag(TargetLiterals.Name) && (Networks is null || owned.Count > 0) ? [container.Name] : Array.Empty<string>();
        // An engine takes an empty alias, which no one can ask for.
        var aliases = By.HasFlag(TargetLiterals.Alias) ? owned.SelectMany(e => e.Alias).Where(alias => !string.IsNullOrEmpty(alias)) : [];
        var addresses = By.HasFlag(TargetLiterals.Address) && !LookupOnly ? lookedAt.SelectMany(e => e.Addresses()).Where(Wanted).Select(a => a.ToString()) : [];
        return names.Concat(aliases).Concat(addresses).Distinct(StringComparer.Ordinal);
    }

    private bool Wanted(IPAddress address) => Options.Family is null || address.AddressFamily == Options.Family;

    private static ReachabilityResult Combine(EngineSnapshot snapshot, Container source, Row expected, Observation observation, ProbeMethod method)
    {
        var row = expected.Result;
        var observed = observation.State;
        var reason = observation.Reason;

        // A container that does not run has no name and no address any more; what the tools say of that is its being down.
        if (row.Predicted == ReachabilityState.NotRunning && observed is ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute)
            observed = ReachabilityState.NotRunning;

        if (observed is ReachabilityState.Reachable or ReachabilityState.Refused && row.Reasons.Any(r => r.Code == ReasonCode.TargetPaused))
            observed = ReachabilityState.NotRunning;

        var result = row with
        {
            Observed = observed,
            Address = observation.Address ?? (observed is ReachabilityState.Unresolved ? null : row.Address),
            Sent = observation.Sent,
            Received = observation.Received,
            Min = observation.Min,
            Avg = observation.Avg,
            Max = observation.Max,
            Addresses = observation.Addresses,
            ResolvedBy = observation.ResolvedBy,
            StatusCode = observation.StatusCode,
            Method = method,
            Time = DateTimeOffset.Now,
            // What was expected explains itself better than what the system said of it.
            Reasons = reason is null ? row.Reasons : observed == row.Predicted ? [.. row.Reasons, reason] : [reason, .. row.Reasons],
        };
        if (expected.Target.Container is { } target && !IPAddress.TryParse(row.TargetName, out _)
            && AddressOwnership.Refute(snapshot, source, target, row.TargetName, observation) is { } another)
        {
            return result with { Reasons = [another, .. result.Reasons] };
        }

        return result.Agrees == false
            ? result with
            {
                Reasons =
                [
                    new Reason(ReasonCode.Disagreement, row.Source, $"Expected {row.Predicted} and observed {observed}. A firewall outside Docker, or a change made meanwhile?{Why(row)}"),
                    .. result.Reasons,
                ],
            }
            : result;
    }

    /// <summary>What the expectation was made from.</summary>
    private static string Why(ReachabilityResult row) => row.Reasons.Count > 0 ? $" Expected because: {row.Reasons[0].Message}" : "";
}
