using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Traces the probes of results: sends packets of its own, and says where they were seen and lost.</summary>
/// <param name="client">The engine.</param>
/// <param name="ladder">Sends the probes of a search for the path MTU.</param>
/// <param name="options">How.</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="say">Receives why a trace is not possible, once.</param>
internal sealed class TraceRun(EngineClient client, ProberLadder ladder, TraceOptions options, TimeSpan timeout, Action<string> say)
{
    /// <summary>What does not answer within this time on one host does not answer at all.</summary>
    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(1);

    private string? _impossible;

    /// <summary>The same result with its trace, and with the reasons that it gives. Unchanged if there is nothing to trace.</summary>
    /// <param name="question">What the rules were asked.</param>
    /// <param name="result">The result of a probe.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReachabilityResult> TraceAsync(Question question, ReachabilityResult result, CancellationToken cancellationToken)
    {
        if (result.Protocol == ProbeProtocol.Dns || !question.Source.Running || AddressOf(question, result) is not { } to)
            return result;
        if (result.Method is not (ProbeMethod.Agent or ProbeMethod.None))
            return NotTraced(result, $"only the agent follows packets, and the probe was made with {result.Method}");
        if (_impossible is not null)
            return NotTraced(result, _impossible);
        try
        {
            await using var lease = await ProbeAgents.RentAsync(client, options.Explain, cancellationToken);
            var traced = await EvidenceAsync(lease.Process, question, result, to, cancellationToken);
            var with = TraceResults.With(result, traced);
            return options.FindMtu ? await WithMtuAsync(with, question, traced.Evidence, to, cancellationToken) : with;
        }
        catch (ProberUnavailableException e)
        {
            _impossible = e.Message;
            say($"A trace is not possible: {e.Message}");
            return NotTraced(result, e.Message);
        }
        catch (ProcessChangedException)
        {
            return NotTraced(result, "a container was started again or stopped meanwhile");
        }
        catch (EngineException e)
        {
            return NotTraced(result, e.Message);
        }
    }

    /// <summary>Who asked for traces alone reads first why there is none.</summary>
    private ReachabilityResult NotTraced(ReachabilityResult result, string why)
    {
        var reason = new Reason(ReasonCode.NotTraced, result.Source, $"The packets were not traced: {why.TrimEnd('.')}.");
        return result with
        {
            Reasons = options.All ? [reason, .. result.Reasons.Select(TraceResults.WithoutHint)] : [.. result.Reasons, reason],
        };
    }

    private async Task<Traced> EvidenceAsync(
        ProbeProcess process, Question question, ReachabilityResult result, IPAddress to, CancellationToken cancellationToken)
    {
        var evidence = await TracePlaces.OfAsync(client, question, SpecOf(result, to, options), to, cancellationToken);
        if (await OverlayPlace.FindAsync(process, client, evidence, cancellationToken) is { } overlay)
            evidence = evidence with { Overlay = overlay, Spec = evidence.Spec with { Tunnels = true } };
        // Of a probe that was not sent, nothing follows.
        var observed = result.Reasons.Any(reason => reason.Code == ReasonCode.NotProbed) ? null
            // The connection was made, and the service did not answer on it: no packet was lost.
            : result is { Protocol: ProbeProtocol.Http } && result.Reasons.Any(reason => reason.Code == ReasonCode.NoAnswer)
                ? ReachabilityState.Reachable
            : result.Observed;
        var traced = await SendAsync(process, evidence, observed, cancellationToken);
        if (ProxiedLeg.Of(traced.Evidence) is not { } second)
            return traced;
        var connected = await ConnectAsync(second, cancellationToken);
        var behind = await SendAsync(process, second, connected, cancellationToken);
        return traced with { Behind = behind with { Observed = connected } };
    }

    /// <summary>What becomes of a connection as the proxy makes it: from the host to the container. Null if that is not known.</summary>
    private async Task<ReachabilityState?> ConnectAsync(TraceEvidence second, CancellationToken cancellationToken)
    {
        var host = second.Question.Snapshot.HostAsSource;
        var to = second.To.ToString();
        var probe = new PlannedProbe(host, to, TargetName.Of(to), new Service(ProbeProtocol.Tcp, second.Port));
        await foreach (var (_, seen, method) in ladder.ProbeAsync(host, [probe], new ProbeOptions(1, timeout), cancellationToken))
            return method == ProbeMethod.Agent ? seen.State : null;
        return null;
    }

    private async Task<Traced> SendAsync(
        ProbeProcess process, TraceEvidence evidence, ReachabilityState? observed, CancellationToken cancellationToken)
    {
        var places = evidence.Places;
        var port = PortOf(evidence);
        IReadOnlyList<Sighting> sightings;
        if (observed is ReachabilityState.Reachable)
        {
            // Nothing is to be explained, so the names of links are enough, and they can be read meanwhile.
            var links = LooksAsync(places, place => LookReader.ReadLinksAsync(process, client, place, cancellationToken));
            (sightings, evidence) = await WatchAsync(evidence, places);
            evidence = evidence with { Before = await links };
        }
        else
        {
            evidence = evidence with { Before = await LooksAsync(places, place => ReadAsync(place, [])) };
            evidence = evidence with { Spec = evidence.Spec with { Neighbours = Hops(evidence) } };
            (sightings, evidence) = await WatchAsync(evidence, places);
        }

        sightings = evidence.Spec.Kind == ProbeKind.Tcp ? HalfOpen.Answered(sightings) : sightings;
        evidence = evidence with { Sightings = Overheard.Apart(evidence, Tunneled.Believed(evidence, sightings)) };
        evidence = evidence with
        {
            TargetAddress = (Translations.LeadsAway(evidence) is null ? Translated(evidence) : null) ?? evidence.TargetAddress,
        };
        if (sightings.Any(seen => TraceHops.Arrives(evidence, seen) && !seen.Item.Reset)
            && observed is not (ReachabilityState.Blocked or ReachabilityState.Refused or ReachabilityState.Unknown)
            && Neighbours.Stolen(evidence) is null
            && Neighbours.Impersonated(evidence) is null
            && PartialLoss.Of(evidence) is null
            && !Translations.IsAnsweredElsewhere(evidence))
            return new Traced(evidence, TraceFinding.Nothing);

        var asked = evidence;
        evidence = evidence with
        {
            After = await LooksAsync(places, place => ReadAsync(place, RouteQuestions.For(asked, place))),
        };
        if (evidence.Target is { } closed && ClosedPort.IsAsked(evidence))
        {
            evidence = evidence with
            {
                Listeners = await LookReader.ReadListenersAsync(process, client, closed, cancellationToken),
            };
        }

        var finding = TraceRules.Of(evidence, observed);
        if (!options.Explain || (finding.Suspects.Count == 0 && finding.Asked is null))
            return new Traced(evidence, finding);
        var rules = await ExplainRun.RulesAsync(process, client, evidence, port, finding, options.Count, cancellationToken);
        evidence = evidence with { Rules = rules, Explained = true };
        return new Traced(evidence, TraceRules.Of(evidence, observed));

        Task<NamespaceLook> ReadAsync(TracePlace place, IReadOnlyList<RouteQuestion> routes) =>
            LookReader.ReadAsync(process, client, place, new LookSpec { Routes = routes }, cancellationToken);

        async Task<(IReadOnlyList<Sighting> Sightings, TraceEvidence Sent)> WatchAsync(
            TraceEvidence sent, IReadOnlyList<TracePlace> places)
        {
            for (var attempt = 1; ; attempt++)
            {
                sent = sent with { Spec = FreshPackets.Of(sent) };
                var seen = await new TapRun(process, client, sent.Spec).RunAsync(
                    sent.Source, (sent.To.ToString(), port), places, options.Count, Patience, cancellationToken);
                if (attempt == FreshPackets.MaxPorts || seen.All(one => one.Item.Errno != FreshPackets.PortInUse))
                    return (seen, sent);
            }
        }
    }

    /// <summary>The same with the largest packet that arrives, and the narrow link if there is one.</summary>
    private async Task<ReachabilityResult> WithMtuAsync(
        ReachabilityResult result, Question question, TraceEvidence evidence, IPAddress to, CancellationToken cancellationToken)
    {
        var sizes = new EchoSizes(ladder, question.Source, to, Patience);
        var found = await sizes.FindAsync(cancellationToken);
        var places = evidence.Places.DistinctBy(place => place.Name);
        var looks = places.ToDictionary(place => place.Name, evidence.Look, StringComparer.Ordinal);
        var links = MtuLink.Of(result.Trace!.Hops, name => looks.GetValueOrDefault(name));
        var reason = MtuRules.For(result.Source, result.TargetName, sizes.Family, found, links);
        return result with
        {
            Trace = result.Trace with { PathMtu = found.Mtu },
            Reasons = reason is null ? result.Reasons : [reason, .. result.Reasons],
        };
    }

    private TimeSpan Patience => timeout < MaxPatience ? timeout : MaxPatience;

    private static async Task<IReadOnlyDictionary<TracePlace, NamespaceLook>> LooksAsync(
        IReadOnlyList<TracePlace> places, Func<TracePlace, Task<NamespaceLook>> readAsync)
    {
        var looks = await Task.WhenAll(places.Select(async place => (place, look: await readAsync(place))));
        return looks.ToDictionary(pair => pair.place, pair => pair.look);
    }

    /// <summary>The address that the name led to; if the probe did not say, the predicted one.</summary>
    private static IPAddress? AddressOf(Question question, ReachabilityResult result)
    {
        var address = result.Address ?? question.Address;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }

    private static PacketSpec SpecOf(ReachabilityResult result, IPAddress to, TraceOptions options) => new()
    {
        Kind = result.Protocol switch
        {
            ProbeProtocol.Icmp => ProbeKind.Icmp,
            ProbeProtocol.Udp => ProbeKind.Udp,
            _ => ProbeKind.Tcp,
        },
        Family = to.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4,
        Size = options.Size ?? 0,
        DontFragment = options.DontFragment,
    };

    private static int PortOf(TraceEvidence evidence) => evidence.Port ?? evidence.Question.Port ?? 0;

    /// <summary>Whose hardware addresses are asked for on the way: both ends, and the gateways of both.</summary>
    private static string[] Hops(TraceEvidence evidence) =>
    [
        .. new[] { evidence.To, evidence.TargetAddress }
            .OfType<IPAddress>()
            .Select(address => address.ToString())
            .Concat(new[] { evidence.Source, evidence.Target }
                .Select(evidence.Look)
                .OfType<NamespaceLook>()
                .SelectMany(look => look.Routes.Select(route => route.Gateway)
                    .Concat(look.Addresses.Where(own => own.Scope == "global").Select(own => own.Address)))
                .OfType<string>())
            .Where(text => IPAddress.TryParse(text, out var address)
                && (address.AddressFamily == AddressFamily.InterNetworkV6) == (evidence.Spec.Family == 6))
            .Distinct()
            .Take(PacketSpec.MaxNeighbours),
    ];

    /// <summary>To which address the host translated the receiver's.</summary>
    private static IPAddress? Translated(TraceEvidence evidence) =>
        evidence.Sightings.LastOrDefault(seen => seen.IsRequest && seen.To is not null && !Equals(seen.To, evidence.To))?.To;
}
