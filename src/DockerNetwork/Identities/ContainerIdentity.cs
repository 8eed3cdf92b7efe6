using System.Management.Automation;
using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Identities;

/// <summary>What -Container takes: a name, an id or the beginning of one, or a container.</summary>
public sealed class ContainerIdentity
{
    /// <summary>A name, an id, the beginning of an id, or a wildcard pattern.</summary>
    public ContainerIdentity(string text) => Text = text;

    /// <summary>An address, as a target.</summary>
    public ContainerIdentity(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Text = address.ToString();
    }

    /// <summary>A container, as Get-DockerContainer gives it.</summary>
    public ContainerIdentity(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        // An id is never a pattern, even if the object comes from a file that says otherwise.
        Text = WildcardPattern.Escape(container.Id);
        Name = container.Name;
        DockerHost = container.DockerHost;
        Known = container;
    }

    /// <summary>What to look for.</summary>
    internal string Text { get; }

    /// <summary>The engine that it came from; null for a text.</summary>
    internal EngineEndpoint? DockerHost { get; }

    /// <summary>The container itself, as it was when it was read; null for a text.</summary>
    internal Container? Known { get; }

    private string? Name { get; }

    /// <summary>The name, or the text as it was typed.</summary>
    public override string ToString() => Name ?? Text;
}
