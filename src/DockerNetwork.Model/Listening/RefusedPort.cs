using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;

namespace DockerNetwork.Model.Listening;

/// <summary>A port that refused, and whose network namespace it is in.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Address">Where the probe was sent.</param>
/// <param name="Owner">Whose network namespace has the address; null for the engine's host.</param>
/// <param name="Port">The port in that namespace: the container's, if the host's leads there.</param>
internal sealed record RefusedPort(Question Question, IPAddress Address, Container? Owner, int Port)
{
    /// <summary>The address is the host's, and the engine leads the port to the container.</summary>
    public bool Published { get; private init; }

    /// <summary>tcp or udp.</summary>
    public string Protocol => Question.Protocol;

    /// <summary>The source asked itself.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Where the packets can have arrived in the namespace.</summary>
    public IReadOnlyList<IPAddress> Arrived => Published ? [.. Owner!.Endpoints.SelectMany(e => e.Addresses())] : [Address];

    /// <summary>Who that is, in a sentence.</summary>
    public string Name => Owner is null ? "the engine's host"
        : Question.TargetOwner?.Id == Owner.Id ? Question.Target!.Name
        : IsLoopback && Question.SourceOwner?.Id == Owner.Id ? Question.Source.Name
        : Owner.Name;

    /// <summary>The component of a reason.</summary>
    public string Component => Owner is null ? "@host" : Name;

    /// <summary>Finds out whose port it is; null if the engine's state does not show it.</summary>
    /// <param name="question">What was asked, with a port.</param>
    /// <param name="address">Where the probe was sent.</param>
    public static RefusedPort? Of(Question question, IPAddress address)
    {
        var destination = Addressing.Addresses.Destination(Addressing.Addresses.Unmapped(address));
        if (question.Port is not { } port || AddressHolder.Of(question, destination) is not { Service: null } holder)
            return null;
        if (holder.IsHost)
            return new RefusedPort(question, destination, null, port);
        if (holder.Container is not { } owner)
            return null;
        if (owner.HostNetwork)
            return new RefusedPort(question, destination, null, port);
        if (IPAddress.IsLoopback(destination) ? question.SourceOwner?.Id == owner.Id : owner.Endpoints.Any(e => e.Has(destination)))
            return new RefusedPort(question, destination, owner, port);
        var mapping = owner.Ports.FirstOrDefault(p =>
            p.HostPort == port
            && p.Protocol == question.Protocol
            && (p.HostAddress is null
                || p.HostAddress.Equals(destination)
                || p.HostAddress.Equals(IPAddress.Any)
                || p.HostAddress.Equals(IPAddress.IPv6Any)));
        return mapping is null ? null : new RefusedPort(question, destination, owner, mapping.ContainerPort) { Published = true };
    }
}
