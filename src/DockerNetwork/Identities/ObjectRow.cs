using System.Management.Automation;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Identities;

/// <summary>
/// A row of a table that somebody made of this module's objects: by Select-Object, or read from CSV or JSON. PowerShell would bind its
/// properties as if they had been typed, and a network that is named "*" would mean all of them. A name in a row is a name, and the id
/// beside it decides.
/// </summary>
internal static class ObjectRow
{
    /// <summary>Swarm gives ids of 25 characters, the engine of 64. What is shorter may be the beginning of one.</summary>
    private const int ShortestId = 25;

    /// <summary>What a row has under a name; null for anything that is not a row, or has no such text.</summary>
    /// <param name="input">What is piped.</param>
    /// <param name="kind">Network or Container: a row of an endpoint has both.</param>
    /// <param name="own">Whether the name of the row itself counts too.</param>
    public static (string Name, string? Id)? Of(object? input, string kind, bool own)
    {
        if (input is not PSObject { BaseObject: PSCustomObject } row)
            return null;
        if (Text(kind) is { } named)
            return (named, Id(kind + "Id"));
        return own && Text("Name") is { } name ? (name, Id("Id")) : null;

        string? Text(string property) => row.Properties[property]?.Value.Unwrapped() is string { Length: > 0 } text ? text : null;

        string? Id(string property) => Text(property) is { Length: >= ShortestId } id ? id : null;
    }

    /// <summary>What was piped: an object of this module as it is, also if PowerShell made a row of it.</summary>
    public static object Revived(object input) => DeserializedObject.Revived(input) switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => wrapped.BaseObject,
        var item => item!,
    };

    /// <summary>The network of a row, or what was piped.</summary>
    public static object NetworkOr(object input, bool own = true) => Of(input, "Network", own) is { } row
        ? new[] { NetworkIdentity.OfRow(row.Name, row.Id) }
        : input;

    /// <summary>The container of a row, or what was piped.</summary>
    public static object ContainerOr(object input, bool own = true) => Of(input, "Container", own) is { } row
        ? new[] { ContainerIdentity.OfRow(row.Name, row.Id) }
        : input;
}

/// <summary>For parameters that take only the network of a row, and not the row's own name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworkOfRowAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ObjectRow.NetworkOr(ObjectRow.Revived(inputData), own: false);
}

/// <summary>For parameters that take only the container of a row, and not the row's own name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerOfRowAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ObjectRow.ContainerOr(ObjectRow.Revived(inputData), own: false);
}
