using System.Management.Automation.Host;
using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Identities;

/// <summary>
/// What -Container accepts: a name, an id, an id prefix, a container, or an endpoint or port mapping, which stands for its container.
/// </summary>
[System.ComponentModel.TypeConverter(typeof(DeserializedObject))]
public sealed class ContainerIdentity
{
    /// <summary>A name, an id, an id prefix, or a wildcard pattern.</summary>
    public ContainerIdentity(string text) => Text = text;

    /// <summary>An address, as a target.</summary>
    public ContainerIdentity(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Text = address.ToString();
    }

    /// <summary>A container that Get-DockerContainer returns.</summary>
    public ContainerIdentity(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        // An id is never a pattern, even if the object comes from a file that says otherwise.
        Text = Wildcards.Escape(container.Id);
        Id = container.Id;
        Name = container.Name;
        DockerHost = container.DockerHost;
    }

    /// <summary>The container of an endpoint, as Get-DockerNetworkEndpoint gives it.</summary>
    public ContainerIdentity(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Text = Wildcards.Escape(endpoint.ContainerId);
        Id = endpoint.ContainerId;
        Name = endpoint.Container;
        DockerHost = endpoint.DockerHost;
        Endpoint = endpoint;
        if (endpoint.Node is not null)
            Refusal = CommandErrors.ContainerOfNode(endpoint.Container, endpoint.DockerHost);
    }

    /// <summary>The container of a port, as Get-DockerPortMapping gives it.</summary>
    public ContainerIdentity(PortMapping port)
    {
        ArgumentNullException.ThrowIfNull(port);
        Text = Wildcards.Escape(port.ContainerId);
        Id = port.ContainerId;
        Name = port.Container;
        DockerHost = port.DockerHost;
        if (port is { ContainerId: "", Service: { } service })
            Refusal = CommandErrors.ServiceAsContainer(service);
    }

    /// <summary>
    /// What @host is without quotes: PowerShell expands its variable $host. It means no container, and whoever looks for it gets an error
    /// that says so. An error here would be lost: PowerShell would only say that it finds no positional parameter for the value.
    /// </summary>
    public ContainerIdentity(PSHost host)
    {
        (Text, Id, Name) = ("", "", "@host");
        Refusal = CommandErrors.UnquotedHost();
    }

    private ContainerIdentity(Network network)
    {
        Text = Wildcards.Escape(network.Id);
        Id = network.Id;
        Name = network.Name;
        DockerHost = network.DockerHost;
        Refusal = CommandErrors.NetworkAsContainer(network.Name);
    }

    private ContainerIdentity(string name, DockerHost host)
    {
        Text = Wildcards.Escape(name);
        Name = name;
        DockerHost = host;
    }

    private ContainerIdentity(string name, string? id)
    {
        Text = Wildcards.Escape(id ?? name);
        Id = id;
        Name = name;
    }

    /// <summary>The container of a row of texts. Its name is never a pattern.</summary>
    internal static ContainerIdentity OfRow(string name, string? id) => new(name, id);

    /// <summary>A network, which is not a container: whoever looks for it gets an error that says so.</summary>
    internal static ContainerIdentity OfNetwork(Network network) => new(network);

    /// <summary>The containers on a network, and those that share a namespace with one. Like a pattern, it may mean none.</summary>
    internal static ContainerIdentity OfMembers(Network network) =>
        new("*") { Members = new NetworkIdentity(network), Name = network.Name, DockerHost = network.DockerHost };

    /// <summary>All containers of a context's engine.</summary>
    internal static ContainerIdentity OfEngine(DockerContext context) =>
        new("*") { Name = context.Name, DockerHost = context.DockerHost };

    /// <summary>The container of an interface, as Get-DockerContainerInterface gives it: it has no more than its name.</summary>
    internal static ContainerIdentity OfInterface(ContainerInterface item) => new(item.Container, item.DockerHost);

    /// <summary>The error of an object that is no container; null for all others.</summary>
    internal CommandException? Refusal { get; }

    /// <summary>What to look for.</summary>
    internal string Text { get; }

    /// <summary>The engine that it came from; null for a text.</summary>
    internal DockerHost? DockerHost { get; private init; }

    /// <summary>The id of an object, which alone decides what it means; null for a text.</summary>
    internal string? Id { get; }

    /// <summary>The network whose containers are meant; null for anything else.</summary>
    internal NetworkIdentity? Members { get; private init; }

    /// <summary>The endpoint that was given; null for anything else.</summary>
    internal NetworkEndpoint? Endpoint { get; }

    private string? Name { get; init; }

    /// <summary>
    /// What messages about a container that it means call it: the text as it was typed, but of a pattern or an object the container's name.
    /// The name in an object may be old, and in a file anything.
    /// </summary>
    internal string TargetOf(Container container) => Id is not null || Wildcards.IsPattern(Text) ? container.Name : Text;

    /// <summary>The name, or the text as it was typed.</summary>
    public override string ToString() => Name ?? Text;
}
