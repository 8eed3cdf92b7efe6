using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a <see cref="NamespaceItem"/> describes.</summary>
[JsonConverter(typeof(CamelCaseWords<ItemKind>))]
internal enum ItemKind
{
    /// <summary>Something else, of no use to the reader.</summary>
    None,

    /// <summary>An interface.</summary>
    Link,

    /// <summary>An address of an interface.</summary>
    Address,

    /// <summary>A route of the main table.</summary>
    Route,

    /// <summary>An entry of the neighbour table.</summary>
    Neighbour,

    /// <summary>An entry of the forwarding database of a bridge or a tunnel: behind which of its ports a hardware address is.</summary>
    BridgeEntry,

    /// <summary>A rule of policy routing beside those that every namespace has.</summary>
    PolicyRule,
}
