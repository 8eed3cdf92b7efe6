using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>From the source of a question to one address.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Address">What the name stands for, or the address that was asked for.</param>
/// <param name="Network">The network whose DNS gave it.</param>
internal sealed record AddressQuestion(Question Question, IPAddress Address, string? Network)
{
    private readonly NetworkEndpoint[] _peers = Question.Snapshot.At(Address);

    public EngineSnapshot Snapshot => Question.Snapshot;

    public Container Source => Question.Source;

    public Container? SourceOwner => Question.SourceOwner;

    public IReadOnlyList<NetworkEndpoint> SourceEndpoints => Question.SourceEndpoints;

    public IReadOnlyList<Route> Routes => Question.Routes;

    public int? Port => Question.Port;

    public string Protocol => Question.Protocol;

    public AddressFamily Family => Address.AddressFamily;

    /// <summary>Who has the address; null where no container has.</summary>
    public NetworkEndpoint? Peer => _peers.Length > 0 ? _peers[0] : null;

    /// <summary>The network of <see cref="Peer"/>.</summary>
    public Network? Theirs => Peer is { } peer ? Question.NetworkOf(peer) : null;

    /// <summary>Who has the address on one network. Networks that are apart may use the same addresses.</summary>
    public NetworkEndpoint? PeerOn(string networkId)
    {
        foreach (var peer in _peers)
        {
            if (peer.NetworkId == networkId)
                return peer;
        }

        return null;
    }

    public Network? NetworkOf(NetworkEndpoint endpoint) => Question.NetworkOf(endpoint);
}
