using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>One probe, from its request to its outcome: the name is looked up, and something is sent to the address.</summary>
internal static class Probing
{
    /// <param name="source">Where it starts.</param>
    /// <param name="request">What is to be sent.</param>
    /// <param name="done">Told once.</param>
    public static void Start(Source source, ProbeItem request, Action<Outcome> done)
    {
        if (source.Cancelled)
            done(new Outcome(ProbeState.Unknown));
        else if (request.Problem is not null)
            done(new Outcome(ProbeState.Unknown) { Text = request.Problem });
        else if (request.Address is { } address)
            Send(source, request, address, done);
        else
            source.Resolver.Resolve(request.Host, request.Kind == ProbeKind.Dns, resolution => Resolved(source, request, resolution, done));
    }

    private static void Resolved(Source source, ProbeItem request, Resolution resolution, Action<Outcome> done)
    {
        var address = source.Choose(resolution.Addresses, resolution.Via == "hosts" ? null : request.Prefer);
        if (request.Kind == ProbeKind.Dns || address is null)
        {
            done(new Outcome(address is not null ? ProbeState.Reachable : resolution.Answered ? ProbeState.Unresolved : ProbeState.Unknown)
            {
                Detail = resolution.UpstreamSilent ? ProbeDetail.UpstreamSilent : ProbeDetail.None,
                Address = address,
                Addresses = resolution.Addresses,
                Via = resolution.Via,
                Sent = request.Kind == ProbeKind.Dns ? 1 : 0,
                Received = request.Kind == ProbeKind.Dns && resolution.Answered ? 1 : 0,
                Min = resolution.Latency,
                Sum = resolution.Latency,
                Max = resolution.Latency,
                Text = resolution.Text ?? (address is null ? "the name has no address of that family" : null),
            });
            return;
        }

        Send(source, request, address, outcome => done(outcome with { Via = resolution.Via, Addresses = resolution.Addresses }));
    }

    private static void Send(Source source, ProbeItem request, IPAddress address, Action<Outcome> done)
    {
        switch (request.Kind)
        {
            case ProbeKind.Icmp:
                new IcmpProbe(source, address, done).Start();
                break;
            case ProbeKind.Dns:
                done(new Outcome(ProbeState.Reachable) { Address = address, Addresses = [address], Via = "literal" });
                break;
            default:
                new ConnectProbe(source, request, address, done).Start();
                break;
        }
    }
}
