using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>In which namespaces the packets of a probe start and end.</summary>
internal static class TracePlaces
{
    /// <summary>Evidence of which only the places are known.</summary>
    /// <exception cref="ProcessChangedException">The source does not run any more.</exception>
    public static async Task<TraceEvidence> OfAsync(
        EngineClient client, Question question, PacketSpec spec, IPAddress to, CancellationToken cancellationToken)
    {
        var source = await PlaceAsync(client, question.SourceOwner ?? question.Source, question.Source, cancellationToken)
            ?? throw new ProcessChangedException();
        var holder = AddressHolder.Of(question, Addresses.Destination(to));
        var owner = holder?.Container ?? (holder is null && question.TargetOwner is { HostNetwork: false } meant ? meant : null);
        var target = holder is { IsHost: true } ? TracePlace.Host
            : owner is null ? null
            : owner.Id == (question.SourceOwner ?? question.Source).Id ? source
            : await PlaceAsync(client, owner, question.Target ?? owner, cancellationToken);
        return new TraceEvidence
        {
            Question = question,
            Spec = spec,
            Source = source,
            Target = target,
            To = to,
            TargetAddress = owner is null || owner.Endpoints.Any(endpoint => endpoint.Has(to)) ? to : OwnAddress(question, owner, to),
        };
    }

    /// <summary>A container in a namespace, with the process that it has now; null if it does not run.</summary>
    private static async Task<TracePlace?> PlaceAsync(
        EngineClient client, Container owner, Container member, CancellationToken cancellationToken)
    {
        if (owner.HostNetwork || owner.IsHost)
            return TracePlace.Host;
        var known = member is { ProcessId: > 0, Running: true } && member.Id == owner.Id ? member : owner;
        var now = known is { ProcessId: > 0, StartedAt: not null } ? known : await ContainerRun.NowAsync(client, known, cancellationToken);
        return now is { ProcessId: > 0 } ? new TracePlace(owner.Name, now) : null;
    }

    /// <summary>The address that a published port leads to: on the network of the default route.</summary>
    private static IPAddress? OwnAddress(Question question, Container owner, IPAddress to) => question.Index.RoutesOf(owner)
        .Where(route => route.LeadsOut(to.AddressFamily))
        .SelectMany(route => owner.Endpoints.Where(endpoint => endpoint.NetworkId == route.Network.Id))
        .Concat(owner.Endpoints)
        .Select(endpoint => to.AddressFamily == AddressFamily.InterNetwork ? endpoint.IPAddress : endpoint.IPv6Address)
        .FirstOrDefault(address => address is not null);
}
