using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Identities;

/// <summary>What -Network accepts: a name, an id, an id prefix, a network, or an endpoint, which stands for its network.</summary>
[System.ComponentModel.TypeConverter(typeof(DeserializedObject))]
public sealed class NetworkIdentity
{
    /// <summary>A name, an id, an id prefix, or a wildcard pattern.</summary>
    public NetworkIdentity(string text) => Text = text;

    /// <summary>A network that Get-DockerNetwork returns.</summary>
    public NetworkIdentity(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        // An id is never a pattern, even if the object comes from a file that says otherwise.
        Text = Wildcards.Escape(network.Id);
        Id = network.Id;
        Name = network.Name;
        DockerHost = network.DockerHost;
    }

    /// <summary>The network of an endpoint, as Get-DockerNetworkEndpoint gives it.</summary>
    public NetworkIdentity(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Text = Wildcards.Escape(endpoint.NetworkId);
        Id = endpoint.NetworkId;
        Name = endpoint.Network;
        DockerHost = endpoint.DockerHost;
        Endpoint = endpoint;
    }

    private NetworkIdentity(Container container)
    {
        Text = Wildcards.Escape(container.Id);
        Id = container.Id;
        Name = container.Name;
        DockerHost = container.DockerHost;
        IsContainer = true;
    }

    private NetworkIdentity(string name, string? id)
    {
        Text = Wildcards.Escape(id ?? name);
        Id = id;
        Name = name;
    }

    /// <summary>The network of a row of texts. Its name is never a pattern.</summary>
    internal static NetworkIdentity OfRow(string name, string? id) => new(name, id);

    /// <summary>A container, which is not a network: whoever looks for it gets an error that says so.</summary>
    internal static NetworkIdentity OfContainer(Container container) => new(container);

    /// <summary>The networks that a container is on. Like a pattern, it may mean none.</summary>
    internal static NetworkIdentity OfMember(Container container) =>
        new("*") { Member = new ContainerIdentity(container), Name = container.Name, DockerHost = container.DockerHost };

    /// <summary>The network of an interface, as Get-DockerContainerInterface gives it; none for the loopback interface.</summary>
    internal static NetworkIdentity OfInterface(ContainerInterface item) =>
        new(item.Network is null ? "*" : Wildcards.Escape(item.Network))
        {
            IsNone = item.Network is null,
            Name = item.Network ?? item.Name,
            DockerHost = item.DockerHost,
        };

    /// <summary>All networks of a context's engine.</summary>
    internal static NetworkIdentity OfEngine(DockerContext context) =>
        new("*") { Name = context.Name, DockerHost = context.DockerHost };

    /// <summary>The container whose networks are meant; null for anything else.</summary>
    internal ContainerIdentity? Member { get; private init; }

    /// <summary>No network is meant.</summary>
    internal bool IsNone { get; private init; }

    /// <summary>The object is a container.</summary>
    internal bool IsContainer { get; }

    /// <summary>What to look for.</summary>
    internal string Text { get; }

    /// <summary>The engine that it came from; null for a text.</summary>
    internal DockerHost? DockerHost { get; private init; }

    /// <summary>
    /// The id of an object, which alone decides what it means; null for a text. Empty if the object has none, and then it means nothing: an
    /// endpoint of a container that was never started, whose network is gone.
    /// </summary>
    internal string? Id { get; }

    /// <summary>The endpoint that was given; null for anything else.</summary>
    internal NetworkEndpoint? Endpoint { get; }

    /// <summary>The name that an object has, which may be old; null for a text.</summary>
    internal string? Name { get; private init; }

    /// <summary>
    /// What messages about a network that it means call it: the name of an object is the network's own, not that of a file.
    /// </summary>
    internal string TargetOf(Network network) => Id is not null ? network.Name : Text;

    /// <summary>The name, or the text as it was typed.</summary>
    public override string ToString() => Name ?? Text;
}
