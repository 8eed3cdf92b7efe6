using System.Management.Automation;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Identities;

/// <summary>What -Network takes: a name, an id or the beginning of one, or a network.</summary>
public sealed class NetworkIdentity
{
    /// <summary>A name, an id, the beginning of an id, or a wildcard pattern.</summary>
    public NetworkIdentity(string text) => Text = text;

    /// <summary>A network, as Get-DockerNetwork gives it.</summary>
    public NetworkIdentity(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        // An id is never a pattern, even if the object comes from a file that says otherwise.
        Text = WildcardPattern.Escape(network.Id);
        Name = network.Name;
        DockerHost = network.DockerHost;
    }

    /// <summary>What to look for.</summary>
    internal string Text { get; }

    /// <summary>The engine that it came from; null for a text.</summary>
    internal EngineEndpoint? DockerHost { get; }

    private string? Name { get; }

    /// <summary>The name, or the text as it was typed.</summary>
    public override string ToString() => Name ?? Text;
}
